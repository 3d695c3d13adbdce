declare module '../../record/model.ts' {
  interface ActDetails {
    'vote-cast': { readonly poll: number; readonly answers: number; readonly channel: string }
    'vote-changed': { readonly poll: number; readonly answers: number; readonly channel: string }
  }
}
export type VoteAct = 'vote-cast' | 'vote-changed'
