declare module '../../record/model.ts' {
  interface ActDetails {
    'meetings-follow-asked': Readonly<Record<string, never>>
    'meetings-follow-confirmed': Readonly<Record<string, never>>
    'meetings-follow-left': Readonly<Record<string, never>>
  }
}
export type MeetingFollowingAct = 'meetings-follow-asked' | 'meetings-follow-confirmed' | 'meetings-follow-left'
