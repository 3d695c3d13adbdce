import { buildContribution } from '../../src/contributions/testing.ts'
import { readAll, buildWithFiles } from '../../src/contributions/documents/testing.ts'
import { runWaitingImport } from '../../src/contributions/imports/reactions.ts'
import { findContribution } from '../../src/contributions/queries.ts'
import type { Call } from '../../src/calls/model.ts'
import { makePdf } from '../../src/platform/extraction/testing.ts'
import { newId } from '../../src/platform/new-id.ts'
import { runDeskImport } from '../../src/procedures/run-desk-import.ts'
import { followSecret } from '../../src/web/contributions/data.ts'
import type { FieldValue, TestApplication } from './application.ts'
import { deliver, mailroomOf } from './mailroom.ts'
import { fillSensibly, formsOf, type Fields } from './forms.ts'

/** Somebody at the desk of a forum: what they read, and what they send, which has to be taken. */
export interface AtDesk {
  readonly app: TestApplication
  /** The cycle's public address, `/forum/2026`; its desk is below `/desk`. */
  readonly base: string
  readonly read: (path: string) => Promise<string>
  /** Answers where it led. */
  readonly send: (path: string, fields: Readonly<Record<string, FieldValue>>) => Promise<string>
}

export function atDesk(app: TestApplication, base: string, cookie: string): AtDesk {
  return {
    app,
    base,
    read: async (path) => (await app.get(path, { cookie })).text(),
    send: async (path, fields) => {
      const response = await app.post(path, fields, { cookie })
      if (response.status !== 303) throw new Error(`${path} answered ${response.status}: ${/<div class="errors".*?<\/div>/su.exec(await response.text())?.[0] ?? ''}`)
      return response.headers.get('location') ?? ''
    },
  }
}

/** What a page's first form would send. */
export async function filled({ read }: AtDesk, path: string, over: Fields = {}): Promise<Fields> {
  const [form] = formsOf(await read(path))
  if (form === undefined) throw new Error(`${path} has no form`)
  return { ...fillSensibly(form, {}), ...over }
}

/** What the desk of contributions has to do: names to merge, decisions to take back, letters to check, tables, files without text. Answers addresses. */
export async function buildHostileDesk(at: AtDesk, call: Call): Promise<string[]> {
  return [...(await buildNames(at, call)), ...(await buildInbox(at, call)), ...(await buildEntered(at, call)), ...(await buildImports(at)), ...(await buildFiles(at, call)), ...(await buildKeptMail(at)), ...(await buildPapers(at))]
}

/** A mail that nobody has decided on. */
async function buildKeptMail({ app, base, read }: AtDesk): Promise<string[]> {
  const forum = base.split('/')[1] ?? ''
  await deliver(mailroomOf(app.services), `papers+${forum}@${app.services.mailDomain}`, { subject: 'A paper', headers: ['Precedence: bulk'], text: 'We have written of harbours.' })
  const address = new RegExp(`/desk/${forum}/mail/[0-9a-f-]{36}`, 'u').exec(await read(`/desk/${forum}/mail`))?.[0]
  if (address === undefined) throw new Error('No mail waits at the desk')
  return [address]
}

/** Suggested papers that nobody has decided on: one for each way. */
async function buildPapers({ app, base, read }: AtDesk): Promise<string[]> {
  const forum = base.split('/')[1] ?? ''
  await deliver(mailroomOf(app.services), `papers+${forum}@${app.services.mailDomain}`, { subject: 'Two papers', text: '1. Ports, https://ports.example/1\n2. Ships, https://ships.example/2' })
  const [decided, listed] = [...(await read(`/desk/${forum}/papers`)).matchAll(new RegExp(`/desk/${forum}/papers/([0-9a-f-]{36})`, 'gu'))]
  if (decided === undefined || listed === undefined) throw new Error('No paper waits at the desk')
  return [decided[0], `/desk${base}/references?paper=${listed[1] ?? ''}`]
}

/** Two names that may be one, two that were merged, and two that were told apart. */
async function buildNames({ app, base, send }: AtDesk, call: Call): Promise<string[]> {
  for (const organisation of ['Internet Society', 'ISOC', 'INTERNET SOCIETY', 'River Watch', 'RIVER WATCH', 'Lake Watch', 'LAKE WATCH']) await buildContribution(app.db, call, app.now, { organisation, contributor: 'Cleo Example' })
  const names = `/desk${base.replace(/\/[^/]+$/u, '')}/names`
  const pair = (from: string, into: string) => `${names}/merge?${new URLSearchParams({ kind: 'organisation', from, into }).toString()}`
  await send(pair('ISOC', 'Internet Society'), { action: 'merge' })
  await send(names, { action: 'apart', kind: 'organisation', from: 'Internet Society', into: 'INTERNET SOCIETY' })
  return [names, pair('RIVER WATCH', 'River Watch')]
}

/** One that is held, and one of which some words are redacted. */
async function buildInbox({ app, base, read, send }: AtDesk, call: Call): Promise<string[]> {
  const [held, redacted] = [await buildContribution(app.db, call, app.now), await buildContribution(app.db, call, app.now)]
  const inbox = `/desk${base}/inbox`
  await send(`${inbox}/C-${held.number}/hold`, { reason: 'identity', note: '' })
  await send(`${inbox}/C-${redacted.number}/redact/1`, { quote: 'An answer', reason: 'personal-data', note: '' })
  const lift = /\/lift\/[0-9a-f-]{36}/u.exec(await read(`${inbox}/C-${redacted.number}`))?.[0] ?? ''
  return [`${inbox}/C-${held.number}/release`, `${inbox}/C-${redacted.number}${lift}`]
}

/** Two that came by letter: one to be checked by its sender, one that its sender has corrected. */
async function buildEntered(at: AtDesk, call: Call): Promise<string[]> {
  const { app, base, read, send } = at
  const enter = async (): Promise<{ number: number; check: string }> => {
    const words = `answer-${call.questions[0]?.id ?? ''}`
    const typed = { channel: 'paper', receivedBy: '2026-10-30', contributor: 'A letter writer', consent: 'full', mail: 'letters@example.org', language: 'en', formKey: newId(), [words]: 'The harbour has two boats.' }
    const number = Number(/C-([0-9]+)$/u.exec(await send(`/desk${base}/contributions/new/${call.slug}`, typed))?.[1] ?? 0)
    const entered = await findContribution(app.db, call.cycleId, number)
    return { number, check: `${base}/contributions/C-${number}/check/${followSecret(app.services.secret, entered?.id ?? newId())}` }
  }
  const [checked, corrected] = [await enter(), await enter()]
  const [field = ''] = Object.keys(await filled(at, corrected.check))
  await send(corrected.check, { action: 'correct', [field]: 'The harbour has three boats.' })
  const decide = /\/corrections\/[0-9a-f-]{36}/u.exec(await read(`/desk${base}/inbox/C-${corrected.number}`))?.[0] ?? ''
  return [checked.check, `/desk${base}/inbox/C-${corrected.number}${decide}`]
}

/** A table whose columns are being said, and one that was refused. */
async function buildImports(at: AtDesk): Promise<string[]> {
  const { app, base, send } = at
  const upload = (content: string) => send(`/desk${base}/imports/new`, { call: 'main', file: new File([content], 'rows.csv') })
  const refused = await upload('Who,Answer 1\nAda,words\nBo,\n')
  await send(refused, await filled(at, refused, { action: ['start'] }))
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  while (await runWaitingImport(app.db, (id) => runDeskImport({ db: app.db, files: app.services.files, clock: () => app.now, log }, id)));
  return [await upload('Who,Answer 1\nAda,words\n'), refused.replace(/\/columns$/u, '')]
}

/** A file in which there is no text: it is offered for typing in. */
async function buildFiles({ app, base }: AtDesk, call: Call): Promise<string[]> {
  const { number } = await buildWithFiles(app.db, app.services.files, call, app.now, { 'scan.pdf': makePdf([[], []]) })
  await readAll(app.db, app.services.files, app.now)
  return [`/desk${base}/files/C-${number}/1`]
}
