import type { PlainDate } from '../../shared/time.ts'

declare module '../../record/model.ts' {
  interface ActDetails {
    'event-entered': { readonly event: string; readonly firstDay: PlainDate; readonly lastDay: PlainDate }
    'event-revised': { readonly event: string; readonly firstDay: PlainDate; readonly lastDay: PlainDate }
    'session-planned': { readonly meeting: string; readonly panellists: number }
  }
}
export type EventsAct = 'event-entered' | 'event-revised' | 'session-planned'
