declare module '../../record/model.ts' {
  interface ActDetails {
    'theme-application-proposed': { readonly number: number; readonly slug: string; readonly passages: number; readonly source: 'person' | 'machine'; readonly machine: string }
    'theme-application-decided': { readonly number: number; readonly slug: string; readonly accepted: number; readonly declined: number }
  }
}
export type ProposalAct = 'theme-application-proposed' | 'theme-application-decided'
