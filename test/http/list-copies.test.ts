import { generateKeyPairSync } from 'node:crypto'
import { Readable } from 'node:stream'
import { authenticate } from 'mailauth'
import { beforeAll, expect, test } from 'vitest'
import type { Forum } from '../../src/forums/model.ts'
import { sendPublished } from '../../src/lists/delivery/reactions.ts'
import type { List } from '../../src/lists/model.ts'
import { buildList } from '../../src/lists/testing.ts'
import { prepareLetter, writeCopy } from '../../src/platform/mail-composer.ts'
import { fixedDns } from '../../src/platform/mail-dns.ts'
import { readMail } from '../../src/platform/mail-reading.ts'
import { newId } from '../../src/platform/new-id.ts'
import { keyRecord, readMailKey, sealArc, type MailKeys } from '../../src/platform/mail-signing.ts'
import { takeIn } from '../../src/mailroom/intake.ts'
import { sortWaitingMail } from '../../src/mailroom/sorting.ts'
import { findLetter } from '../../src/record/mailings/queries.ts'
import type { SenderChecks } from '../../src/record/inbox/model.ts'
import { testApplication } from '../harness/application.ts'
import { mailroomOf, writeMail, type Written } from '../harness/mailroom.ts'
import { uniqueSlug } from '../harness/postgres.ts'

const app = await testApplication()
const keysOf = (domain: string): MailKeys => ({ domain, keys: [readMailKey('rsa-sha256', generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())] })
const [ours, theirs] = [keysOf(app.services.mailDomain), keysOf('relay.example')]
const zone = new Map([ours, theirs].map(({ domain, keys }) => [`convoke._domainkey.${domain}`, keys.map(keyRecord)]))
const resolver = (name: string, type: string): Promise<string[][]> => {
  const found = type === 'TXT' ? zone.get(name) : undefined
  return found === undefined ? Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' })) : Promise.resolve(found.map((record) => [record]))
}
const checks = (arc: SenderChecks['arc']): SenderChecks => ({ spf: { result: 'pass', domain: 'relay.example' }, dkim: [], dmarc: { result: 'none', domain: 'example.net', policy: null }, arc })
let forum: Forum
let list: List

beforeAll(async () => {
  forum = (await app.seedForum()).forum
  list = await buildList(app.db, { forumId: forum.id, slug: uniqueSlug('copies'), settings: { trusting: 'all' }, now: app.now })
  await app.db.insertInto('lists_subscription').values({ id: newId(), list_id: list.id, mail: 'ana@example.net', language: 'en', state: 'confirmed', came_by: 'web', admitted_at: app.now, asked_at: app.now, confirmed_at: app.now, state_at: app.now }).execute()
})

/** Sends a post to the list, and answers a copy of it as it leaves. */
async function passOn(mail: Written, { seal, arc = { result: 'none', instances: 0 } }: { seal?: 'none' | undefined; arc?: SenderChecks['arc'] } = {}): Promise<Buffer> {
  const to = `${list.slug}@${app.services.mailDomain}`
  const bare = writeMail(to, { from: 'Ana <ana@example.net>', ...mail })
  const set = seal === undefined ? [] : await sealArc(bare, theirs, { results: 'relay.example; spf=pass smtp.mailfrom=ana@example.net', chain: seal })
  const raw = Buffer.concat([Buffer.from(set.map(([name, value]) => `${name}: ${value.replaceAll('; ', ';\r\n\t')}\r\n`).join('')), bare])
  const mailroom = mailroomOf(app.services)
  await takeIn(mailroom, { raw: Readable.from([raw]), envelope: { from: 'ana@example.net', recipients: [to], client: { address: '192.0.2.7', helo: 'relay.example' } }, checks: checks(arc) })
  await sortWaitingMail(mailroom)
  await sendPublished({ db: app.db, files: app.services.files, clock: () => app.now, dns: fixedDns({}), keys: () => Promise.resolve(ours), publicUrl: app.services.publicUrl, mailDomain: app.services.mailDomain, secret: app.services.secret })
  const { id } = await app.db.selectFrom('record_mailing').select('id').where('message_id', '=', mail.messageId ?? '').executeTakeFirstOrThrow()
  const letter = await findLetter(app.db, id)
  if (letter === undefined) throw new Error('There is no copy')
  return writeCopy(prepareLetter(letter), { to: 'ana@example.net' }, undefined, app.now)
}

const arcOf = async (raw: Buffer) => {
  const { arc } = await authenticate(raw, { resolver, ip: '192.0.2.1', helo: 'forum.example.org', sender: 'bounce@forum.example.org' })
  return arc === false ? undefined : [arc.i, arc.status.result]
}

test('a seal goes on from the chain that a post came with; one that was broken is said to be, and one of which nobody knows is not sealed', async () => {
  expect(await arcOf(await passOn({ messageId: 'first@example.net', subject: 'A', text: 'a' }))).toEqual([1, 'pass'])
  const second = await passOn({ messageId: 'second@example.net', subject: 'B', text: 'b' }, { seal: 'none', arc: { result: 'pass', instances: 1 } })
  expect(second.toString()).toContain('[talk] B')
  expect(await arcOf(second)).toEqual([2, 'pass'])
  const broken = await passOn({ messageId: 'third@example.net', subject: 'C', text: 'c' }, { seal: 'none', arc: { result: 'fail', instances: 1 } })
  expect(broken.toString()).toMatch(/ARC-Seal: i=2;[^:]*cv=fail/u)
  expect((await arcOf(broken))?.[1]).toBe('fail')
  expect((await passOn({ messageId: 'fourth@example.net', subject: 'D', text: 'd' }, { seal: 'none', arc: { result: 'temperror', instances: 1 } })).toString()).not.toContain('ARC-')
})

test('what its author asks not to be archived is sent whole, and shown to nobody', async () => {
  for (const [place, header] of ['X-No-Archive: Yes', 'Archive: no'].entries()) {
    const copy = await readMail(await passOn({ messageId: `quiet-${place}@example.net`, subject: 'Bananas', text: 'private bananas', headers: [header], files: [{ name: 'bananas.txt', type: 'text/plain', content: 'x'.repeat(1_000_001) }] }))
    expect([copy?.text?.trim(), copy?.attachments.length]).toEqual(['private bananas', 1])
    expect(copy?.headers.some(({ key }) => key === 'archived-at')).toBe(false)
    const base = `/${forum.slug}/lists/${list.slug}`
    const number = 5 + place
    const shown = await Promise.all([base, `${base}/threads/${number}`, `${base}/posts/${number}`, `${base}/months/${app.now.slice(0, 7)}`, `${base}/search?q=bananas`].flatMap((path) => [path, path.replace(/(\?|$)/u, '.json$1')]).map(async (path) => (await app.get(path)).text()))
    expect(shown.filter((text) => /private|Bananas|bananas\.txt/u.test(text))).toEqual([])
    expect((await app.get(`${base}/posts/${number}/files/1`)).status).toBe(404)
    expect(await app.json(`${base}/posts/${number}`)).toMatchObject({ post: number, notArchived: true })
  }
})
