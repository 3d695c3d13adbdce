import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isPublicAddress, openLinkProbe } from './link-probe.ts'

let server: Server
let port = ''
const asked: { method: string; path: string; agent: string }[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push({ method: request.method ?? '', path, agent: request.headers['user-agent'] ?? '' })
    const [, what = '', more = ''] = path.split('/')
    if (what === 'hang') return
    if (what === 'redirect') return void response.writeHead(302, { location: decodeURIComponent(more) }).end()
    if (what === 'loop') return void response.writeHead(301, { location: path }).end()
    if (what === 'no-head') return void response.writeHead(request.method === 'HEAD' ? 404 : 200).end(request.method === 'HEAD' ? '' : 'x'.repeat(1_000_000))
    response.writeHead(Number(what)).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  port = String((server.address() as AddressInfo).port)
})
afterAll(() => new Promise((closed) => { server.closeAllConnections(); server.close(closed) }))

function probe(path: string, over: { host?: string; milliseconds?: number } = {}) {
  const opened = openLinkProbe({ userAgent: 'Test/1.0 (+https://example.org)', isAllowed: (address) => address === '127.0.0.1', ports: new Set([port]), ...(over.milliseconds === undefined ? {} : { milliseconds: over.milliseconds }) })
  return opened.probe(`http://${over.host ?? '127.0.0.1'}:${port}${path}`)
}

test('addresses that are not of the public internet are known, in every form in which they can be written', () => {
  for (const address of ['127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '255.255.255.255', '224.0.0.1', '198.18.0.1', '::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', '2001::1', 'localhost', '']) expect([address, isPublicAddress(address)]).toEqual([address, false])
  for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1']) expect([address, isPublicAddress(address)]).toEqual([address, true])
})

test('what is there, what is gone, what asks to be left alone and what cannot be asked are told apart', async () => {
  expect(await probe('/200')).toEqual({ outcome: 'reached', status: 200 })
  expect(await probe('/403')).toEqual({ outcome: 'reached', status: 403 })
  expect(await probe('/404')).toEqual({ outcome: 'unreached', status: 404, isSilent: false })
  expect(await probe('/500')).toEqual({ outcome: 'unreached', status: 500, isSilent: false })
  expect(await probe('/429')).toEqual({ outcome: 'later' })
  expect(await probe('/no-head')).toEqual({ outcome: 'reached', status: 200 })
  expect(asked.filter(({ path }) => path === '/no-head').map(({ method }) => method)).toEqual(['HEAD', 'GET'])
  expect(new Set(asked.map(({ agent }) => agent))).toEqual(new Set(['Test/1.0 (+https://example.org)']))
  expect(await probe('/hang', { milliseconds: 200 })).toEqual({ outcome: 'unreached', status: null, isSilent: true })
  expect(await probe('/200', { host: 'no-such-name.invalid' })).toEqual({ outcome: 'unreached', status: null, isSilent: true })
})

test('a redirect is followed within bounds, and never to where we may not ask', async () => {
  const to = (address: string) => `/redirect/${encodeURIComponent(address)}`
  expect(await probe(to('/200'))).toEqual({ outcome: 'reached', status: 200 })
  expect(await probe(to('/404'))).toEqual({ outcome: 'unreached', status: 404, isSilent: false })
  expect(await probe('/loop')).toEqual({ outcome: 'unreached', status: 301, isSilent: false })
  for (const elsewhere of [`http://127.0.0.2:${port}/200`, `http://[::1]:${port}/200`, `http://user:key@127.0.0.1:${port}/200`, 'http://127.0.0.1:22/', 'file:///etc/passwd', 'http://0x7f.2/', 'http://', 'gopher://127.0.0.1/']) expect([elsewhere, await probe(to(elsewhere))]).toEqual([elsewhere, { outcome: 'unchecked' }])
  // A name that leads to what is not public is not asked, whatever it is called.
  const opened = openLinkProbe({ userAgent: 'Test', ports: new Set([port]) })
  const before = asked.length
  for (const address of [`http://localhost:${port}/200`, `http://127.0.0.1:${port}/200`, `http://2130706433:${port}/200`, 'no address']) expect(await opened.probe(address)).toEqual({ outcome: 'unchecked' })
  expect(asked).toHaveLength(before)
})
