import { find } from './editor-words.ts'

/** What was answered: the fields by their names, or that the thing is to go. Undefined: nothing. */
export type Answered = { readonly fields: FormData } | 'gone' | undefined

interface Question {
  /** What stands in the fields at first. */
  readonly values?: Readonly<Record<string, string>>
  /** Whether there is something that can be removed. */
  readonly canGo?: boolean
  /** Says what is wrong, and the question stays; answers nothing where all is well. */
  readonly check?: (fields: FormData) => Promise<string | undefined> | string | undefined
}

/** Asks something in a dialog of the page. The text has the keyboard again when it is over, with its selection as it was. */
export function ask(name: string, question: Question): Promise<Answered> {
  const dialog = find<HTMLDialogElement>(`#editor-${name}`)
  const form = find<HTMLFormElement>('form', dialog)
  const error = find<HTMLElement>('.error', dialog)
  form.reset()
  for (const [field, value] of Object.entries(question.values ?? {})) {
    const element = form.elements.namedItem(field)
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) element.value = value
  }
  find<HTMLElement>('[value="gone"]', dialog).hidden = question.canGo !== true
  error.hidden = true
  return new Promise((resolve) => {
    const over = new AbortController()
    const end = (answer: Answered): void => {
      over.abort()
      dialog.close()
      resolve(answer)
    }
    const settle = async (chosen: string): Promise<void> => {
      if (chosen === 'gone') return end('gone')
      if (chosen !== 'take') return end(undefined)
      const fields = new FormData(form)
      const wrong = await question.check?.(fields)
      if (wrong === undefined) return end({ fields })
      error.textContent = wrong
      error.hidden = false
    }
    form.addEventListener(
      'submit',
      (event) => {
        event.preventDefault()
        const { submitter } = event
        void settle(submitter instanceof HTMLButtonElement ? submitter.value : 'take')
      },
      { signal: over.signal },
    )
    dialog.addEventListener('cancel', () => end(undefined), { signal: over.signal })
    dialog.showModal()
    find<HTMLElement>('input, select, textarea', form).focus()
  })
}

export function text(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
