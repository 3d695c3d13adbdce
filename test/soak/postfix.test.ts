import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/platform/clock.ts'
import { transact } from '../../src/platform/database.ts'
import { connectTo, type NotTaken } from '../../src/platform/mail-connections.ts'
import { enqueueMail } from '../../src/record/commands.ts'
import { newId } from '../../src/platform/new-id.ts'
import { writeMail } from '../harness/mailroom.ts'
import { withInstallation } from '../harness/installation.ts'
import { freshDataFolder, startServer, type TestServer } from '../harness/server.ts'

const root = join(import.meta.dirname, '..', '..')
const DOMAIN = 'lists.example.org'
/** Its own account and programs are needed; a machine without it has nothing to try. */
const isThere = process.getuid?.() === 0 && existsSync('/usr/sbin/postfix') && existsSync('/etc/postfix/master.cf')
const stops: (() => unknown)[] = []
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop()
})

/** The blocks of docs/operate/mail.md under a heading, by the file that they say they are of. */
function documented(heading: string): Record<string, string> {
  const page = readFileSync(join(root, 'docs', 'operate', 'mail.md'), 'utf8')
  const start = page.indexOf(`${heading}\n`)
  const end = page.slice(start + heading.length).search(/\n##+ /u)
  const section = page.slice(start, end < 0 ? undefined : start + heading.length + end)
  const blocks = [...section.matchAll(/```\n# \/etc\/postfix\/(\S+)\n([^`]*)```/gu)]
  return Object.fromEntries(blocks.map(([, file = '', text = '']) => [file, text]))
}

/** Ports that nobody has. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
  })))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return ports
}

interface World {
  /** Where Postfix takes mail, where Convoke does, and where the world is that Postfix hands on to: it refuses all recipients. */
  readonly outside: number
  readonly door: number
}

/** A Postfix of our own, in a folder of its own and on the loopback alone, configured with nothing but what the page says. */
async function startPostfix(heading: string): Promise<World> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cvk-pf-')))
  chmodSync(folder, 0o755)
  const etc = join(folder, 'etc')
  cpSync('/etc/postfix', etc, { recursive: true, dereference: true })
  for (const name of ['spool', 'lib']) mkdirSync(join(folder, name))
  execFileSync('chown', ['postfix', join(folder, 'lib')])
  const [outside = 0, door = 0, world = 0] = await freePorts(3)
  const here = (text: string): string => text.replaceAll('/etc/postfix/', `${etc}/`).replaceAll(/\b(?:2424|2525)\b/gu, String(door)).replace('user=convoke', 'user=nobody').replace('/srv/convoke/bin/node /srv/convoke/dist', `/usr/bin/env MAIL_PORT=127.0.0.1:${door} ${process.execPath} ${join(root, 'dist')}`)
  const both = documented('### Behind Postfix')
  const own = documented(heading)
  const settings = [
    'compatibility_level = 3.6', `queue_directory = ${folder}/spool`, `data_directory = ${folder}/lib`, `maillog_file = ${folder}/log`, `maillog_file_prefixes = ${folder}`, 'myhostname = mx.example.org', 'mydestination =',
    'inet_interfaces = 127.0.0.1', 'inet_protocols = ipv4', 'alias_maps =', 'alias_database =', 'smtpd_authorized_xclient_hosts = 127.0.0.0/8', 'mynetworks = 127.0.0.0/8', `relayhost = [127.0.0.1]:${world}`,
  ]
  writeFileSync(join(etc, 'main.cf'), `${settings.join('\n')}\n${here(both['main.cf'] ?? '')}\n${here(own['main.cf'] ?? '')}`)
  const master = readFileSync(join(etc, 'master.cf'), 'utf8').replace(/^smtp +inet .*$/mu, `127.0.0.1:${outside} inet n - n - - smtpd`).replaceAll(/^(\S+ +(?:unix|fifo) +\S+ +\S+ +)y /gmu, '$1n ')
  writeFileSync(join(etc, 'master.cf'), `${master}\n${here(own['master.cf'] ?? '')}`)
  for (const table of ['transport', 'verify']) {
    if (own[table] === undefined) continue
    writeFileSync(join(etc, table), here(own[table]))
    execFileSync('postmap', ['-c', etc, `hash:${join(etc, table)}`])
  }
  const refusing = createServer((socket) => {
    socket.on('error', () => undefined).write('220 world.example ESMTP\r\n')
    socket.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().split('\r\n').filter((each) => each !== '')) socket.write(/^RCPT/iu.test(line) ? '550 5.1.1 no such mailbox\r\n' : /^QUIT/iu.test(line) ? '221 bye\r\n' : '250 ok\r\n')
    })
  }).listen(world, '127.0.0.1')
  const postfix = (command: string) => spawnSync('postfix', ['-c', etc, command], { encoding: 'utf8' })
  expect(postfix('start').stderr).not.toContain('fatal')
  stops.push(() => {
    postfix('stop')
    refusing.close()
    rmSync(folder, { recursive: true, force: true })
  })
  flush = () => void spawnSync('postqueue', ['-c', etc, '-f'])
  return { outside, door }
}

let flush = (): void => undefined

/** Hands a mail to Postfix as a server from elsewhere does. Undefined where it is taken, else the answer. */
async function mailFromOutside({ outside }: World, to: string, text: string, from = 'ana@example.net'): Promise<string | undefined> {
  const raw = writeMail(to, { text, subject: 'From outside', messageId: `${newId()}@example.net` })
  const swaks = ['--server', `127.0.0.1:${outside}`, '--xclient', 'ADDR=192.0.2.7 HELO=mail.example.net', '--from', from, '--to', to, '--data', '-', '--hide-all']
  const { status } = spawnSync('swaks', swaks, { input: raw })
  if (status === 0) return undefined
  // Its answer, asked for again without a mail: from this machine itself nothing is asked about.
  const again = spawnSync('swaks', [...swaks.slice(0, 8), '--quit-after', 'RCPT'], { encoding: 'utf8' })
  return /^<\*\* (.*)$/mu.exec(again.stdout)?.[1] ?? 'refused'
}

async function until<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (let waited = 0; waited < 300; waited++) {
    const found = await find()
    if (found !== undefined) return found
    await sleep(100)
  }
  throw new Error('It did not come')
}

describe.skipIf(!isThere || spawnSync('swaks', ['--version']).status !== 0)('behind Postfix, configured as the page says (skipped where it is not installed)', () => {
  test.each([['#### By LMTP', 'lmtp:'], ['#### By a command', '']])('%s: taken, refused, kept while we are away, and what comes back', async (heading, protocol) => {
    const world = await startPostfix(heading)
    const data = freshDataFolder()
    const start = (): Promise<TestServer> => startServer({ data, env: { CONVOKE_SAMPLE: 'none', MAIL_DOMAIN: DOMAIN, MAIL_PORT: `${protocol}127.0.0.1:${world.door}`, SMTP_URL: `smtp://127.0.0.1:${world.outside}` } })
    let server = await start()
    stops.push(() => rmSync(data, { recursive: true, force: true }), () => server.stop())
    await until(() => Promise.resolve(server.output().includes('Mail comes in') ? true : undefined))
    const inbox = (text: string) => withInstallation(data, async ({ db }) => (await sql<{ envelope_from: string; size: number; checks: { spf: { domain: string } } }>`select envelope_from, size, checks from record_inbox where recipient like ${text} and checks is not null order by received_at desc limit 1`.execute(db)).rows[0])

    expect(await mailFromOutside(world, `nobody-here@${DOMAIN}`, 'Hello')).toMatch(/^550 5\.1\.1 /u)
    expect(await mailFromOutside(world, `postmaster@${DOMAIN}`, 'Hello')).toBeUndefined()
    // Who sent it stands in the line that Postfix wrote on top: the connection is from this machine.
    expect(await until(() => inbox('postmaster@%'))).toMatchObject({ envelope_from: 'ana@example.net', checks: { spf: { domain: 'example.net' } } })
    expect(await mailFromOutside(world, `postmaster@${DOMAIN}`, 'x'.repeat(12_000_000))).toBeUndefined()
    await until(async () => ((await inbox('postmaster@%'))?.size ?? 0) > 12_000_000 || undefined)
    expect(await connectTo({ host: '127.0.0.1', port: world.outside, isSecure: false, user: '', password: '', mustProve: false }, 'localhost').then((connection) => connection.hand({ from: 'ana@example.net', to: `postmaster@${DOMAIN}`, raw: Buffer.alloc(34_500_000, 'x\r\n') }).catch((error: NotTaken) => error.code))).toBe(552)

    // Postfix has the mail, its receiver refuses it, and what Postfix sends back is known by the address that it goes to.
    await withInstallation(data, ({ db }) => transact(db, (tx) => enqueueMail(tx, { forumId: null, recipient: 'gone@elsewhere.example', subject: 'Ours', body: 'Ours', cause: 'ours', occasion: 'call-opened', about: { kind: 'call', id: newId() } }, systemClock())))
    expect(await until(() => inbox('bounce+%'))).toMatchObject({ envelope_from: '' })
    const failures = () => withInstallation(data, async ({ db }) => (await sql<{ address: string; source: string; status: string }>`select address, source, status from record_bounce`.execute(db)).rows)
    expect(await until(async () => ((await failures()).length > 0 ? failures() : undefined))).toEqual([{ address: 'gone@elsewhere.example', source: 'report', status: '5.1.1' }])

    const before = (await inbox('postmaster@%'))?.size
    await server.kill9()
    expect(await mailFromOutside(world, `abuse@${DOMAIN}`, 'Away?')).toMatch(/^450 /u)
    expect(await mailFromOutside(world, `postmaster@${DOMAIN}`, 'While you were away')).toBeUndefined()
    await sleep(4_000)
    server = await start()
    await until(() => Promise.resolve(server.output().includes('Mail comes in') ? true : undefined))
    flush()
    await until(async () => ((await inbox('postmaster@%'))?.size !== before ? true : undefined))
  })
})
