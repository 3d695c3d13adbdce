declare module '../record/model.ts' {
  interface ActDetails {
    'person-invited': { readonly role: string }
    'role-ended': { readonly role: string }
    'login-link-made': Record<string, never>
    'logged-in': Record<string, never>
  }
}
export type PeopleAct = 'person-invited' | 'role-ended' | 'login-link-made' | 'logged-in'
