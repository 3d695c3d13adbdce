declare module '../../record/model.ts' {
  interface ActDetails {
    /** `first` and `last` of the contributions placed; `begun`: campaigns that were none before. */
    'campaigns-placed': { readonly placed: number; readonly begun: number; readonly united: number }
    'campaign-left': { readonly campaign: string; readonly contributions: number }
    'campaign-joined': { readonly campaign: string; readonly contributions: number }
    'campaign-split': { readonly campaign: string; readonly from: string; readonly contributions: number }
    'campaigns-united': { readonly campaign: string; readonly from: string; readonly contributions: number }
    'counting-rule-set': { readonly rule: string }
  }
}
export type CampaignAct = 'campaigns-placed' | 'campaign-left' | 'campaign-joined' | 'campaign-split' | 'campaigns-united' | 'counting-rule-set'
