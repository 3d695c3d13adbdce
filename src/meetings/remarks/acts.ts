declare module '../../record/model.ts' {
  interface ActDetails {
    /** `named`: `yes` where the speaker agreed that the name is public. */
    'remark-taken': { readonly meeting: string; readonly remark: number; readonly named: string }
    'remark-revised': { readonly meeting: string; readonly remark: number; readonly named: string }
  }
}
export type RemarksAct = 'remark-taken' | 'remark-revised'
