import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFileStore, exportFolder, folderOf, importFolder, samplePath } from '../../src/procedures/testing.ts'
import { freshDatabase } from '../harness/postgres.ts'

const FORUM = 'format: convoke-forum/1\nslug: small\ntitle: Small\nmandate: M\nlanguage: en\ncreatedAt: 2025-11-24T09:00:00Z\n'

const read = (folder: string) => readFile(join(folder, 'polls.yaml'), 'utf8')

test('polls travel in the forum folder, the same bytes again; a public folder has no addresses, and no names that are the desk’s', async () => {
  const [first, second, third] = [await freshDatabase(), await freshDatabase(), await freshDatabase()]
  const files = await emptyFileStore()
  const sample = async (path: string) => readFile(join(samplePath('demonstration'), path), 'utf8')
  const meeting = 'meetings/2026-03-24-second-meeting.yaml'
  const small = await folderOf({ 'forum.yaml': FORUM, 'cycles/2026/cycle.yaml': 'title: "2026"\nfocus: F\n', [meeting]: await sample(meeting), 'polls.yaml': await sample('polls.yaml') })
  expect(await importFolder(first, small, files)).toHaveProperty('forumId')
  const exported = await exportFolder(first, 'small', files)
  expect(await importFolder(second, exported, files)).toHaveProperty('forumId')
  expect(await read(await exportFolder(second, 'small', files))).toBe(await read(exported))
  for (const part of ['corentin@kerluz.example', 'Mereoni Tuilagi-Ravu', 'Africa/Dakar', 'reason: A week of storms']) expect(await read(exported)).toContain(part)

  const open = await exportFolder(first, 'small', files, true)
  const [of, secret] = (await read(open)).split('title: The first meeting')
  expect(of).toContain('Corentin Vaslav')
  expect(`${of ?? ''}${secret ?? ''}`).not.toMatch(/@|asked/u)
  expect(secret).not.toMatch(/Salimata|Mereoni/u)
  expect(secret).toContain('ifNeedBe')
  expect(await importFolder(third, open, files)).toHaveProperty('forumId')
  expect(await read(await exportFolder(third, 'small', files, true))).toBe(await read(open))
})

const poll = (over: string) => `polls:
  - number: 1
    title: T
    zone: Europe/Berlin
    minutes: 60
    names: public
    openedAt: 2026-03-02T09:00:00Z
    slots:
      - { number: 1, date: 2026-03-23, time: "06:00" }
      - { number: 2, date: 2026-03-24, time: "06:00" }
${over}`
const voter = (over: string) => poll(`    voters:\n      - { name: A, zone: UTC, language: en, channel: web, votedAt: 2026-03-03T08:20:00Z, ${over} }\n`)

test('mistakes are told with their place', async () => {
  const db = await freshDatabase()
  const cases: [string, RegExp][] = [
    [voter('yes: [3]'), /is the number of no slot/u],
    [voter('yes: [1], no: [1]'), /says two things of one slot/u],
    [voter('asked: nobody@example.org'), /is nobody who was asked/u],
    [voter('regionalGroup: XYZ'), /none of the forum's regional groups/u],
    [voter('zone: Mars/Olympus'), /key|zone/u],
    [poll('    meeting: none-such\n'), /is there though the poll is not finalised|none-such/u],
    [poll('      - { number: 2, date: 2026-03-25, time: "06:00" }\n'), /given twice/u],
    [poll('      - { number: 3, date: 2026-03-24, time: "06:00" }\n'), /has one time twice/u],
    [poll('    minutes: 4\n'), /twice|5/u],
    ['regions:\n  - { regionalGroup: XYZ, zones: [UTC] }\n', /none of the forum’s regional groups/u],
  ]
  for (const [text, sentence] of cases) {
    const taken = await importFolder(db, await folderOf({ 'forum.yaml': FORUM, 'polls.yaml': text }), await emptyFileStore())
    expect([text, JSON.stringify(taken).includes('polls.yaml') && sentence.test(JSON.stringify(taken))]).toEqual([text, true])
  }
})
