import { X509Certificate } from 'node:crypto'
import { createServer } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { fixedDns, type Zone } from './mail-dns.ts'
import type { MailCertificate } from './mail-config.ts'
import { letterheadOf } from './mail-letterhead.ts'
import { listenForMail, type MailListener } from './mail-listener.ts'
import { MailDeferred, MailRefused, openMailTransport, senderAddress, type MailTransport, type OutgoingMail } from './mail-transport.ts'
import { makeSelfSigned } from './self-signed.ts'
import { parseInstant, type Instant } from '../shared/time.ts'

const now = parseInstant('2026-11-02T10:00:00Z') as Instant
const letterhead = letterheadOf({ domain: 'forum.example.org', from: 'convoke@forum.example.org', secret: 'for tests', takesMail: true })
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const open: { close(): unknown }[] = []
afterAll(() => Promise.all(open.map((each) => each.close())))

interface Server {
  readonly port: number
  readonly taken: { from: string; to: readonly string[]; raw: string; connection: string }[]
}

/** A mail server on an address of this machine; our own listener is one. */
async function server(host: string, port: number, certificate?: MailCertificate, tell?: (isSecure: boolean) => void): Promise<Server> {
  const taken: Server['taken'] = []
  const listener = await listenForMail({
    way: { kind: 'open', protocol: 'smtp', host, port, isChosen: true },
    name: 'mx.example',
    largest: 100_000,
    certificate,
    taker: {
      knows: (address) => Promise.resolve(address.startsWith('nobody') ? { refusal: 'unknown-address' } : 'known'),
      takeIn: async ({ raw, envelope }) => {
        tell?.(envelope.isSecure)
        taken.push({ from: envelope.from, to: envelope.recipients, raw: (await buffer(raw)).toString(), connection: envelope.client.helo ?? '' })
        return {}
      },
    },
    log,
  })
  if ('problem' in listener) throw new Error(listener.problem)
  open.push(listener satisfies MailListener)
  return { port: listener.port, taken }
}

const mail = (to: string, over: Partial<OutgoingMail> = {}): OutgoingMail => ({ id: '0190a5a8-0000-7000-8000-000000000001', to, subject: 'S', text: 'T', writtenAt: now, isUrgent: false, isAnswered: true, ...over })
const way = (over: Partial<Parameters<typeof openMailTransport>[0]>): MailTransport => {
  const transport = openMailTransport({ url: 'direct:', letterhead, dns: fixedDns({}), clock: () => now, ...over })
  open.push(transport)
  return transport
}
const fault = (sent: Promise<void>): Promise<unknown> => sent.then(() => undefined, (error: unknown) => error)

test('straight to the servers of a domain: the first that lets us in, in their order; what they say is kept', async () => {
  const { port, taken } = await server('127.0.0.2', 0)
  const zone: Zone = {
    'order.example': { mx: [{ exchange: '127.0.0.3', priority: 20 }, { exchange: '127.0.0.4', priority: 5 }, { exchange: '127.0.0.2', priority: 30 }] },
    'xn--mnchen-3ya.example': { a: ['127.0.0.2'] },
    'closed.example': { mx: [{ exchange: '.', priority: 0 }], a: ['127.0.0.2'] },
    'down.example': { mx: [{ exchange: '127.0.0.3', priority: 1 }] },
  }
  const transport = way({ dns: fixedDns(zone), directPort: port })
  await transport.send(mail('ana@order.example'))
  await transport.send(mail('Ana@München.example'))
  expect(taken.map(({ to }) => to)).toEqual([['ana@order.example'], ['Ana@xn--mnchen-3ya.example']])
  expect(taken[0]?.from).toMatch(/^bounce\+[a-z2-7]{52}@forum\.example\.org$/u)
  expect(taken[0]?.raw).toMatch(/^Reply-To: reply\+[a-z2-7]{52}@forum\.example\.org\r$/mu)
  expect(await fault(transport.send(mail('nobody@order.example')))).toMatchObject({ answer: { code: 550, status: '5.1.1' } })
  expect(await fault(transport.send(mail('ana@closed.example')))).toBeInstanceOf(MailRefused)
  expect(await fault(transport.send(mail('ana@no-such.example')))).toMatchObject({ answer: { code: 550, status: '5.1.2' } })
  expect(await fault(transport.send(mail('ana@down.example')))).toMatchObject({ destination: 'down.example' })
  // One that was turned back does not keep the connection from the next.
  await transport.send(mail('bo@order.example'))
  expect(taken).toHaveLength(3)
})

test('without a network nothing is given up', async () => {
  const failed = await fault(way({ dns: fixedDns('unknown') }).send(mail('ana@order.example')))
  expect(failed).toBeInstanceOf(MailDeferred)
  expect(failed).toMatchObject({ destination: 'order.example' })
})

test('a relay that is not there is no fault of the mail; an address that cannot be one is', async () => {
  const relay = way({ url: 'smtp://127.0.0.1:9' })
  expect(await fault(relay.send(mail('ana@order.example')))).toMatchObject({ destination: '*' })
  expect(await fault(relay.send(mail('ana@order.example>\r\nRCPT TO:<b@example.org')))).toBeInstanceOf(MailRefused)
})

test('a letter for which somebody waits goes beside a list that a slow server holds up', async () => {
  const { port, taken } = await server('127.0.0.5', 0)
  const relay = way({ url: `smtp://127.0.0.5:${port}` })
  const many = Array.from({ length: 30 }, (_, number) => relay.send(mail(`reader-${number}@order.example`)))
  await relay.send(mail('waits@order.example', { isUrgent: true }))
  expect(taken.length).toBeLessThan(30)
  await Promise.all(many)
  expect(taken).toHaveLength(31)
})

test('what concerns one mail alone keeps nothing else back: one that is too large, one on which the connection breaks', async () => {
  const { port, taken } = await server('127.0.0.6', 0)
  const relay = way({ url: `smtp://127.0.0.6:${port}` })
  expect(await fault(relay.send(mail('ana@order.example', { text: 'x'.repeat(200_000) })))).toMatchObject({ answer: { code: 552, status: '5.3.4' } })
  await relay.send(mail('ana@order.example'))
  expect(taken).toHaveLength(1)
  const sockets = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write('220 x\r\n')
    socket.on('data', (chunk) => (chunk.toString().startsWith('EHLO') ? socket.write('250 x\r\n') : socket.destroy()))
  })
  await new Promise<void>((done) => sockets.listen(0, '127.0.0.1', done))
  open.push(sockets)
  const address = sockets.address()
  const broken = await fault(way({ url: `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}` }).send(mail('ana@order.example')))
  expect(broken).toBeInstanceOf(MailDeferred)
  expect(broken).toMatchObject({ destination: undefined })
})

test('a server that can is spoken to encrypted, whoever vouches for its certificate', async () => {
  const certificate = makeSelfSigned('mx.example', now)
  const read = new X509Certificate(certificate.certificate)
  expect([read.subject, read.subjectAltName, read.verify(read.publicKey), read.checkHost('mx.example')]).toEqual(['CN=mx.example', 'DNS:mx.example', true, 'mx.example'])
  const encrypted: boolean[] = []
  const { port } = await server('127.0.0.7', 0, certificate, (isSecure) => encrypted.push(isSecure))
  await way({ dns: fixedDns({ 'order.example': { a: ['127.0.0.7'] } }), directPort: port }).send(mail('ana@order.example'))
  await way({ url: `smtp://127.0.0.7:${port}` }).send(mail('ana@order.example'))
  expect(encrypted).toEqual([true, true])
})

test('mail comes from the login name of a relay where that is an address', () => {
  expect([undefined, 'direct:', 'smtp://mail.example.net', 'smtps://desk%40example.net:pass@mail.example.net'].map((url) => senderAddress(url, 'forum.example.org'))).toEqual(['convoke@forum.example.org', 'convoke@forum.example.org', 'convoke@forum.example.org', 'desk@example.net'])
})
