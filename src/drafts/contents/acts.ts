import type { Beginning } from './model.ts'

declare module '../../record/model.ts' {
  interface ActDetails {
    'document-begun': { readonly document: string; readonly from: Beginning; readonly source: string; readonly count: number }
  }
}
export type ContentsAct = 'document-begun'
