/** What is selected, and in which text. */
export interface Selected {
  readonly of: string
  readonly start: number
  readonly end: number
  readonly words: string
  readonly lang: string
}

/** A theme picked: one of the codebook by its id, or a new one by its title. */
interface Picked {
  readonly id: string | undefined
  readonly title: string
}

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()

function part<T extends HTMLElement>(form: HTMLElement, selector: string): T {
  const found = form.querySelector<T>(selector)
  if (found === null) throw new Error(`The panel has no ${selector}`)
  return found
}

/**
 * The panel in which selected words get their themes: type-ahead over the codebook, and a new theme put forward from here. The server
 * has put it on the page; `send` answers a sentence where the mark was refused, undefined where it was taken.
 */
export class Panel {
  private readonly form: HTMLFormElement
  private readonly input: HTMLInputElement
  private readonly list: HTMLElement
  private readonly options: readonly HTMLElement[]
  private readonly send: (selected: Selected, fields: URLSearchParams) => Promise<string | undefined>
  private selected: Selected | undefined
  private picked: readonly Picked[] = []
  private active = -1

  constructor(form: HTMLFormElement, send: Panel['send']) {
    this.form = form
    this.send = send
    this.input = part<HTMLInputElement>(form, '[role="combobox"]')
    this.list = part(form, '[role="listbox"]')
    this.options = [...this.list.querySelectorAll<HTMLElement>('[role="option"]')]
    this.input.addEventListener('input', () => this.filter())
    this.input.addEventListener('click', () => this.filter())
    this.input.addEventListener('keydown', (event) => this.takeKey(event))
    // The field keeps the keyboard while the mouse is in the list.
    this.list.addEventListener('mousedown', (event) => event.preventDefault())
    this.list.addEventListener('click', (event) => this.pick((event.target as HTMLElement).closest<HTMLElement>('[role="option"]') ?? undefined))
    form.addEventListener('keydown', (event) => this.leave(event))
    part(form, '[data-cancel]').addEventListener('click', () => this.close())
    part(form, '[data-similar]').addEventListener('click', () => this.goToSimilar())
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.submit()
    })
  }

  isOpen(): boolean {
    return !this.form.hidden
  }

  open(selected: Selected, isFocused: boolean): void {
    this.selected = selected
    const chosen = part(this.form, '.chosen')
    chosen.textContent = selected.words
    chosen.lang = selected.lang
    this.say('')
    this.form.hidden = false
    if (isFocused) this.input.focus()
  }

  close(): void {
    this.form.hidden = true
    this.selected = undefined
    this.picked = []
    this.input.value = ''
    this.say('')
    this.hideList()
    this.drawPicked()
  }

  /** To what other contributions say in like words. */
  private goToSimilar(): void {
    if (this.selected === undefined) return
    const { of, start, end } = this.selected
    location.assign(`${part(this.form, '[data-similar]').dataset['similar'] ?? ''}?${new URLSearchParams({ of, start: String(start), end: String(end) }).toString()}`)
  }

  private say(sentence: string): void {
    part(this.form, '.error').textContent = sentence
  }

  private shown(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('[role="option"]:not([hidden])')]
  }

  private setActive(index: number): void {
    const shown = this.shown()
    this.active = index < 0 || shown.length === 0 ? -1 : index % shown.length
    for (const [place, option] of shown.entries()) option.setAttribute('aria-selected', String(place === this.active))
    const active = shown[this.active]
    if (active === undefined) this.input.removeAttribute('aria-activedescendant')
    else {
      this.input.setAttribute('aria-activedescendant', active.id)
      active.scrollIntoView({ block: 'nearest' })
    }
  }

  private filter(): void {
    const title = this.input.value.trim()
    const typed = plain(title)
    for (const option of this.options) option.hidden = typed !== '' && !plain(option.dataset['title'] ?? '').includes(typed)
    this.list.querySelector('[data-new]')?.remove()
    if (typed !== '' && !this.options.some((option) => plain(option.dataset['title'] ?? '') === typed)) this.list.append(newOption(this.input.dataset['new'] ?? '%s', title))
    const isAny = this.shown().length > 0
    this.list.hidden = !isAny
    this.input.setAttribute('aria-expanded', String(isAny))
    this.setActive(typed === '' ? -1 : 0)
  }

  private hideList(): void {
    this.list.hidden = true
    this.input.setAttribute('aria-expanded', 'false')
    this.setActive(-1)
  }

  private takeKey(event: KeyboardEvent): void {
    const isOpen = !this.list.hidden
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) this.filter()
      const last = this.shown().length - 1
      this.setActive(event.key === 'ArrowDown' ? (this.active >= last ? 0 : this.active + 1) : this.active <= 0 ? last : this.active - 1)
    } else if (event.key === 'Enter' && isOpen && this.active >= 0) {
      event.preventDefault()
      this.pick(this.shown()[this.active])
    } else if (event.key === 'Backspace' && this.input.value === '' && this.picked.length > 0) {
      this.picked = this.picked.slice(0, -1)
      this.drawPicked()
    }
  }

  private pick(option: HTMLElement | undefined): void {
    if (option === undefined) return
    const theme = { id: option.dataset['id'], title: option.dataset['title'] ?? '' }
    // One new theme at a time: each is put forward by itself.
    this.picked = [...this.picked.filter((each) => each.title !== theme.title && (theme.id !== undefined || each.id !== undefined)), theme]
    this.input.value = ''
    this.drawPicked()
    this.filter()
    this.hideList()
    this.input.focus()
  }

  private drawPicked(): void {
    const chips = part(this.form, '.picked')
    chips.replaceChildren(
      ...this.picked.map((theme) => {
        const chip = document.createElement('button')
        chip.type = 'button'
        chip.className = 'quiet'
        chip.textContent = `${theme.title} ×`
        chip.setAttribute('aria-label', (chips.dataset['remove'] ?? '%s').replace('%s', theme.title))
        chip.addEventListener('click', () => {
          this.picked = this.picked.filter((each) => each !== theme)
          this.drawPicked()
          this.input.focus()
        })
        return chip
      }),
    )
  }

  /** Escape closes the list first, then the panel; the keyboard goes back to the text. */
  private leave(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    if (!this.list.hidden) return this.hideList()
    const of = this.selected?.of
    this.close()
    if (of !== undefined) document.querySelector<HTMLElement>(`[data-text="${CSS.escape(of)}"]`)?.focus()
  }

  private async submit(): Promise<void> {
    const { selected } = this
    if (selected === undefined) return
    const fields = new URLSearchParams({ places: `${selected.start}-${selected.end}`, quote: selected.words })
    for (const { id, title } of this.picked) fields.append(id === undefined ? 'newTheme' : 'theme', id ?? title)
    const refusal = await this.send(selected, fields)
    if (refusal === undefined) this.close()
    else this.say(refusal)
  }
}

function newOption(label: string, title: string): HTMLElement {
  const option = document.createElement('div')
  option.setAttribute('role', 'option')
  option.id = 'option-put-forward'
  option.dataset['new'] = 'true'
  option.dataset['title'] = title
  option.textContent = label.replace('%s', title)
  return option
}
