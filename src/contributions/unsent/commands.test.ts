import { describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildCall } from '../../calls/testing.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { isRefusal } from '../../shared/result.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'
import { buildContribution } from '../testing.ts'
import { addFiles, addRemark, dropOldUnsent, dropUnsent, removeFile, saveUnsent, type Saving } from './commands.ts'
import { FILES_LIMIT, KEPT_DAYS } from './model.ts'
import { findUnsent, listRemarks } from './queries.ts'

const db = await testDatabase()
const now = '2026-03-01T10:00:00.000Z' as Instant

async function setUp() {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  const id = newId()
  const place = { forumId: cycle.forumId, cycleId: cycle.id, callId: call.id }
  const save = (typed: Saving['typed'], revision: number, from?: string, at = now) => transact(db, (tx) => saveUnsent(tx, { id, place, typed, revision, from }, at))
  const file = (name: string, size = 10) => ({ name, mediaType: 'text/plain', size, sha256: name.padEnd(64, '0') })
  return { call, id, place, save, file }
}

describe('what is being written', () => {
  test('is not overwritten by what was typed elsewhere from an older state: both are there', async () => {
    const { id, save } = await setUp()
    expect(await save({ contributor: ['Ada'] }, 0)).toMatchObject({ revision: 1 })
    expect(await save({ contributor: ['Ada'], organisation: ['One'] }, 1, 'phone')).toMatchObject({ revision: 2 })
    const refused = await save({ organisation: ['Two'] }, 1, 'desk')
    expect(refused).toMatchObject({ refusal: 'changed-meanwhile', kept: { revision: 2, fields: { organisation: ['One'] } } })
    expect(await findUnsent(db, id)).toMatchObject({ fields: { organisation: ['One'] } })
    // With the other text before one's eyes, it is meant.
    expect(await save({ organisation: ['Two'] }, 2, 'desk')).toMatchObject({ revision: 3, fields: { contributor: ['Ada'], organisation: ['Two'] } })
  })

  test('saved by the same page after its beacon, or sent twice, is no clash', async () => {
    const { save } = await setUp()
    await save({ contributor: ['A'] }, 0, 'phone')
    expect(await save({ contributor: ['Ada'] }, 1, 'phone')).toMatchObject({ revision: 2 })
    expect(await save({ contributor: ['Ada Ex'] }, 1, 'phone')).toMatchObject({ revision: 3 })
    expect(await save({ contributor: ['Ada Ex'] }, 1)).toMatchObject({ revision: 3 })
    expect(await save({ contributor: ['Ada Ex\r\nB'] }, 3)).toMatchObject({ revision: 4 })
    expect(await save({ contributor: ['Ada Ex\nB'] }, 1)).toMatchObject({ revision: 4 })
  })

  test('two pages that save at the same time: one is kept, the other is told', async () => {
    const { save, id } = await setUp()
    await save({ contributor: ['A'] }, 0)
    const outcomes = await Promise.all(['one', 'two', 'three'].map((word) => save({ contributor: [word] }, 1, word)))
    expect(outcomes.filter((outcome) => !isRefusal(outcome))).toHaveLength(1)
    expect(outcomes.filter((outcome) => isRefusal(outcome) && outcome.refusal === 'changed-meanwhile')).toHaveLength(2)
    expect(await findUnsent(db, id)).toMatchObject({ revision: 2 })
  })

  test('is refused where it is too much, sent already, dropped, or of another call', async () => {
    const { id, call, save, place } = await setUp()
    expect(await save({ contributor: ['x'.repeat(2_000_001)] }, 0)).toMatchObject({ refusal: 'too-much' })
    expect(await save({ contributor: ['Ada'] }, 7)).toMatchObject({ refusal: 'gone' })
    await save({ contributor: ['Ada'] }, 0)
    expect(await transact(db, (tx) => saveUnsent(tx, { id, place: { ...place, callId: newId() }, typed: {}, revision: 1 }, now))).toMatchObject({ refusal: 'gone' })
    expect(await transact(db, (tx) => dropUnsent(tx, { id }))).toEqual({ dropped: true })
    expect(await transact(db, (tx) => dropUnsent(tx, { id }))).toEqual({ dropped: false })
    expect(await save({ contributor: ['Ada'] }, 1)).toMatchObject({ refusal: 'gone' })
    await buildContribution(db, call, now, { formKey: id })
    expect(await save({ contributor: ['Ada'] }, 0)).toMatchObject({ refusal: 'gone' })
  })

  test('keeps every script, and drops what no database can hold', async () => {
    const { save } = await setUp()
    const typed = { contributor: ['a\u0000b \ud800 漢字 عربى 😀'] }
    expect(await save(typed, 0)).toMatchObject({ fields: { contributor: ['ab \ufffd 漢字 عربى 😀'] } })
  })

  test('has files, each once, so many and so large at most; one taken out is out', async () => {
    const { id, save, file } = await setUp()
    const add = (files: ReturnType<typeof file>[]) => transact(db, (tx) => addFiles(tx, { id, files }, now))
    expect(await add([file('a')])).toMatchObject({ refusal: 'gone' })
    await save({}, 0)
    expect(await add([file('a'), file('b')])).toEqual({ added: 2 })
    expect(await add([file('b')])).toEqual({ added: 0 })
    expect(await add(Array.from({ length: FILES_LIMIT - 1 }, (_, place) => file(`f${place}`)))).toMatchObject({ refusal: 'too-many-files' })
    expect(await add([file('large', 199 * 1024 * 1024), file('larger', 2 * 1024 * 1024)])).toMatchObject({ refusal: 'files-too-large' })
    const [first] = (await findUnsent(db, id))?.files ?? []
    const remove = () => transact(db, (tx) => removeFile(tx, { id, fileId: first?.id ?? newId() }, now))
    expect([await remove(), await remove()]).toEqual([{ left: 1 }, { left: 1 }])
  })

  test('is dropped sixty days after its last change, with files and remarks; sent, it is gone and its remarks go along', async () => {
    const { id, save, call, file } = await setUp()
    await save({ contributor: ['Ada'] }, 0)
    await transact(db, (tx) => addFiles(tx, { id, files: [file('a')] }, now))
    const remark = { unsentId: id, name: 'Boss', text: 'Fine.', isCleared: false }
    expect(await transact(db, (tx) => addRemark(tx, remark, now))).toEqual(await transact(db, (tx) => addRemark(tx, remark, now)))
    const { contributionId } = await buildContribution(db, call, now, { formKey: id })
    expect(await findUnsent(db, id)).toBeUndefined()
    expect(await listRemarks(db, contributionId)).toMatchObject([{ name: 'Boss', text: 'Fine.' }])
    const other = await setUp()
    await other.save({ contributor: ['Bea'] }, 0)
    const drop = (days: number) => transact(db, (tx) => dropOldUnsent(tx, addMilliseconds(now, (days - KEPT_DAYS) * 86_400_000)))
    expect(await drop(KEPT_DAYS)).toBe(0)
    expect(await drop(KEPT_DAYS + 1)).toBeGreaterThan(0)
    expect(await drop(KEPT_DAYS + 1)).toBe(0)
    expect(await findUnsent(db, other.id)).toBeUndefined()
  })
})
