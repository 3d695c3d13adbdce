import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildForum } from '../../src/forums/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { digestFolder, emptyFileStore, exportFolder, importFolder, NOW } from '../../src/procedures/testing.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import { agree } from '../../src/review/agreements/commands.ts'
import { buildComment, buildReview, buildVersion, commentInput } from '../../src/review/testing.ts'
import { extendReview } from '../../src/review/periods/commands.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { declineKept, keepComment } from '../../src/review/waiting/commands.ts'
import { setAside, wordAnew } from '../../src/review/wordings/commands.ts'
import { freshDatabase } from '../harness/postgres.ts'

const letter = () => ({ subject: 'A letter', body: 'A letter' })

test('replies, bodies that join in, earlier wordings, agreements, what is set aside and what waits travel; the public folder keeps mail and private words back', async () => {
  const db = await freshDatabase()
  const { cycle } = await buildForum(db, 'harbours', NOW)
  const { versionId } = await buildVersion(db, cycle, ['One.', 'Two.'], NOW)
  const review = await buildReview(db, cycle, versionId, NOW, { closesOn: '2030-01-01' as PlainDate, zone: 'Asia/Tokyo', closesByItself: true })
  await transact(db, (tx) => extendReview(tx, SYSTEM, { reviewId: review.id, earlier: '2030-01-01' as PlainDate, closesOn: '2030-02-01' as PlainDate, reason: 'Asked for.' }, NOW))
  const first = await buildComment(db, review, NOW, { jointBodies: ['Harbour Union', 'الموانئ المتحدة'] })
  await buildComment(db, review, NOW, { inReplyTo: first.commentId, isFromEditors: true, text: 'Which rule?' })
  await transact(db, (tx) => wordAnew(tx, PUBLIC, { commentId: first.commentId, cycleSlug: '2026', revision: 1, type: 'technical', text: 'Worded anew.', proposal: undefined, missingWhere: undefined }, NOW))
  const who = { personId: undefined, organisation: undefined, stakeholderGroup: 'Government', regionalGroup: undefined, needsConfirmation: false, write: letter }
  for (const [mail, name, isNamed] of [['shown@example.org', 'Shown Name', true], ['hidden@example.org', 'Hidden Name', false]] as const) {
    await transact(db, (tx) => agree(tx, PUBLIC, { commentId: first.commentId, cycleSlug: '2026', ...who, mail, name, isNamed }, NOW))
  }
  const aside = await buildComment(db, review, NOW, { text: 'Words set aside.' })
  await transact(db, (tx) => setAside(tx, SYSTEM, { commentId: aside.commentId, cycleSlug: '2026', reason: 'personal-data', note: 'A private note.', write: letter }, NOW))
  for (const text of ['Waits for the desk.', 'Was declined.']) {
    const kept = await transact(db, (tx) => keepComment(tx, PUBLIC, { ...commentInput(review, { text, mail: 'waits@example.org', formKey: newId(), inReplyTo: first.commentId, jointBodies: ['A body'] }), waitsFor: 'desk' }, NOW))
    if ('refusal' in kept) throw new Error(kept.refusal)
    if (text === 'Was declined.') await transact(db, (tx) => declineKept(tx, SYSTEM, { id: kept.id, cycleId: cycle.id, reason: 'spam', note: 'No.', write: letter }, NOW))
  }
  const files = await emptyFileStore()
  for (const isPublic of [false, true]) {
    const written = await exportFolder(db, 'harbours', files, isPublic)
    const again = await freshDatabase()
    const done = await importFolder(again, written, files)
    expect('refusal' in done ? done : 'taken').toBe('taken')
    expect(await digestFolder(await exportFolder(again, 'harbours', files, isPublic))).toEqual(await digestFolder(written))
    const comments = await readFile(join(written, 'cycles', '2026', 'comments.yaml'), 'utf8')
    for (const known of ['Harbour Union', 'Worded anew.', 'Shown Name', 'replyTo: 1', 'setAsideFor: personal-data']) expect(comments).toContain(known)
    for (const secret of ['Hidden Name', '@example.org', 'Words set aside.', 'A private note.']) expect(comments.includes(secret)).toBe(!isPublic)
    const waiting = await readFile(join(written, 'cycles', '2026', 'waiting-comments.yaml'), 'utf8').catch(() => 'none')
    expect(waiting === 'none').toBe(isPublic)
  }
})
