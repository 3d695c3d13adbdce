declare module '../record/model.ts' {
  interface ActDetails {
    'person-invited': { readonly role: string }
    'role-ended': { readonly role: string }
    'login-link-made': Record<string, never>
    'logged-in': Record<string, never>
    /** `kind`: organisation or person; the names are committed to and not public. */
    'names-merged': { readonly kind: string }
    'name-parted': { readonly kind: string }
    'names-told-apart': { readonly kind: string }
    'apart-forgotten': { readonly kind: string }
    'unit-words-set': { readonly words: number }
  }
}
export type PeopleAct = 'person-invited' | 'role-ended' | 'login-link-made' | 'logged-in' | 'names-merged' | 'name-parted' | 'names-told-apart' | 'apart-forgotten' | 'unit-words-set'
