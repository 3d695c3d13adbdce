/** The composition root: the only file that knows everything. */
import type { Server } from 'node:http'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { Background, Wakeable } from './platform/background.ts'
import { systemClock } from './platform/clock.ts'
import { publicUrlFor, readConfig } from './platform/config.ts'
import { openDatabase } from './platform/database-access.ts'
import { migrate, openKysely, settingOnce, transact } from './platform/database.ts'
import { openDataFolder } from './platform/data-folder.ts'
import { randomToken } from './platform/digest.ts'
import { startCallClock } from './calls/reactions.ts'
import { openFileStore } from './platform/files.ts'
import { drainServer, untilListening } from './platform/http-server.ts'
import { stopInOrder, untilStopped } from './platform/lifecycle.ts'
import { createLog, writeToConsole } from './platform/log.ts'
import { mailDomainFor, takesMail } from './platform/mail-config.ts'
import { openSenderChecks } from './platform/mail-checks.ts'
import { listenForMail, type MailListener, type MailTaker } from './platform/mail-listener.ts'
import { knows, LARGEST_MAIL, takeIn } from './mailroom/intake.ts'
import { startSortingMail } from './mailroom/sorting.ts'
import { openMailDns } from './platform/mail-dns.ts'
import { openMailJournal } from './platform/mail-journal.ts'
import { letterheadOf } from './platform/mail-letterhead.ts'
import { openMailKeys, type MailKeys } from './platform/mail-signing.ts'
import { makeSelfSigned } from './platform/self-signed.ts'
import { openMailTransport, senderAddress } from './platform/mail-transport.ts'
import { startReadingDocuments } from './contributions/documents/reactions.ts'
import { startReleaseClock } from './drafts/releases/reactions.ts'
import { versionMailWriter } from './web/drafts/following/data.ts'
import { startPollClock } from './meetings/asking/reactions.ts'
import { pollMailWriter } from './web/meetings/polls/data.ts'
import { createExtractor } from './platform/extractor.ts'
import { startCountingTerms } from './contributions/terms/reactions.ts'
import { makeLoginLink, makeSureInstallationSecretariat } from './people/commands.ts'
import { startDroppingUnsent } from './contributions/unsent/reactions.ts'
import { followStanding } from './procedures/follow-standing.ts'
import { loadSamples } from './procedures/load-samples.ts'
import { SYSTEM } from './record/model.ts'
import { startImporting } from './contributions/imports/reactions.ts'
import { runDeskImport } from './procedures/run-desk-import.ts'
import { openRenderDesk, startRendering } from './publication/renders/reactions.ts'
import { createTypesetter } from './platform/typesetter.ts'
import { openLinkProbe } from './platform/link-probe.ts'
import { startCheckingLinks } from './meetings/link-check/reactions.ts'
import { startAnnouncing } from './lists/announcing/reactions.ts'
import { startListDelivery } from './lists/delivery/reactions.ts'
import type { MailServices } from './mailroom/context.ts'
import { startPointClock } from './meetings/points/reactions.ts'
import { startReviewClock } from './review/reactions.ts'
import { startWeighingFailures } from './record/bounces/reactions.ts'
import { startDailyMails } from './record/preferences/reactions.ts'
import { startSendingMail } from './record/reactions.ts'
import { openChatModel } from './platform/chat-model.ts'
import { startRecordingStretches } from './drafts/stretches/reactions.ts'
import { startAskingModel } from './synthesis/language-model/reactions.ts'
import { startPlacingTexts } from './synthesis/campaigns/reactions.ts'
import { noticeWriter } from './web/calls/notices/data.ts'
import { dailyWriter, footWriter, troubleWriter } from './web/record/notices/data.ts'
import { createApp, handleRequest } from './web/app.tsx'
import type { Services } from './web/context.ts'
import { announcementWriter } from './web/lists/announcements/data.ts'
import { listLetterWriter } from './web/lists/letters/data.ts'
import { placeNewsWriter } from './web/review/followers/data.ts'
import { writeWelcome } from './web/welcome.ts'
import { readAssets } from './web/assets.ts'

function refuse(...problems: readonly string[]): never {
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  process.exit(1)
}

const log = createLog(systemClock, writeToConsole)
// Whoever reads our output may go away (a closed terminal, a pipe to head): no reason to end, and nothing to tell it to.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined)
const asked = untilStopped()
const config = readConfig(process.env)
if ('problems' in config) refuse(...config.problems)
const folder = openDataFolder(config.dataFolder)
if ('refusal' in folder) refuse(folder.problem)
const database = await openDatabase(config, log)
if ('problem' in database) refuse(database.problem)
const root = join(import.meta.dirname, '..')
const { db } = openKysely(database.pool)
const applied = await migrate(db, join(root, 'migrations'))
if (applied.length > 0) log.info('Tables made or changed', { migrations: applied.length })

const files = await openFileStore(folder.files, systemClock())
if (config.withSample) {
  const loaded = await transact(db, (tx) => loadSamples(tx, { folder: join(root, 'samples'), files }, systemClock()))
  if (loaded.length > 0) log.info('Samples loaded', { forums: loaded.join(', ') })
}

let address = config.publicUrl ?? ''
const typesetter = createTypesetter()
const renders = openRenderDesk({ db, files, store: await openFileStore(folder.renders, systemClock()), typesetter, clock: systemClock, publicUrl: () => address })
const secret = await settingOnce(db, 'secret', randomToken)
const mailDomain = mailDomainFor(config)
let madeKeys: Promise<MailKeys> | undefined
/** Made when they are first asked for: that takes a good part of a second. */
const mailKeys = (): Promise<MailKeys> => (madeKeys ??= openMailKeys(db, mailDomain))
const mailDns = openMailDns(systemClock)
const stopping = new AbortController()
const extractor = createExtractor()
const takenIn: { isOpen: boolean } = { isOpen: false }
const services: Services = {
  db,
  stopping: stopping.signal,
  files,
  extractor,
  renders,
  clock: systemClock,
  get publicUrl() {
    return address
  },
  secret,
  assets: await readAssets(join(root, 'dist', 'assets')),
  log: (level, message, fields) => log[level](message, fields),
  keepsMail: config.smtpUrl === undefined,
  mailAddress: senderAddress(config.smtpUrl, mailDomain),
  mailDomain,
  mailLeaves: config.smtpUrl === undefined ? 'not' : config.smtpUrl === 'direct:' ? 'directly' : 'by-relay',
  mailKeys,
  mailDns,
  get takesMail() {
    return takenIn.isOpen
  },
  languageModel: config.languageModel === undefined ? undefined : { name: config.languageModel.name, host: new URL(config.languageModel.url).host },
}
const app = createApp(services)
const login = await transact(db, async (tx) => {
  const now = systemClock()
  return makeLoginLink(tx, SYSTEM, { personId: await makeSureInstallationSecretariat(tx, now) }, now)
})
let mailListener: MailListener | undefined
const server = serve({ fetch: (request, { incoming }) => handleRequest(app, request, incoming.socket.remoteAddress), port: config.port }) as Server
const listening = await untilListening(server, config.port)
const closeDatabase = [
  { what: 'database connections', stop: () => db.destroy() },
  { what: 'database', stop: database.close },
]
if ('problem' in listening) {
  await stopInOrder(closeDatabase, log)
  refuse(listening.problem)
}
address = publicUrlFor(config, listening.port)
log.info('Listening', { address, ms: Math.round(performance.now()) })
/** Whoever has done its part of a mail's way wakes the next, which else looks every second or two. */
const way: { sorting?: Wakeable; lists?: Wakeable; sending?: Wakeable } = {}
const mailroom: MailServices = { ...services, publicUrl: address, letters: { placeNews: placeNewsWriter(services), list: listLetterWriter(services) } }
if (config.mailWay.kind === 'open') {
  const taker: MailTaker = { knows: (recipient) => knows(mailroom, recipient), takeIn: (mail) => takeIn(mailroom, mail).finally(() => way.sorting?.wake()) }
  const opened = await listenForMail({ way: config.mailWay, name: mailDomain, largest: LARGEST_MAIL, certificate: config.mailCertificate ?? makeSelfSigned(mailDomain, systemClock()), taker, log })
  if ('problem' in opened && config.mailWay.isChosen) {
    await stopInOrder([{ what: 'pages', stop: () => drainServer(server) }, ...closeDatabase], log)
    refuse(opened.problem)
  }
  if ('problem' in opened) log.info('Mail does not come in here', { problem: opened.problem })
  else {
    mailListener = opened
    log.info('Mail comes in', { port: opened.port, protocol: config.mailWay.protocol, domain: mailDomain })
  }
}
takenIn.isOpen = takesMail(config, mailListener !== undefined)
// Not waited for: a database that ends just now is told by its end below, not by the query that met it.
void writeWelcome(db, address, login.token, mailListener === undefined ? undefined : `port ${mailListener.port}, for addresses at ${mailDomain}`).then(
  (welcome) => process.stdout.write(welcome),
  (error: unknown) => log.error('What to look at first could not be told', { fault: error instanceof Error ? error.message : String(error) }),
)
const importing = startImporting(db, files, (importId) => runDeskImport({ db, files, clock: systemClock, log }, importId), systemClock, log)
/** What goes on beside the pages; stopped in this order. */
const works: { readonly what: string; readonly background: Background }[] = [
  { what: 'calls', background: startCallClock(db, systemClock, noticeWriter(services), log) },
  { what: 'polls', background: startPollClock(db, systemClock, pollMailWriter(services), log) },
  { what: 'releases', background: startReleaseClock(db, systemClock, versionMailWriter(services), log) },
  { what: 'points', background: startPointClock(db, systemClock, log) },
  { what: 'reviews', background: startReviewClock(db, systemClock, log) },
  { what: 'documents', background: startReadingDocuments({ db, files, extractor, clock: systemClock }, log, extractor.places) },
  { what: 'what is not sent', background: startDroppingUnsent(db, systemClock, log) },
  { what: 'imports', background: importing },
  { what: 'words', background: startCountingTerms(db, log) },
  { what: 'writing', background: startRecordingStretches(db, systemClock, log) },
  { what: 'documents of editions', background: startRendering(db, renders, log) },
  { what: 'campaigns', background: startPlacingTexts(db, systemClock, log) },
  { what: 'daily mails', background: startDailyMails(db, systemClock, dailyWriter({ publicUrl: address, secret, mailDomain, takesMail: takenIn.isOpen }), log) },
  { what: 'mail that came back', background: startWeighingFailures(db, systemClock, troubleWriter({ publicUrl: address, secret }), log, followStanding) },
]
if (config.checksLinks) works.push({ what: 'links', background: startCheckingLinks({ db, probe: openLinkProbe({ userAgent: `Convoke-link-check/1.0 (+${address})` }).probe, clock: systemClock }, log) })
way.sorting = startSortingMail(mailroom, openSenderChecks(mailDns, mailDomain), log, () => way.lists?.wake())
way.lists = startListDelivery({ db, files, clock: systemClock, dns: mailDns, keys: mailKeys, publicUrl: address, mailDomain, secret }, log, () => way.sending?.wake())
works.push(
  { what: 'sorting of mail', background: way.sorting },
  { what: 'announcements', background: startAnnouncing(db, announcementWriter({ publicUrl: address, secret, takesMail: takenIn.isOpen }), systemClock, log) },
  { what: 'mailing lists', background: way.lists },
)
if (config.languageModel !== undefined) works.push({ what: 'language model', background: startAskingModel(db, openChatModel(config.languageModel), systemClock, log) })
if (config.smtpUrl !== undefined) {
  const transport = openMailTransport({ url: config.smtpUrl, letterhead: letterheadOf({ domain: mailDomain, from: services.mailAddress, secret, takesMail: takenIn.isOpen }), keys: await mailKeys(), dns: mailDns, clock: systemClock })
  way.sending = startSendingMail({ db, transport, clock: systemClock, log, journal: openMailJournal(folder.mail), writeFoot: footWriter({ publicUrl: address, secret, mailDomain, takesMail: takenIn.isOpen }) })
  works.push({ what: 'mail', background: way.sending })
}

let isFailed = false
const failed = database.failed.then((why) => {
  isFailed = true
  return why
})
const why = await Promise.race([asked, failed])
log.info('Stopping', { why })
stopping.abort()
await stopInOrder(
  [
    { what: 'pages', stop: () => drainServer(server) },
    { what: 'mail that comes in', stop: async () => mailListener?.close() },
    ...works.map(({ what, background }) => ({ what, stop: () => background.stop() })),
    { what: 'typesetting', stop: () => typesetter.stop() },
    ...closeDatabase,
  ],
  log,
)
folder.release()
// Nobody asked for this end: a service manager should start us again.
process.exit(isFailed ? 1 : 0)
