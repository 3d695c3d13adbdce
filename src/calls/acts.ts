declare module '../record/model.ts' {
  interface ActDetails {
    'call-drafted': { readonly call: string; readonly questions: number }
    'call-opened': { readonly call: string; readonly questions: number }
    'call-revised': { readonly call: string; readonly added: number; readonly changed: number; readonly removed: number }
    'deadline-extended': { readonly call: string; readonly earlier: string; readonly deadline: string }
    'call-closed': { readonly call: string }
    'call-reopened': { readonly call: string }
    'call-bound': { readonly call: string; readonly isBound: 'yes' | 'no' }
    'variants-set': { readonly call: string; readonly variants: number }
    'call-translated': { readonly call: string; readonly language: string; readonly texts: number }
    'cut-off-named': { readonly call: string; readonly cutOff: string; readonly on: string }
    'cut-off-dropped': { readonly call: string; readonly cutOff: string; readonly on: string }
    'remark-sent': { readonly call: string; readonly number: number; readonly question: number }
    'remark-answered': { readonly call: string; readonly number: number; readonly isChanged: 'yes' | 'no' }
    'proposals-asked': { readonly isOpen: 'yes' | 'no' }
    'proposal-sent': { readonly number: number; readonly kind: string }
    'proposal-answered': { readonly number: number; readonly outcome: string; readonly became: string }
    'notice-asked': { readonly call: string }
    'notice-confirmed': { readonly call: string }
    'notice-left': { readonly call: string }
    'call-told': { readonly call: string; readonly occasion: string; readonly mails: number }
  }
}
export type CallAct =
  | 'call-drafted' | 'call-opened' | 'call-revised' | 'deadline-extended' | 'call-closed' | 'call-reopened' | 'call-bound'
  | 'variants-set' | 'call-translated' | 'cut-off-named' | 'cut-off-dropped' | 'remark-sent' | 'remark-answered'
  | 'notice-asked' | 'notice-confirmed' | 'notice-left' | 'call-told'
