declare module '../../record/model.ts' {
  interface ActDetails {
    'meeting-announced': { readonly meeting: string; readonly mails: number }
    'meeting-cancelled': { readonly meeting: string; readonly mails: number }
    'meeting-held': { readonly meeting: string }
  }
}
export type MeetingStatusAct = 'meeting-announced' | 'meeting-cancelled' | 'meeting-held'
