import type { Id } from '../../shared/ids.ts'
import { bodyOf, isPlain, plainBody, type Body } from '../blocks/model.ts'
import { isSpeltAlike } from '../comparing/model.ts'
import type { ReadSection } from '../contents/model.ts'
import type { Paragraph, WorkingText } from '../model.ts'
import { adopt, isUntouched, type BasePart, type Returned } from '../returning/model.ts'
import { mergeWords } from '../suggestions/model.ts'

export interface TargetBlock {
  readonly id: Id<'paragraph'>
  readonly body: Body
  readonly isOwnVoice: boolean
}

export interface TargetSection {
  readonly id: Id<'section'>
  readonly title: string
  readonly level: number
  readonly isAnnex: boolean
  readonly blocks: readonly TargetBlock[]
}

export interface ReturnToSettle {
  readonly base: readonly BasePart[]
  readonly working: WorkingText
  readonly sections: readonly ReadSection[]
  readonly returned: Returned
  /** Of each doubtful paragraph: the block that it is, or that it is gone. */
  readonly choices: ReadonlyMap<Id, number | 'gone'>
  /** Blocks that nobody had written here, and that are to be taken. */
  readonly taken: ReadonlySet<number>
  readonly language: string
  readonly newId: () => Id
}

export interface Settled {
  readonly sections: readonly TargetSection[]
  readonly ties: readonly { readonly from: Id<'paragraph'>; readonly to: Id<'paragraph'>; readonly kind: 'split' | 'merge' }[]
  /** Words of the file for paragraphs that were changed here, too, in the same places: ours stand, theirs are for an editor. */
  readonly conflicts: readonly { readonly id: Id<'paragraph'>; readonly text: string }[]
}

/**
 * The text as it is to be once a file is taken into it: what was changed outside is changed, what was changed here since the file was
 * made stays, both where they touch different words. What nobody touched is left as it is, marks and references with it.
 */
export function settleReturn(input: ReturnToSettle): Settled {
  const { base, working, returned, newId } = input
  const places = placesOf(input)
  const survivors = survivorsOf(base, places)
  const keeper = new Map<Id, number>([...survivors].map(([place, id]) => [id, place]))
  const ties: Settled['ties'][number][] = []
  const conflicts: Settled['conflicts'][number][] = []
  for (const { id } of base) {
    const into = survivors.get(places.get(id)?.[0] ?? -1)
    if (!keeper.has(id) && into !== undefined) ties.push({ from: id, to: into, kind: 'merge' })
  }
  const now = new Map<Id, Paragraph>(working.flatMap(({ paragraphs }) => paragraphs.map((paragraph) => [paragraph.id, paragraph])))
  const parts = new Map<Id, BasePart>(base.map((part) => [part.id, part]))
  const blocks = new Map<number, TargetBlock>()
  returned.blocks.forEach((block, place) => {
    const id = survivors.get(place)
    if (id !== undefined) {
      const part = parts.get(id)
      const isWhole = (places.get(id)?.length ?? 0) === 1 && base.every((each) => each.id === id || !(places.get(each.id) ?? []).includes(place))
      const body = part === undefined ? block.body : bodyFor(part, now.get(id), block, { isWhole, language: input.language, conflicts })
      if (body !== undefined) blocks.set(place, { id, body, isOwnVoice: now.get(id)?.isOwnVoice ?? false })
      return
    }
    const owner = base.find((each) => (places.get(each.id) ?? []).includes(place))
    if (owner === undefined && !input.taken.has(place)) return
    const own = newId() as Id<'paragraph'>
    if (owner !== undefined) ties.push({ from: owner.id, to: own, kind: 'split' })
    blocks.set(place, { id: own, body: block.body, isOwnVoice: owner === undefined ? false : (now.get(owner.id)?.isOwnVoice ?? false) })
  })
  const sections = keepOurs(input, placeSections(input, blocks), places)
  return { sections, ties, conflicts }
}

function placesOf({ base, returned, choices }: ReturnToSettle): Map<Id, readonly number[]> {
  return new Map(
    base.map(({ id }): [Id, readonly number[]] => {
      const fate = returned.fates.get(id)
      if (fate?.kind === 'carried') return [id, fate.to]
      const choice = choices.get(id)
      return [id, typeof choice === 'number' ? [choice] : []]
    }),
  )
}

/** Which paragraph goes on in each block: the first whose own first place it is. */
function survivorsOf(base: readonly BasePart[], places: ReadonlyMap<Id, readonly number[]>): Map<number, Id<'paragraph'>> {
  const survivors = new Map<number, Id<'paragraph'>>()
  for (const { id } of base) {
    const [first] = places.get(id) ?? []
    if (first !== undefined && !survivors.has(first)) survivors.set(first, id)
  }
  return survivors
}

/** What a paragraph is to be; undefined where it was removed here and nobody outside touched it. */
function bodyFor(part: BasePart, now: Paragraph | undefined, block: { readonly text: string; readonly body: Body }, way: { isWhole: boolean; language: string; conflicts: Settled['conflicts'][number][] }): Body | undefined {
  const { language } = way
  const isSame = way.isWhole && isUntouched(part, block, language)
  if (now === undefined) return isSame ? undefined : adopt(bodyOf(part), block.body)
  if (isSame) return bodyOf(now)
  const isOurs = !isSpeltAlike(part, now, language)
  if (!isOurs) return adopt(bodyOf(now), block.body)
  const merged = way.isWhole && isPlain(bodyOf(now)) ? mergeWords(part.text, now.text, block.text, language) : undefined
  if (merged !== undefined) return plainBody(merged)
  way.conflicts.push({ id: part.id, text: block.text })
  return bodyOf(now)
}

function fold(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase('und').replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

interface Draft {
  id: Id<'section'>
  title: string
  level: number
  isAnnex: boolean
  blocks: TargetBlock[]
}

/** The headings of the file: known by their identity, their words, or what stands under them; those of a frame around the text are left out. */
function placeSections(input: ReturnToSettle, blocks: ReadonlyMap<number, TargetBlock>): Draft[] {
  const { working, returned, sections, newId } = input
  const isNamed = returned.blocks.some(({ names }) => names.length > 0)
  const home = new Map<Id, Id<'section'>>(working.flatMap(({ id, paragraphs }) => paragraphs.map((paragraph) => [paragraph.id, id])))
  const free = new Set<Id>(working.map(({ id }) => id))
  const drafts: Draft[] = []
  sections.forEach((section, at) => {
    const own = returned.blocks.flatMap((block, place) => (block.section === at ? (blocks.get(place) ?? []) : []))
    const known =
      working.find(({ id }) => free.has(id) && section.names.includes(`s-${id}`)) ??
      working.find(({ id, title }) => free.has(id) && fold(title) === fold(section.title) && (title !== '' || at === 0)) ??
      working.find(({ id }) => free.has(id) && isMostly(own, id, home))
    if (known === undefined && own.length === 0 && (isNamed || section.title === '')) return
    if (known === undefined && section.title === '') {
      const last = drafts.at(-1)
      if (last !== undefined) return void last.blocks.push(...own)
    }
    if (known !== undefined) free.delete(known.id)
    const { title, level, isAnnex } = known === undefined || fold(known.title) !== fold(section.title) ? { ...(known ?? section), title: section.title === '' && known !== undefined ? known.title : section.title } : known
    drafts.push({ id: known?.id ?? (newId() as Id<'section'>), title, level, isAnnex, blocks: own })
  })
  return drafts
}

function isMostly(blocks: readonly TargetBlock[], sectionId: Id, home: ReadonlyMap<Id, Id>): boolean {
  const here = blocks.filter(({ id }) => home.get(id) === sectionId).length
  return here > 0 && here * 2 > blocks.filter(({ id }) => home.has(id)).length
}

/** What came into the text since the file was made, or was changed here and is gone there, stays after what it followed; so do figures, which are not read from files. */
function keepOurs({ base, working, language }: ReturnToSettle, drafts: Draft[], places: ReadonlyMap<Id, readonly number[]>): TargetSection[] {
  const parts = new Map<Id, BasePart>(base.map((part) => [part.id, part]))
  const present = new Set<Id>(drafts.flatMap(({ blocks }) => blocks.map(({ id }) => id)))
  for (const section of working) {
    let before: Id | undefined
    for (const paragraph of section.paragraphs) {
      const part = parts.get(paragraph.id)
      const isGoneThere = part !== undefined && (places.get(paragraph.id) ?? []).length === 0
      const stays = part === undefined || (isGoneThere && (part.body?.kind === 'figure' || !isSpeltAlike(part, paragraph, language)))
      if (stays && !present.has(paragraph.id)) {
        put(drafts, section, before, { id: paragraph.id, body: bodyOf(paragraph), isOwnVoice: paragraph.isOwnVoice })
        present.add(paragraph.id)
      }
      if (present.has(paragraph.id)) before = paragraph.id
    }
  }
  return drafts
}

function put(drafts: Draft[], section: WorkingText[number], before: Id | undefined, block: TargetBlock): void {
  const draft = drafts.find(({ blocks }) => before !== undefined && blocks.some(({ id }) => id === before)) ?? drafts.find(({ id }) => id === section.id)
  if (draft === undefined) drafts.push({ id: section.id, title: section.title, level: section.level, isAnnex: section.isAnnex, blocks: [block] })
  else draft.blocks.splice(before === undefined ? 0 : draft.blocks.findIndex(({ id }) => id === before) + 1, 0, block)
}
