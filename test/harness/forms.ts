/** Forms as a page has them, read from its HTML: so that a test can send every form there is without a list of fields of its own. */

export interface FormField {
  readonly name: string
  readonly kind: 'line' | 'text' | 'hidden' | 'choice' | 'file' | 'button'
  /** Of a line: date, number, email, … */
  readonly type: string
  /** What stands in it, or is chosen. */
  readonly values: readonly string[]
  /** What can be chosen. */
  readonly options: readonly string[]
}

export interface FormOnPage {
  /** Tells two forms of one page apart: the names of their fields, and what a hidden `action` says. */
  readonly shape: string
  /** Where it is sent; '' is the address of its page. */
  readonly action: string
  readonly fields: readonly FormField[]
}

export type Fields = Readonly<Record<string, readonly string[]>>

/** The forms of a page that send something, one of each shape. */
export function formsOf(html: string): FormOnPage[] {
  const forms = Array.from(html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gu))
    // One that is hidden is of a script, which shows it and says where it goes.
    .filter(([, attributes = '']) => attributeOf(attributes, 'method') === 'post' && !/\shidden(=|\s|$)/u.test(attributes))
    .map(([, attributes = '', content = '']) => toForm(fieldsOf(content), attributeOf(attributes, 'action')))
  return [...new Map(forms.map((form) => [`${form.action} ${form.shape}`, form])).values()]
}

/** Text as a reader gets it: the entities that the pages write, taken back. */
export function unescapeHtml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}

function toForm(fields: readonly FormField[], sentTo: string): FormOnPage {
  const action = fields.find(({ name }) => name === 'action' || name === 'act' || name === 'shall')?.values[0] ?? ''
  // How many questions or rows a form has, and which, makes no other form of it.
  const names = new Set(fields.map(({ name }) => name.replace(/-[0-9a-f-]{36}$/u, '').replaceAll(/[0-9]+/gu, '')))
  return { shape: `${action} ${[...names].join(' ')}`, action: sentTo, fields }
}

function fieldsOf(content: string): FormField[] {
  const found = new Map<string, FormField>()
  for (const [, attributes = ''] of content.matchAll(/<input\b([^>]*)\/?>/gu)) addInput(found, attributes)
  for (const [, attributes = '', text = ''] of content.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/gu)) {
    found.set(attributeOf(attributes, 'name'), { name: attributeOf(attributes, 'name'), kind: 'text', type: 'text', values: [unescapeHtml(text.replace(/^\n/u, ''))], options: [] })
  }
  for (const [, attributes = '', inside = ''] of content.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/gu)) {
    const options = Array.from(inside.matchAll(/<option\b([^>]*)>/gu), ([, each = '']) => ({ value: attributeOf(each, 'value'), isChosen: /\sselected\b/u.test(each) }))
    const chosen = options.find(({ isChosen }) => isChosen)?.value ?? ''
    const name = attributeOf(attributes, 'name')
    found.set(name, { name, kind: 'choice', type: 'menu', values: chosen === '' ? [] : [chosen], options: options.map(({ value }) => value).filter((value) => value !== '') })
  }
  const [button] = content.matchAll(/<button\b([^>]*)>/gu)
  const pressed = attributeOf(button?.[1] ?? '', 'name')
  if (pressed !== '') found.set(pressed, { name: pressed, kind: 'button', type: 'button', values: [attributeOf(button?.[1] ?? '', 'value')], options: [] })
  return [...found.values()]
}

function addInput(found: Map<string, FormField>, attributes: string): void {
  const [name, type, value] = [attributeOf(attributes, 'name'), attributeOf(attributes, 'type') || 'text', attributeOf(attributes, 'value')]
  if (name === '') return
  if (type === 'file') found.set(name, { name, kind: 'file', type, values: [], options: [] })
  else if (type === 'radio' || type === 'checkbox') {
    const before = found.get(name)
    const chosen = /\schecked\b/u.test(attributes) ? [value] : []
    found.set(name, { name, kind: 'choice', type, values: [...(before?.values ?? []), ...chosen], options: [...(before?.options ?? []), value] })
  } else found.set(name, { name, kind: type === 'hidden' ? 'hidden' : 'line', type, values: [value], options: [] })
}

function attributeOf(attributes: string, name: string): string {
  return unescapeHtml(new RegExp(`\\s${name}="([^"]*)"`, 'u').exec(` ${attributes}`)?.[1] ?? '')
}

/** Of rows that are all alike, such as sittings and questions, one that is not the first. */
export function isLaterRow(name: string): boolean {
  return /[.-][1-9][0-9]*(\.|$)/u.test(name)
}

const byType: Readonly<Record<string, string>> = { date: '2026-11-10', number: '1', email: 'somebody@example.org', url: 'https://example.org/', time: '10:00', text: 'Some words' }

/**
 * What somebody sensible would send: what stands in the form, and where nothing does, `good` or something of the field's type.
 * Of what can be chosen and is not, the first.
 */
export function fillSensibly(form: FormOnPage, good: Readonly<Record<string, string>>): Fields {
  return Object.fromEntries(
    form.fields.flatMap((field): [string, readonly string[]][] => {
      const wanted = good[field.name] ?? good[field.name.replace(/-0$/u, '')] ?? good[field.name.replace(/-[0-9a-f-]{36}$/u, '-*')]
      if (wanted !== undefined) return [[field.name, [wanted]]]
      if (field.kind === 'file') return []
      if (field.values.some((value) => value !== '') || field.kind === 'hidden' || field.kind === 'button' || isLaterRow(field.name)) return [[field.name, field.values]]
      if (field.kind === 'choice') return [[field.name, field.options.slice(0, 1)]]
      return [[field.name, [byType[field.type] ?? 'Some words']]]
    }),
  )
}
