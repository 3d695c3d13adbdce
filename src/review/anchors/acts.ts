declare module '../../record/model.ts' {
  interface ActDetails {
    'comments-carried': {
      readonly document: string
      readonly version: number
      readonly same: number
      readonly changed: number
      readonly moved: number
      readonly split: number
      readonly merged: number
      readonly deleted: number
      readonly placed: number
      readonly doubtful: number
    }
    'anchors-settled': {
      readonly document: string
      readonly version: number
      readonly refs: string
      readonly count: number
      readonly verdict: 'placed' | 'deleted' | 'doubtful' | 'mixed'
    }
  }
}
export type AnchorsAct = 'comments-carried' | 'anchors-settled'
