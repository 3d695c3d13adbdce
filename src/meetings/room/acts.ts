declare module '../../record/model.ts' {
  interface ActDetails {
    'room-opened': { readonly meeting: string }
    'room-closed': { readonly meeting: string; readonly notes: number; readonly remarks: number; readonly points: number }
  }
}
export type RoomAct = 'room-opened' | 'room-closed'
