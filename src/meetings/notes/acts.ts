declare module '../../record/model.ts' {
  interface ActDetails {
    /** Lines that were noted before the room opened or after it closed; while it is open, its closing records them all. */
    'notes-written': { readonly meeting: string; readonly lines: number }
    'note-revised': { readonly meeting: string }
    'note-removed': { readonly meeting: string }
  }
}
export type NotesAct = 'notes-written' | 'note-revised' | 'note-removed'
