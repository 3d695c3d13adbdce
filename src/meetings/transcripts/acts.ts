declare module '../../record/model.ts' {
  interface ActDetails {
    'transcript-added': { readonly meeting: string; readonly transcript: number; readonly cues: number }
  }
}
export type TranscriptsAct = 'transcript-added'
