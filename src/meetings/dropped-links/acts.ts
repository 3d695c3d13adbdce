declare module '../../record/model.ts' {
  interface ActDetails {
    'room-link-dropped': { readonly meeting: string; readonly link: number }
    'room-link-shown': { readonly meeting: string; readonly link: number }
    'room-link-removed': { readonly meeting: string; readonly link: number }
    'room-link-taken': { readonly meeting: string; readonly link: number; readonly reference: number }
  }
}
export type DroppedLinksAct = 'room-link-dropped' | 'room-link-shown' | 'room-link-removed' | 'room-link-taken'
