/** A process that does nothing but send what waits in the outbox of `DATABASE_URL`, until it is killed. */
import { systemClock } from '../../src/platform/clock.ts'
import { openKysely } from '../../src/platform/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { fixedDns } from '../../src/platform/mail-dns.ts'
import { openMailJournal } from '../../src/platform/mail-journal.ts'
import { letterheadOf } from '../../src/platform/mail-letterhead.ts'
import { openMailKeys } from '../../src/platform/mail-signing.ts'
import { openMailTransport } from '../../src/platform/mail-transport.ts'
import { startSendingMail } from '../../src/record/reactions.ts'

const [url = '', folder = ''] = process.argv.slice(2)
const log = createLog(systemClock, () => undefined)
const { db } = openKysely({ connectionString: process.env['DATABASE_URL'] ?? '' })
const letterhead = letterheadOf({ domain: 'forum.example.org', from: 'convoke@forum.example.org', secret: 'for tests', takesMail: true })
const keys = await openMailKeys(db, 'forum.example.org')
startSendingMail({ db, transport: openMailTransport({ url, letterhead, keys, dns: fixedDns('unknown'), clock: systemClock }), clock: systemClock, log, journal: openMailJournal(folder) })
process.stdin.on('end', () => process.exit(0)).resume()
