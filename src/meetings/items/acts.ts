declare module '../../record/model.ts' {
  interface ActDetails {
    'agenda-written': { readonly meeting: string; readonly items: number }
    'agenda-circulated': { readonly meeting: string; readonly number: number; readonly mails: number }
    'agenda-template-written': { readonly items: number }
  }
}
export type ItemsAct = 'agenda-written' | 'agenda-circulated' | 'agenda-template-written'
