declare module '../../record/model.ts' {
  interface ActDetails {
    'action-taken-on': { readonly action: number; readonly meeting: string }
    'action-revised': { readonly action: number }
    'action-settled': { readonly action: number; readonly state: string }
  }
}
export type ActionAct = 'action-taken-on' | 'action-revised' | 'action-settled'
