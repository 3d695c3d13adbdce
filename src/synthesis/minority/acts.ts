declare module '../../record/model.ts' {
  interface ActDetails {
    'minority-rule-set': { readonly groups: number; readonly voices: number }
  }
}
export type MinorityAct = 'minority-rule-set'
