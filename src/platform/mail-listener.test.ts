import { connect } from 'node:net'
import { pipeMail } from '../cli/mail.ts'
import { buffer } from 'node:stream/consumers'
import { afterAll, expect, test, vi } from 'vitest'
import { fixedDns, type Zone } from './mail-dns.ts'
import { listenForMail, type IncomingEnvelope, type ListenerOptions, type MailListener } from './mail-listener.ts'
import { openSenderChecks, writeResults } from './mail-checks.ts'

const open: MailListener[] = []
afterAll(async () => {
  for (const each of open) await each.close()
})

interface Way {
  readonly port: number
  readonly taken: { raw: string; envelope: IncomingEnvelope }[]
}

async function listen(over: Partial<ListenerOptions> = {}, protocol: 'smtp' | 'lmtp' = 'smtp'): Promise<Way> {
  const taken: Way['taken'] = []
  const listener = await listenForMail({
    way: { kind: 'open', protocol, host: '127.0.0.1', port: 0, isChosen: true },
    name: 'forum.example.org',
    largest: 20_000,
    certificate: undefined,
    taker: {
      knows: (address) => {
        if (address.startsWith('broken')) return Promise.reject(new Error('no database'))
        return Promise.resolve(address.endsWith('@forum.example.org') ? (address.startsWith('list') ? 'known' : { refusal: 'unknown-address' }) : { refusal: 'other-domain' })
      },
      takeIn: async ({ raw, envelope }) => {
        taken.push({ raw: (await buffer(raw)).toString(), envelope })
        return {}
      },
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    ...over,
  })
  if ('problem' in listener) throw new Error(listener.problem)
  open.push(listener)
  return { port: listener.port, taken }
}

/** Says lines one after the other, each when the one before is answered; answers the codes and words of the last answer to each. */
function converse(port: number, lines: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const answers: string[] = []
    let text = ''
    socket.on('error', reject)
    socket.on('close', () => resolve(answers))
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (!/^\d{3} .*\r\n$/mu.test(text) || !text.endsWith('\r\n')) return
      answers.push(text.trim().split('\r\n').at(-1) ?? '')
      text = ''
      const next = lines[answers.length - 1]
      if (next === undefined) socket.end()
      else socket.write(`${next}\r\n`)
    })
  })
}

const GREETING = ['EHLO mail.example.net', 'MAIL FROM:<ana@example.net>']

test('what nobody reads is refused while its sender still waits, each with a reason', async () => {
  const { port, taken } = await listen()
  const answers = await converse(port, [...GREETING, 'RCPT TO:<nobody@forum.example.org>', 'RCPT TO:<list@elsewhere.example>', 'RCPT TO:<broken@forum.example.org>', 'RCPT TO:<list@forum.example.org>', 'QUIT'])
  expect(answers.slice(3)).toEqual([
    expect.stringMatching(/^550 5\.1\.1 Nobody reads this address/u),
    expect.stringMatching(/^550 .*forum\.example\.org alone/u),
    expect.stringMatching(/^451 /u),
    expect.stringMatching(/^250 /u),
    expect.stringMatching(/^221 /u),
  ])
  expect(taken).toEqual([])
})

test('a mail is taken with its envelope, in whatever script; one that is too large is not, and says how large it may be', async () => {
  const { port, taken } = await listen()
  const said = await converse(port, ['EHLO mail.example.net', 'MAIL FROM:<ана@example.net> SMTPUTF8 BODY=8BITMIME', 'RCPT TO:<list@forum.example.org>', 'DATA', 'Subject: Häfen\r\n\r\n..\r\nbody\r\n.', 'MAIL FROM:<> SIZE=999999', `MAIL FROM:<>`, 'RCPT TO:<list@forum.example.org>', 'DATA', `x: y\r\n\r\n${'long line\r\n'.repeat(3_000)}.`, 'QUIT'])
  expect(said[5]).toMatch(/^250 /u)
  expect(said[6]).toMatch(/^552 /u)
  expect(said[10]).toMatch(/^552 5\.\S+ .*20000/u)
  expect(taken[0]).toEqual({ raw: 'Subject: Häfen\r\n\r\n.\r\nbody\r\n', envelope: { from: 'ана@example.net', recipients: ['list@forum.example.org'], client: { address: '127.0.0.1', helo: 'mail.example.net' }, isSecure: false } })
})

test('there is an end to recipients of one mail, and to connections', async () => {
  const { port } = await listen({ limits: { recipients: 2, connections: 1 } })
  const answers = await converse(port, [...GREETING, ...[1, 2, 3].map((number) => `RCPT TO:<list${number}@forum.example.org>`), 'QUIT'])
  expect(answers[5]).toMatch(/^452 /u)
  const [held, refused] = await Promise.all([converse(port, ['NOOP', 'NOOP', 'NOOP', 'QUIT']), new Promise<string[]>((go) => setTimeout(go, 5)).then(() => converse(port, ['QUIT']))])
  expect([held[0], refused[0]].filter((answer) => answer?.startsWith('421'))).toHaveLength(1)
})

test('LMTP answers for each recipient, and a fault asks the sender to come again', async () => {
  const { port } = await listen({}, 'lmtp')
  expect((await converse(port, ['EHLO here', 'LHLO here', 'MAIL FROM:<a@example.net>', 'RCPT TO:<list@forum.example.org>', 'DATA', 'x: y\r\n\r\nz\r\n.', 'QUIT'])).map((answer) => answer.slice(0, 3))).toEqual(['220', '500', '250', '250', '250', '354', '250', '221'])
  const failing = await listen({ taker: { knows: () => Promise.resolve('known'), takeIn: () => Promise.reject(new Error('disk full')) } })
  expect((await converse(failing.port, [...GREETING, 'RCPT TO:<list@forum.example.org>', 'DATA', 'x: y\r\n\r\nz\r\n.', 'QUIT']))[5]).toMatch(/^451 /u)
})

test('a mail that is piped to the command reaches the server, and its exit code says how that went', async () => {
  const say = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const pipe = (args: readonly string[], port: number | string, text = 'Subject: x\r\n\r\nHello\r\n') => pipeMail(args, { MAIL_PORT: String(port) }, (async function* () { yield Buffer.from(await Promise.resolve(text)) })())
  const { port, taken } = await listen()
  expect(await pipe([], port)).toBe(64)
  expect(await pipe(['a@example.net', 'list@forum.example.org'], 'none')).toBe(78)
  expect(await pipe(['a@example.net', 'list@forum.example.org'], '127.0.0.1:9')).toBe(75)
  expect(await pipe(['a@example.net', 'nobody@forum.example.org'], port)).toBe(67)
  expect(await pipe(['a@example.net', 'broken@forum.example.org'], port)).toBe(75)
  expect(await pipe(['a@example.net', 'list@forum.example.org'], port, `Subject: x\r\n\r\n${'y'.repeat(30_000)}`)).toBe(65)
  expect(await pipe(['<>', 'list@forum.example.org'], port)).toBe(0)
  const lmtp = await listen({}, 'lmtp')
  expect(await pipe(['<>', 'list@forum.example.org'], `lmtp:${lmtp.port}`)).toBe(0)
  expect([...taken, ...lmtp.taken].map(({ envelope }) => envelope.from)).toEqual(['', ''])
  expect(say).toHaveBeenCalledTimes(6)
  say.mockRestore()
})

test('a port that is taken is told in a sentence', async () => {
  const { port } = await listen()
  await expect(listen({ way: { kind: 'open', protocol: 'smtp', host: '127.0.0.1', port, isChosen: true } })).rejects.toThrow(`Mail cannot come in at port ${port}`)
})

const RAW = Buffer.from('From: Ana <ana@example.net>\r\nTo: list@forum.example.org\r\nSubject: x\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@example.net>\r\n\r\nHello\r\n')
const ZONE: Zone = { 'example.net': { txt: ['v=spf1 ip4:192.0.2.1 -all'] }, '_dmarc.example.net': { txt: ['v=DMARC1; p=reject'] } }

test.each([
  ['192.0.2.1', ZONE, { spf: 'pass', dmarc: 'pass', policy: 'reject' }],
  ['192.0.2.9', ZONE, { spf: 'fail', dmarc: 'fail', policy: 'reject' }],
  ['192.0.2.1', {}, { spf: 'none', dmarc: 'none', policy: null }],
  ['192.0.2.1', 'unknown', { spf: 'temperror', dmarc: expect.stringMatching(/temperror|none|unknown/u) as string, policy: null }],
] as const)('a sender from %s is checked against what its domain says', async (address, zone, expected) => {
  const checks = await openSenderChecks(fixedDns(zone), 'forum.example.org')({ raw: RAW, envelope: { envelopeFrom: 'ana@example.net', client: { address, helo: 'mail.example.net' } } })
  expect({ spf: checks.spf.result, dmarc: checks.dmarc.result, policy: checks.dmarc.policy }).toEqual(expected)
  expect(writeResults(checks, 'forum.example.org', 'ana@example.net\r\nX: y')).toMatch(/^forum\.example\.org; spf=\w+; dkim=none; dmarc=/u)
})
