declare module '../../record/model.ts' {
  interface ActDetails {
    'attendance-set': { readonly meeting: string; readonly shown: string; readonly isCheckInOpen: boolean }
    'checked-in': { readonly meeting: string }
    'attendance-taken': { readonly meeting: string; readonly participants: number }
    'attendee-removed': { readonly meeting: string }
  }
}
export type AttendanceAct = 'attendance-set' | 'checked-in' | 'attendance-taken' | 'attendee-removed'
