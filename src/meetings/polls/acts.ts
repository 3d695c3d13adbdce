declare module '../../record/model.ts' {
  interface ActDetails {
    'poll-opened': { readonly poll: number; readonly slots: number }
    'poll-revised': { readonly poll: number; readonly zone: string }
    'poll-slots-changed': { readonly poll: number; readonly added: number; readonly removed: number }
    'poll-closed': { readonly poll: number }
    'poll-reopened': { readonly poll: number }
    'poll-extended': { readonly poll: number; readonly until: string; readonly zone: string }
    'poll-asked': { readonly poll: number; readonly asked: number }
    'poll-reminded': { readonly poll: number; readonly mails: number }
    'poll-finalised': { readonly poll: number; readonly meeting: string; readonly sittings: number; readonly mails: number }
  }
}
export type PollAct =
  | 'poll-opened'
  | 'poll-revised'
  | 'poll-slots-changed'
  | 'poll-closed'
  | 'poll-reopened'
  | 'poll-extended'
  | 'poll-asked'
  | 'poll-reminded'
  | 'poll-finalised'
