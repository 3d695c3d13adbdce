import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildForum } from '../../src/forums/testing.ts'
import { dropLink } from '../../src/meetings/dropped-links/commands.ts'
import { raiseHand } from '../../src/meetings/hands/commands.ts'
import { writeNotes } from '../../src/meetings/notes/commands.ts'
import { answerPoint } from '../../src/meetings/point-answers/commands.ts'
import { listPoint, putPoint } from '../../src/meetings/points/commands.ts'
import { takeRemark } from '../../src/meetings/remarks/commands.ts'
import { closeRoom, openRoom } from '../../src/meetings/room/commands.ts'
import { castVote, openStrawPoll } from '../../src/meetings/straw-polls/commands.ts'
import { listStrawPolls } from '../../src/meetings/straw-polls/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { buildLogin } from '../../src/people/testing.ts'
import { transact, type Tx } from '../../src/platform/database.ts'
import { takeRoomLink } from '../../src/procedures/take-room-link.ts'
import { digestFolder, emptyFileStore, exportFolder, importFolder, NOW } from '../../src/procedures/testing.ts'
import { PUBLIC } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { freshDatabase } from '../harness/postgres.ts'

test('what was noted in a room travels, and a public folder names nobody who did not agree to it', async () => {
  const db = await freshDatabase()
  const { forum, cycle } = await buildForum(db, 'harbours', NOW)
  const { id: meetingId } = await buildMeeting(db, forum.id, 'first', NOW, { cycleIds: [cycle.id] })
  const { personId } = await buildLogin(db, 'facilitator', forum.id, NOW)
  const actor = { kind: 'person', id: personId } as const
  const go = async <T extends object>(work: (tx: Tx) => Promise<T>): Promise<Exclude<T, { refusal: string }>> => {
    const done = await transact(db, work)
    if ('refusal' in done) throw new Error(String(done.refusal))
    return done as Exclude<T, { refusal: string }>
  }
  await go((tx) => openRoom(tx, actor, { meetingId }, NOW))
  await go((tx) => writeNotes(tx, actor, { meetingId, itemId: null, lines: ['One: “two”', 'ثلاثة'] }, NOW))
  const said = { meetingId, itemId: null, language: 'en', organisation: null, saidAt: NOW }
  await go((tx) => takeRemark(tx, actor, { ...said, text: 'I agree.', speaker: 'Ada Hidden', isNamed: false }, NOW))
  await go((tx) => takeRemark(tx, actor, { ...said, text: 'So do I.', speaker: 'Ben Shown', isNamed: true }, NOW))
  await go((tx) => raiseHand(tx, { meetingId, name: 'Cleo Waiting', organisation: null, stakeholderGroup: null, isRemote: false }, NOW))
  await go((tx) => openStrawPoll(tx, actor, { meetingId, itemId: null, question: 'Again?', options: ['Yes', 'No'] }, NOW))
  const [poll] = await listStrawPolls(db, meetingId)
  await go((tx) => castVote(tx, { meetingId, number: 1, optionId: poll?.options[1]?.id ?? meetingId, voter: 'x' }))
  await go((tx) => dropLink(tx, actor, { meetingId, itemId: null, url: 'https://example.org/a', title: null, isShown: true }, NOW))
  await go((tx) => takeRoomLink(tx, actor, { meetingId, number: 1 }, NOW))
  await go((tx) => dropLink(tx, PUBLIC, { meetingId, itemId: null, url: 'https://example.org/waits', title: 'Waits', isShown: false }, NOW))
  const { pointId } = await go((tx) => putPoint(tx, actor, { meetingId, itemId: null, text: 'We go on.', strength: 'agreement' }, NOW))
  const write = (asked: Id) => ({ subject: 'A point', body: asked })
  await go((tx) => listPoint(tx, actor, { pointId, revision: 1, until: '2030-01-01' as PlainDate, recipients: [{ mail: 'd@example.org', language: 'en' }], write }, NOW))
  await go((tx) => answerPoint(tx, PUBLIC, { pointId, askedId: null, formKey: null, stance: 'objects', text: 'Why?', language: 'en', name: 'Eve Hidden', isNamed: false }, NOW))
  await go((tx) => closeRoom(tx, actor, { meetingId }, NOW))

  const files = await emptyFileStore()
  const written = await exportFolder(db, 'harbours', files)
  const second = await freshDatabase()
  expect(await importFolder(second, written, files)).not.toHaveProperty('refusal')
  expect(await readFile(join(await exportFolder(second, 'harbours', files), 'meetings/first.yaml'), 'utf8')).toBe(await readFile(join(written, 'meetings/first.yaml'), 'utf8'))
  expect(await digestFolder(await exportFolder(second, 'harbours', files))).toEqual(await digestFolder(written))
  const whole = await readFile(join(written, 'meetings/first.yaml'), 'utf8')
  for (const words of ['ثلاثة', 'Ada Hidden', 'Ben Shown', 'Eve Hidden', 'votes: 1', 'reference: 2026/L-1', 'waits: true', personId]) expect(whole).toContain(words)
  for (const gone of ['Cleo', 'd@example.org']) expect(whole).not.toContain(gone)
  const open = await readFile(join(await exportFolder(db, 'harbours', files, true), 'meetings/first.yaml'), 'utf8')
  for (const words of ['ثلاثة', 'Ben Shown', 'Why?']) expect(open).toContain(words)
  for (const secret of ['Ada Hidden', 'Eve Hidden', 'example.org/waits', personId]) expect(open).not.toContain(secret)
})
