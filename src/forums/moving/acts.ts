declare module '../../record/model.ts' {
  interface ActDetails {
    'cycle-left': { readonly from: string; readonly into: string }
    'cycle-joined': { readonly from: string; readonly into: string }
  }
}
export type MovingAct = 'cycle-left' | 'cycle-joined'
