import type { Lists } from '../../contributions/overview/model.ts'
import type { PlainDate } from '../../shared/time.ts'
import { asciiDigits, HAN_NUMBER, readFigures, readHanNumber, spelledNumbers } from '../../shared/written-numbers.ts'
import { noticeOf, type Notice, type Words } from '../notices/model.ts'
import { listCells } from '../sums/model.ts'

/** A count from the rows: what is certain, and what it may be at most where of some only a later bound of arrival is known. */
export interface Count {
  readonly counted: number
  readonly atMost: number
}

/** What the rows of a cycle come to as of a day. The cycle checked comes first, today first of its days. */
export interface Counts {
  readonly asOf: PlainDate
  readonly total: Count
  readonly byGroup: ReadonlyMap<string, Count>
}

/** One entry of a list that contributions are counted by, with the names under which a text may speak of it. */
export interface Group {
  readonly dimension: string
  /** `dimension key`, as in `Counts`. */
  readonly id: string
  readonly title: string
  readonly names: readonly string[]
}

/** What people who send for themselves and bodies are called in a tally. */
const CAPACITIES: Readonly<Record<string, readonly string[]>> = {
  individual: ['individual', 'individuals', 'particuliers', 'individus', 'personas', 'физических лиц', '个人', 'فرد', 'أفراد', 'Einzelpersonen'],
  organisation: ['organisation', 'organisations', 'organization', 'organizations', 'organizaciones', 'организаций', '组织', '机构', 'منظمة', 'منظمات', 'Organisationen'],
}

/** Everything that contributions are counted by in a forum, under the names of its own lists. */
export function groupsOf(lists: Lists): Group[] {
  const listed = (dimension: string, entries: Lists['stakeholderGroups']): Group[] =>
    entries.map(({ key, title }) => ({ dimension, id: `${dimension} ${key}`, title, names: [...new Set([title, key])].filter((name) => name.trim() !== '') }))
  const capacities = Object.entries(CAPACITIES).map(([key, names]): Group => ({ dimension: 'capacity', id: `capacity ${key}`, title: names[0] ?? key, names }))
  return [...listed('stakeholderGroup', lists.stakeholderGroups), ...listed('regionalGroup', lists.regionalGroups), ...capacities]
}

export interface TallyFacts {
  readonly groups: readonly Group[]
  readonly counts: readonly Counts[]
}

interface Item {
  readonly words: Words
  readonly start: number
  readonly end: number
  readonly stated: number
  /** Undefined for all contributions together. */
  readonly group: Group | undefined
}

/** What contributions are called. */
const CONTRIBUTIONS: Readonly<Record<string, string>> = {
  en: 'contributions|submissions',
  fr: 'contributions',
  es: 'contribuciones|aportaciones|aportes',
  pt: 'contribuições|contributos',
  de: 'Beiträge',
  ru: 'вкладов|вклада|материалов|материала',
  zh: '份(?:书面)?(?:意见|贡献|文稿|材料|来文)|项贡献|条意见',
  ar: 'مساهمة|مساهمات|إسهاما?|إسهامات',
}
/** Words by which a sentence says that it speaks of all of them. */
const IN_ALL = /(?<![\p{L}\p{M}])(?:in total|a total of|altogether|in all|au total|un total de|en total|no total|insgesamt|всего|в общей сложности|إجمالي|بلغ مجموع|ما مجموعه)(?![\p{L}\p{M}])|总共|共计|合计|一共|共收到/iu

/**
 * Numbers of contributions against the rows. A run of numbers by group ("25 contributions: 10 from Civil Society, 5 from the Technical
 * Community …", a list, a column of a table) is held against the rows of each day that may be meant, and of the other cycles; where most
 * of it agrees with one, what does not agree is said. A number of all of them is said where the sentence calls it the total. A number that stands alone may count a part, and is said only where
 * there never were so many, and then only within what may be a slip.
 */
export function checkTallies(all: readonly Words[], facts: TallyFacts): Notice[] {
  const [today] = facts.counts
  if (today === undefined || today.total.atMost === 0) return []
  return runsOf(all, facts.groups).flatMap((run) => judgeRun(run, facts.counts))
}

/** Numbers that stand together: in one paragraph, in paragraphs that follow each other with one group each, in a column of a table. */
interface Run {
  readonly dimension: string
  readonly items: Item[]
  /** Whether contributions are spoken of where it stands, in the paragraph before it, or in the heading. */
  readonly isOurs: boolean
}

function runsOf(all: readonly Words[], groups: readonly Group[]): Run[] {
  const find = finderOf(groups)
  const runs: Run[] = []
  let [open, before, heading]: [Run[], Words | undefined, Words | undefined] = [[], undefined, undefined]
  for (const words of all) {
    if (words.paragraph === null) heading = words
    if (before?.section !== words.section) [open, before] = [[], undefined]
    const isOurs = [words, before, heading?.section === words.section ? heading : undefined].some((each) => each !== undefined && speaksOfContributions(each))
    const columns = words.body?.kind === 'table' ? columnsOf(words, groups) : []
    const [items, totals] = columns.length > 0 ? [[], []] : [find(words), totalsOf(words)]
    const own = [...Map.groupBy(items, ({ group }) => group?.dimension ?? '')].map(([dimension, some]): Run => {
      const last = some.length === 1 ? open.find((run) => run.dimension === dimension && !run.items.some(({ group }) => group === some[0]?.group)) : undefined
      if (last === undefined) return { dimension, items: [...totals, ...some], isOurs }
      last.items.push(...some)
      return last
    })
    runs.push(...columns.map((column): Run => ({ dimension: '', items: column, isOurs })), ...own.filter((run) => !open.includes(run)))
    if (own.length === 0 && totals.length > 0) runs.push({ dimension: '', items: totals, isOurs })
    // What introduces a list stands before all of it.
    if (own.length === 0 || before === undefined) before = words
    open = own
  }
  return runs
}

/** Whether a text states how many contributions there are, by group or in all. */
export function statesTallies(all: readonly Words[], groups: readonly Group[]): Words | undefined {
  const find = finderOf(groups)
  return all.find((words) => (find(words).length > 1 && speaksOfContributions(words)) || totalsOf(words).some(({ start, end }) => IN_ALL.test(sentenceAround(words.text, start, end))))
}

function judgeRun({ items: run, isOurs }: Run, counts: readonly Counts[]): Notice[] {
  const groups = run.filter(({ group }) => group !== undefined)
  if (groups.length < 2) return run.flatMap((item) => judgeAlone(item, counts))
  if (!isOurs) return []
  const scored = counts.map((count) => ({ count, wrong: run.filter((item) => !agrees(item, count)) }))
  const best = scored.reduce((least, each) => (each.wrong.length < least.wrong.length ? each : least))
  const right = run.length - best.wrong.length
  if (right < 2 || right < best.wrong.length) return []
  return best.wrong.map((item) => toNotice(item, best.count))
}

/** A number without others beside it. */
function judgeAlone(item: Item, counts: readonly Counts[]): Notice[] {
  const { words, start, end, stated } = item
  const [today] = counts
  if (today === undefined || counts.some((count) => agrees(item, count))) return []
  const sentence = sentenceAround(words.text, start, end)
  const most = Math.max(...counts.map((count) => countOf(item, count)?.atMost ?? 0))
  if (item.group === undefined) return IN_ALL.test(sentence) && stated >= today.total.counted / 2 && stated <= most * 2 ? [toNotice(item, today)] : []
  const isOurs = patternOf(words.language)?.test(sentence) === true
  return isOurs && stated > most && most > 0 && stated <= most * 3 ? [toNotice(item, today)] : []
}

function countOf(item: Item, counts: Counts): Count | undefined {
  return item.group === undefined ? counts.total : counts.byGroup.get(item.group.id)
}

function agrees(item: Item, counts: Counts): boolean {
  const count = countOf(item, counts)
  return count !== undefined && count.counted <= item.stated && item.stated <= count.atMost
}

function toNotice(item: Item, counts: Counts): Notice {
  return noticeOf(item.words, { kind: 'tally', group: item.group?.title ?? null, stated: item.stated, counted: countOf(item, counts)?.counted ?? 0, asOf: counts.asOf }, item.start, item.end)
}

/** Two to four letters and more in capitals are a name's short form, and stand as they are. */
const ACRONYM = /^\p{Lu}{2,8}$/u

function finderOf(groups: readonly Group[]): (words: Words) => Item[] {
  const byName = new Map(groups.flatMap((group) => group.names.map((name): [string, Group] => [fold(name), group])))
  const names = [...new Set(groups.flatMap((group) => group.names))].toSorted((a, b) => b.length - a.length)
  if (names.length === 0) return () => []
  const acronyms = new Set(names.filter((name) => ACRONYM.test(name)).map(fold))
  const pattern = new RegExp(`(?<![\\p{L}\\p{M}])(${names.map(escapeName).join('|')})s?(?![\\p{L}\\p{M}])|(${names.filter((name) => /\p{sc=Han}/u.test(name)).map(escapeName).join('|') || '(?!)'})`, 'giu')
  return (words) => {
    const text = asciiDigits(words.text)
    const used = new Set<number>()
    return [...text.matchAll(pattern)].flatMap((match): Item[] => {
      const name = match[1] ?? match[2] ?? ''
      const group = byName.get(fold(name))
      if (group === undefined || (acronyms.has(fold(name)) && !ACRONYM.test(name))) return []
      const number = numberBeside(text, words.language, match.index, match.index + match[0].length)
      if (number === undefined || used.has(number.start)) return []
      used.add(number.start)
      return [{ words, group, ...number }]
    })
  }
}

function escapeName(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replace(/[\s-]+/gu, '[\\s-]+')
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s-]+/gu, ' ')
}

const FIGURES = '\\d{1,3}(?:[,.\u00a0\u202f’ ]\\d{3})+|\\d{1,7}'
const NOT_A_SHARE = '(?!\\p{N}|[.,:/]\\d|\\s*[%٪]|\\s*(?:percent|per cent|pour cent|por ciento|процент))'

interface Patterns {
  readonly after: RegExp
  readonly before: RegExp
  readonly total: RegExp | undefined
  readonly read: (written: string) => number | undefined
}

const patterns = new Map<string, Patterns>()

function patternsOf(language: string): Patterns {
  const known = patterns.get(language)
  if (known !== undefined) return known
  const spelled = spelledNumbers(language)
  const words = [...spelled.keys()].toSorted((a, b) => b.length - a.length)
  const isHan = language === 'zh' || language === 'ja'
  const number = `(?:${FIGURES}${words.length === 0 ? '' : `|${words.join('|')}`}${isHan ? `|${HAN_NUMBER}` : ''})`
  const start = isHan ? '(?<![\\p{N}.,:/])' : '(?<![\\p{L}\\p{M}\\p{N}]|\\p{N}[.,:/])'
  const nouns = CONTRIBUTIONS[language]
  const made: Patterns = {
    after: new RegExp(`^\\s*(?:[:：=–—-]\\s*|[(（]\\s*|\\t\\s*)(${number})${NOT_A_SHARE}${isHan ? '' : '(?![\\p{L}\\p{M}])'}`, 'iu'),
    before: new RegExp(`${start}(${number})${isHan ? '\\s*[份个项条]?(?:意见|贡献)?(?:来自|由|是)?\\s*' : '(?:\\s+\\(?[\\p{L}\\p{M}’\'-]+){0,4}\\s+'}$`, 'iu'),
    total: nouns === undefined ? undefined : new RegExp(`${start}(${number})(?:\\s+[\\p{L}\\p{M}-]+){0,1}\\s*(?:${nouns})${isHan ? '' : '(?![\\p{L}\\p{M}])'}`, 'giu'),
    read: (written) => readFigures(written) ?? spelled.get(written.toLowerCase()) ?? (isHan ? readHanNumber(written) : undefined),
  }
  patterns.set(language, made)
  return made
}

function numberBeside(text: string, language: string, start: number, end: number): { start: number; end: number; stated: number } | undefined {
  const { after, before, read } = patternsOf(language)
  const right = after.exec(text.slice(end, end + 40))
  if (right !== null) return placed(end + right.index + right[0].indexOf(right[1] ?? ''), right[1] ?? '', read)
  const from = Math.max(0, start - 80)
  const left = before.exec(text.slice(from, start))
  return left === null ? undefined : placed(from + left.index, left[1] ?? '', read)
}

function placed(start: number, written: string, read: Patterns['read']): { start: number; end: number; stated: number } | undefined {
  const stated = read(written)
  return stated === undefined ? undefined : { start, end: start + written.length, stated }
}

function totalsOf(words: Words): Item[] {
  const { total, read } = patternsOf(words.language)
  if (total === undefined || !speaksOfContributions(words)) return []
  return [...asciiDigits(words.text).matchAll(total)].flatMap((match) => {
    const number = placed(match.index, match[1] ?? '', read)
    return number === undefined ? [] : [{ words, group: undefined, ...number }]
  })
}

/** Columns of a table whose rows begin with groups. */
function columnsOf(words: Words, groups: readonly Group[]): Item[][] {
  if (words.body?.kind !== 'table') return []
  const byName = new Map(groups.flatMap((group) => group.names.map((name): [string, Group] => [fold(name), group])))
  const columns = new Map<string, Item[]>()
  for (const row of listCells(words.body)) {
    const group = byName.get(fold(row[0]?.text.trim() ?? ''))
    if (group === undefined) continue
    for (const [at, cell] of row.entries()) {
      const stated = at === 0 ? undefined : readFigures(cell.text.trim())
      const key = `${group.dimension} ${at}`
      if (stated !== undefined) columns.set(key, [...(columns.get(key) ?? []), { words, group, start: cell.start, end: cell.start + cell.text.length, stated }])
    }
  }
  return [...columns.values()]
}

function patternOf(language: string): RegExp | undefined {
  const nouns = CONTRIBUTIONS[language]
  return nouns === undefined ? undefined : new RegExp(nouns, 'iu')
}

function speaksOfContributions(words: Words): boolean {
  return patternOf(words.language)?.test(words.text) === true
}

function sentenceAround(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - 300), start)
  const after = text.slice(end, end + 300)
  const from = before.search(/[^.!?。！？؟\n]*$/u)
  const until = after.search(/[.!?。！？؟\n](?:\s|$)|[。！？\n]/u)
  return before.slice(from) + text.slice(start, end) + (until < 0 ? after : after.slice(0, until))
}
