declare module '../record/model.ts' {
  interface ActDetails {
    'call-opened': { readonly call: string; readonly questions: number }
    'call-revised': { readonly call: string; readonly added: number; readonly changed: number; readonly removed: number }
    'deadline-extended': { readonly call: string; readonly earlier: string; readonly deadline: string }
    'call-closed': { readonly call: string }
    'call-reopened': { readonly call: string }
  }
}
export type CallAct = 'call-opened' | 'call-revised' | 'deadline-extended' | 'call-closed' | 'call-reopened'
