import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { readFigures } from '../../shared/written-numbers.ts'

/** One item of a meeting's agenda. Its texts are in the forum's language. */
export interface Item {
  readonly id: Id<'meeting-item'>
  readonly title: string
  /** What it is about; null where nothing more is said. */
  readonly about: string | null
  /** Minutes allotted; null where none are. */
  readonly minutes: number | null
  readonly presenter: string | null
  readonly revision: number
  readonly links: readonly ItemLink[]
}

/** What an item points to: a permanent address, so that the exact revision is found again. */
export interface ItemLink {
  readonly title: string
  readonly url: string
}

export interface ItemInput {
  /** Of an item that stands already; null for a new one. */
  readonly id: Id | null
  readonly title: string
  readonly about: string | null
  readonly minutes: number | null
  readonly presenter: string | null
  readonly links: readonly ItemLink[]
}

/** One sending round of an agenda. */
export interface Circulation {
  readonly number: number
  readonly sentAt: Instant
  /** As it was sent. */
  readonly text: string
  readonly people: number
}

/** Minutes allotted to all items together; undefined where none has any. */
export function allotted(items: readonly Pick<Item, 'minutes'>[]): number | undefined {
  const given = items.flatMap(({ minutes }) => minutes ?? [])
  return given.length === 0 ? undefined : given.reduce((sum, minutes) => sum + minutes, 0)
}

/** An agenda as text, as it is mailed: numbered, with minutes, presenters and addresses. Paths of this installation become whole addresses. */
export function writeAgenda(items: readonly Omit<ItemInput, 'id'>[], publicUrl: string): string {
  return items
    .map(({ title, about, minutes, presenter, links }, at) => {
      const aside = [minutes === null ? null : `${minutes}′`, presenter].filter((part) => part !== null).join(', ')
      const head = `${at + 1}. ${title}${aside === '' ? '' : ` (${aside})`}`
      return [head, ...(about === null ? [] : [indent(about)]), ...links.map((link) => indent(`${link.title}: ${link.url.startsWith('/') ? publicUrl : ''}${link.url}`))].join('\n')
    })
    .join('\n')
}

function indent(text: string): string {
  return text.split('\n').map((line) => `   ${line}`).join('\n')
}

export type TemplateProblem = { readonly problem: 'minutes-wrong'; readonly line: number }

/** Reads a template, one item a line: `Title | minutes | presenter`; minutes and presenter may be absent. Refuses minutes that are none from 1 to 1440, naming the line. */
export function parseTemplate(text: string): readonly Omit<ItemInput, 'id'>[] | TemplateProblem {
  const items: Omit<ItemInput, 'id'>[] = []
  for (const [at, line] of text.split('\n').entries()) {
    const [title = '', minutes = '', presenter = ''] = line.split('|').map((part) => part.trim())
    if (title === '') continue
    const count = minutes === '' ? null : readMinutes(minutes)
    if (count === undefined) return { problem: 'minutes-wrong', line: at + 1 }
    items.push({ title, about: null, minutes: count, presenter: presenter === '' ? null : presenter, links: [] })
  }
  return items
}

/** Minutes of an item, from 1 to 1440; undefined for anything else. */
export function readMinutes(text: string): number | undefined {
  const count = readFigures(text.trim())
  return count !== undefined && count >= 1 && count <= 1440 ? count : undefined
}
