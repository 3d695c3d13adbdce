declare module '../../record/model.ts' {
  interface ActDetails {
    'meeting-invitations-sent': { readonly meeting: string; readonly people: number; readonly kind: string }
    'meeting-invitation-answered': { readonly meeting: string; readonly answer: string }
  }
}
export type InvitationsAct = 'meeting-invitations-sent' | 'meeting-invitation-answered'
