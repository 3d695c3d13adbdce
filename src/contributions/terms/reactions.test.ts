import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import type { Call } from '../../calls/model.ts'
import { buildCall } from '../../calls/testing.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { PUBLIC, SYSTEM } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import type { Consent } from '../../shared/vocabularies.ts'
import { withdrawContribution } from '../commands.ts'
import { buildContribution } from '../testing.ts'
import { removeTermRule, setTermRule } from './commands.ts'
import type { RuleKind, ScopeDimension } from './model.ts'
import { countTermsAsOf, findScopeSize, findTermProgress, listKeyTerms, listTermLanguages, listTermPlaces, listTerms } from './queries.ts'
import { countWaitingTerms } from './reactions.ts'

const db = await testDatabase()
const now = '2026-03-02T10:00:00.000Z' as Instant

async function seed() {
  const { forum, cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  return { forum, cycle, call }
}

interface Said {
  readonly text: string
  readonly stakeholderGroup?: string
  readonly consent?: Consent
  readonly language?: string
}

function send(call: Call, { text, stakeholderGroup = 'Civil Society', consent = 'full', language = 'en' }: Said) {
  return buildContribution(db, call, now, { stakeholderGroup, consent, language, answers: call.questions.slice(0, 1).map(({ id }) => ({ questionId: id, text })) })
}

const scopeOf = (cycleId: Id, dimension: ScopeDimension = 'all', group = '') => ({ cycleId, language: 'en', dimension, group })
const words = async (cycleId: Id, dimension?: ScopeDimension, group?: string) => Object.fromEntries((await listTerms(db, scopeOf(cycleId, dimension, group), { phrases: false, limit: 50 })).map(({ label, count, contributions }) => [label, [count, contributions]]))

/** All that is counted of a cycle, row by row. */
async function everything(cycleId: Id): Promise<object[]> {
  const { rows } = await sql<object>`
    select language, dimension, group_key, is_phrase, key, count, contributions, answers from contributions_term join contributions_term_scope s on s.id = scope_id where cycle_id = ${cycleId}
    union all select language, 'form', form, false, key, count, 0, 0 from contributions_term_form join contributions_term_scope s on s.id = scope_id where cycle_id = ${cycleId}
    order by 1, 2, 3, 4, 5`.execute(db)
  return rows
}

describe('the words of a cycle', () => {
  test('are counted from what is public alone', async () => {
    const { cycle, call } = await seed()
    await send(call, { text: 'Harbours need trust' })
    await send(call, { text: 'Secret harbours', consent: 'not-at-all' })
    await send(call, { text: 'Nameless harbour', consent: 'without-name' })
    const { contributionId } = await send(call, { text: 'Withdrawn harbours' })
    await countWaitingTerms(db)
    expect(await words(cycle.id)).toMatchObject({ harbours: [3, 3], withdrawn: [1, 1] })
    await transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId, cycleId: cycle.id }, now))
    await countWaitingTerms(db)
    expect(await words(cycle.id)).toEqual({ harbour: [2, 2], nameless: [1, 1], need: [1, 1], trust: [1, 1] })
    expect(JSON.stringify(await everything(cycle.id))).not.toMatch(/secret|withdrawn/u)
  })

  test('say in how many contributions, so that one long text does not dominate, by group and question too', async () => {
    const { cycle, call } = await seed()
    await send(call, { text: 'Trust trust trust trust trust', stakeholderGroup: 'Government' })
    await send(call, { text: 'Users and trust' })
    await send(call, { text: 'Users' })
    await countWaitingTerms(db)
    expect(await words(cycle.id)).toEqual({ trust: [6, 2], users: [2, 2] })
    expect(await words(cycle.id, 'stakeholderGroup', 'Government')).toEqual({ trust: [5, 1] })
    expect(await words(cycle.id, 'question', call.questions[0]?.id)).toEqual({ trust: [6, 2], users: [2, 2] })
    expect(await findScopeSize(db, scopeOf(cycle.id))).toEqual({ words: 8, contributions: 3 })
    const places = await listTermPlaces(db, scopeOf(cycle.id), 'trust', { offset: 0, limit: 10 })
    expect(places).toMatchObject({ answers: 2, contributions: 2, places: [{ number: 1, count: 5 }, { number: 1, count: 1 }] })
    // One that many answers have is looked for in their order: the same is found.
    await sql`update contributions_term set answers = 5000 where key = 'trust'`.execute(db)
    expect((await listTermPlaces(db, scopeOf(cycle.id), 'trust', { offset: 1, limit: 10 })).places).toEqual(places.places.slice(1))
  })

  test('by group are compared with those of all others', async () => {
    const { cycle, call } = await seed()
    for (let round = 0; round < 6; round++) {
      await send(call, { text: 'Sovereignty and sovereignty of nations', stakeholderGroup: 'Government' })
      await send(call, { text: 'Openness and nations, openness for nations' })
    }
    await countWaitingTerms(db)
    const keyed = await listKeyTerms(db, scopeOf(cycle.id, 'stakeholderGroup', 'Government'), { phrases: false, limit: 10, least: 6.63, inContributions: 2 })
    expect(keyed.map(({ label, count, contributions, others }) => [label, count, contributions, others])).toEqual([['sovereignty', 12, 6, { words: 0, contributions: 0 }]])
    expect(keyed[0]?.ratio).toBeGreaterThan(3)
  })

  test('come in their own languages', async () => {
    const { cycle, call } = await seed()
    await send(call, { text: 'Les ports et le port', language: 'fr' })
    await send(call, { text: '港口需要信任。港口', language: 'zh' })
    await send(call, { text: 'Harbours', language: 'en-GB' })
    await countWaitingTerms(db)
    expect((await listTermLanguages(db, cycle.id)).map(({ language }) => language).sort()).toEqual(['en', 'fr', 'zh'])
    expect((await listTerms(db, { ...scopeOf(cycle.id), language: 'fr' }, { phrases: false, limit: 9 }))[0]).toMatchObject({ label: 'port', count: 2, forms: [{ form: 'port', count: 1 }, { form: 'ports', count: 1 }] })
    expect((await listTerms(db, { ...scopeOf(cycle.id), language: 'zh' }, { phrases: false, limit: 9 })).map(({ label, count }) => [label, count])).toContainEqual(['港口', 2])
  })

  test('as of a day are those of what had come by then', async () => {
    const { cycle, call } = await seed()
    await send(call, { text: 'Trust' })
    await countWaitingTerms(db)
    expect(await countTermsAsOf(db, scopeOf(cycle.id), '2026-03-01' as PlainDate, { phrases: false, limit: 9 })).toEqual({ size: { words: 0, contributions: 0 }, terms: [] })
    expect(await countTermsAsOf(db, scopeOf(cycle.id), '2026-03-02' as PlainDate, { phrases: false, limit: 9 })).toMatchObject({ size: { words: 1, contributions: 1 }, terms: [{ label: 'trust' }] })
  })
})

describe('counting as it goes', () => {
  test('gives what counting from the start gives, whatever came, went and was decided, and by however many', async () => {
    const { forum, cycle, call } = await seed()
    const texts = ['Rights and right policies', 'The policy of rights', 'Cyber cybersecurity policies', 'Users of cyber rights']
    const sent: Id<'contribution'>[] = []
    for (const [place, text] of [...texts, ...texts].entries()) {
      sent.push((await send(call, { text, stakeholderGroup: place % 2 === 0 ? 'Government' : 'IGO' })).contributionId)
      if (place % 3 === 0) await countWaitingTerms(db)
    }
    const rule = (kind: RuleKind, form: string, target?: string) => transact(db, (tx) => setTermRule(tx, SYSTEM, { forumId: forum.id, language: 'en', kind, form, target }, now))
    for (const [kind, form, target] of [['apart', 'rights'], ['merge', 'cyber', 'cybersecurity'], ['apart', 'cybersecurity'], ['stop', 'users'], ['count', 'the']] as const) {
      await rule(kind, form, target)
      await Promise.all([countWaitingTerms(db), countWaitingTerms(db)])
    }
    await transact(db, (tx) => withdrawContribution(tx, PUBLIC, { contributionId: sent[2] as Id<'contribution'>, cycleId: cycle.id }, now))
    const apart = await rule('apart', 'policies')
    await countWaitingTerms(db)
    if (!('refusal' in apart)) await transact(db, (tx) => removeTermRule(tx, SYSTEM, { forumId: forum.id, ruleId: apart.ruleId }, now))
    await countWaitingTerms(db)
    expect(await findTermProgress(db, forum.id)).toEqual({ due: 0, isBehind: false })
    const kept = await everything(cycle.id)
    for (const table of ['contributions_term', 'contributions_term_form', 'contributions_wording', 'contributions_term_progress']) await sql`delete from ${sql.table(table)}`.execute(db)
    await countWaitingTerms(db)
    expect(kept).toEqual(await everything(cycle.id))
    expect(await words(cycle.id)).toMatchObject({ rights: [6, 6], right: [2, 2], cyber: [4, 3], the: [2, 2] })
    expect(await words(cycle.id)).not.toHaveProperty('users')
  })

  test('says that it is behind until it has followed the record', async () => {
    const { forum, call } = await seed()
    await countWaitingTerms(db)
    await send(call, { text: 'Trust' })
    expect(await findTermProgress(db, forum.id)).toEqual({ due: 0, isBehind: true })
    await countWaitingTerms(db)
    expect(await findTermProgress(db, forum.id)).toEqual({ due: 0, isBehind: false })
  })
})

describe('rules', () => {
  test('that say nothing new, or gather in circles, are refused', async () => {
    const { forum } = await seed()
    const set = (kind: RuleKind, form: string, target?: string) => transact(db, (tx) => setTermRule(tx, SYSTEM, { forumId: forum.id, language: 'en', kind, form, target }, now))
    expect(await set('merge', 'cyber', 'cyber')).toEqual({ refusal: 'same-word' })
    await set('merge', 'cyber', 'cybersecurity')
    expect(await set('merge', 'cyber', 'cybersecurity')).toEqual({ refusal: 'as-it-was' })
    expect(await set('merge', 'cybersecurity', 'security')).toEqual({ refusal: 'chain' })
    expect(await set('merge', 'internet', 'cyber')).toEqual({ refusal: 'chain' })
    const kept = await set('apart', 'cyber')
    if ('refusal' in kept) throw new Error(kept.refusal)
    expect(await set('merge', 'cybersecurity', 'security')).toHaveProperty('ruleId')
    const remove = () => transact(db, (tx) => removeTermRule(tx, SYSTEM, { forumId: forum.id, ruleId: kept.ruleId }, now))
    expect(await remove()).toEqual({ removed: true })
    expect(await remove()).toEqual({ refusal: 'gone' })
  })
})
