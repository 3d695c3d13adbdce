import type { Id } from '../../shared/ids.ts'
import { NOT_RECORDED } from '../../shared/vocabularies.ts'
import { isPhrase, type ScopeDimension } from '../terms/model.ts'

/** The words of an answer as they were counted, and what they are counted in. Number 0 is the contribution itself. */
export interface AnswerWording {
  readonly number: number
  readonly cycle_id: Id
  readonly question_id: Id | null
  readonly language: string
  readonly stakeholder_group: string | null
  readonly regional_group: string | null
  readonly words: number
  readonly keys: readonly string[]
  readonly forms: readonly string[]
  readonly counts: readonly number[]
  readonly phrase_keys: readonly string[]
  readonly phrase_forms: readonly string[]
  readonly phrase_counts: readonly number[]
}

/** How often a term stands more than before, in how many more contributions and answers. */
export interface Change {
  count: number
  contributions: number
  answers: number
}

/** What changes in one scope, by key; '' is the scope itself. */
export interface ScopeChange {
  readonly cycleId: string
  readonly language: string
  readonly dimension: ScopeDimension
  readonly group: string
  readonly terms: Map<string, Change>
  /** Of all answers alone: how often each form stands more than before that is not the key it is gathered under. */
  readonly forms: Map<string, Map<string, number>>
}

/** What a part of the work changes, added up, so that each row is written once. */
export interface Sums {
  /** The wordings of one contribution, taken in (1) or out (-1). */
  add(rows: readonly AnswerWording[], sign: 1 | -1): void
  /** By scope, always in one order, so that two who write at once wait for each other and never in a circle. */
  changes(): ScopeChange[]
}

export function createSums(): Sums {
  const scopes = new Map<string, ScopeChange>()
  const scopeOf = (row: AnswerWording, dimension: ScopeDimension, group: string): ScopeChange => {
    const name = `${row.cycle_id} ${row.language} ${dimension} ${group}`
    const known = scopes.get(name)
    if (known !== undefined) return known
    const made: ScopeChange = { cycleId: row.cycle_id, language: row.language, dimension, group, terms: new Map(), forms: new Map() }
    scopes.set(name, made)
    return made
  }
  return {
    add: (rows, sign) => {
      const answers = rows.filter(({ number }) => number > 0).map(gather)
      const [first] = answers
      if (first === undefined) return
      const all = scopeOf(first.row, 'all', '')
      addTo(all, answers, sign)
      // Most phrases stand once: kept for each scope they would be most of what is written. Those of a scope are counted when asked for.
      addEach(all, answers, ({ phrases }) => phrases, sign)
      for (const { row } of answers) addForms(all, row, sign)
      for (const [question, own] of Map.groupBy(answers, ({ row }) => row.question_id ?? '')) addTo(scopeOf(first.row, 'question', question), own, sign)
      addTo(scopeOf(first.row, 'stakeholderGroup', first.row.stakeholder_group ?? NOT_RECORDED), answers, sign)
      addTo(scopeOf(first.row, 'regionalGroup', first.row.regional_group ?? NOT_RECORDED), answers, sign)
    },
    changes: () => [...scopes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change),
  }
}

/** An answer with how often each key stands in it, whatever its forms. */
interface Gathered {
  readonly row: AnswerWording
  readonly words: ReadonlyMap<string, number>
  readonly phrases: ReadonlyMap<string, number>
}

function gather(row: AnswerWording): Gathered {
  const sum = (keys: readonly string[], counts: readonly number[]): Map<string, number> => {
    const sums = new Map<string, number>()
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] ?? ''
      sums.set(key, (sums.get(key) ?? 0) + (counts[at] ?? 0))
    }
    return sums
  }
  return { row, words: sum(row.keys, row.counts).set('', row.words), phrases: sum(row.phrase_keys, row.phrase_counts) }
}

function addTo(scope: ScopeChange, answers: readonly Gathered[], sign: 1 | -1): void {
  addEach(scope, answers, ({ words }) => words, sign)
}

function addEach({ terms }: ScopeChange, answers: readonly Gathered[], which: (answer: Gathered) => ReadonlyMap<string, number>, sign: 1 | -1): void {
  // A contribution of several answers stands once in a scope, however many of them say a word.
  const met = answers.length > 1 ? new Set<string>() : undefined
  for (const answer of answers) {
    for (const [key, count] of which(answer)) {
      let change = terms.get(key)
      if (change === undefined) {
        change = { count: 0, contributions: 0, answers: 0 }
        terms.set(key, change)
      }
      change.count += sign * count
      change.answers += sign
      if (met?.has(key) === true) continue
      change.contributions += sign
      met?.add(key)
    }
  }
}

/** A form that is its own key is left out: it stands as often as the key, less what all others of the key do. */
function addForms({ forms }: ScopeChange, row: AnswerWording, sign: 1 | -1): void {
  const addOf = (keys: readonly string[], own: readonly string[], counts: readonly number[]): void => {
    for (let at = 0; at < keys.length; at++) {
      const [key, form] = [keys[at] ?? '', own[at] ?? '']
      if (form === key) continue
      const ofKey = forms.get(key) ?? new Map<string, number>()
      forms.set(key, ofKey)
      ofKey.set(form, (ofKey.get(form) ?? 0) + sign * (counts[at] ?? 0))
    }
  }
  addOf(row.keys, row.forms, row.counts)
  addOf(row.phrase_keys, row.phrase_forms, row.phrase_counts)
}

/** The rows of a scope that change, in the order of their keys. */
export function listTermChanges({ terms }: ScopeChange): { key: string; isPhrase: boolean; change: Change }[] {
  return [...terms]
    .filter(([, { count, contributions, answers }]) => count !== 0 || contributions !== 0 || answers !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, change]) => ({ key, isPhrase: isPhrase(key), change }))
}

export function listFormChanges({ forms }: ScopeChange): { key: string; form: string; count: number }[] {
  return [...forms]
    .flatMap(([key, own]) => [...own].map(([form, count]) => ({ key, form, count })))
    .filter(({ count }) => count !== 0)
    .sort((a, b) => (a.key < b.key || (a.key === b.key && a.form < b.form) ? -1 : 1))
}
