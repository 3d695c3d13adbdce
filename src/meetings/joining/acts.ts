declare module '../../record/model.ts' {
  interface ActDetails {
    'joining-added': { readonly meeting: string; readonly kind: string; readonly visibility: string }
    'joining-removed': { readonly meeting: string; readonly kind: string }
  }
}
export type JoiningAct = 'joining-added' | 'joining-removed'
