declare module '../../record/model.ts' {
  interface ActDetails {
    'straw-poll-opened': { readonly meeting: string; readonly poll: number; readonly options: number }
    'straw-poll-closed': { readonly meeting: string; readonly poll: number; readonly votes: number }
  }
}
export type StrawPollsAct = 'straw-poll-opened' | 'straw-poll-closed'
