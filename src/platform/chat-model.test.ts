import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { openChatModel } from './chat-model.ts'

/** A stand-in for a model's endpoint on this machine. */
const servers: Server[] = []
afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => {
  server.closeAllConnections()
  server.close(resolve)
}))))

async function standIn(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
}

const MESSAGES = [{ role: 'user' as const, content: 'Words' }]
const ask = async (answer: RequestListener, limits = {}) => openChatModel({ url: await standIn(answer), name: 'a-model', key: 'sk-1' }, limits).ask(MESSAGES)
const replying = (body: string, status = 200): RequestListener => (_, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(body)

test.each([
  ['not-a-reply', replying('no JSON')],
  ['not-a-reply', replying('{"choices": []}')],
  ['not-a-reply', replying('{"choices": [{"message": {"content": 7}}]}')],
  ['not-a-reply', replying('null')],
  ['declined', replying('{}', 401)],
  ['declined', replying('{}', 204)],
  ['busy', replying('{}', 429)],
  ['failing', replying('{}', 503)],
  ['unreachable', (_: unknown, response: Parameters<RequestListener>[1]) => void response.destroy()],
] as [string, RequestListener][])('a fault is told: %s', async (fault, answer) => {
  expect(await ask(answer)).toEqual({ fault })
})

test('a redirect is not followed', async () => {
  let followed = 0
  const elsewhere = await standIn((_, response) => {
    followed++
    response.end('{}')
  })
  expect(await ask((_, response) => void response.writeHead(307, { location: elsewhere }).end())).toEqual({ fault: 'redirected' })
  expect(followed).toBe(0)
})

test('a reply without end is not read to its end', async () => {
  const chunk = 'x'.repeat(10_000)
  const flood: RequestListener = (_, response) => {
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
      response.once('drain', pour)
    }
    pour()
  }
  expect(await ask(flood, { largest: 50_000 })).toEqual({ fault: 'too-large' })
})

test('a reply that trickles is given up, and so is one that never begins', async () => {
  const trickle: RequestListener = (_, response) => {
    const timer = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(timer))
  }
  expect(await ask(trickle, { longest: 150 })).toEqual({ fault: 'slow' })
  expect(await ask(() => undefined, { longest: 50 })).toEqual({ fault: 'slow' })
})

test('an address where nobody listens is unreachable', async () => {
  const url = await standIn(replying('{}'))
  const server = servers.pop()
  await new Promise((resolve) => server?.close(resolve))
  expect(await openChatModel({ url, name: 'a-model', key: undefined }).ask(MESSAGES)).toEqual({ fault: 'unreachable' })
})

test('the words, the name and the key are sent to the endpoint, and the reply names the model', async () => {
  const got: unknown[] = []
  const listen: RequestListener = (request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      got.push(request.url, request.headers.authorization, JSON.parse(body))
      response.end(JSON.stringify({ model: 'a-model-2026', choices: [{ message: { content: 'Yes.' } }] }))
    })
  }
  expect(await ask(listen)).toEqual({ text: 'Yes.', model: 'a-model-2026' })
  expect(got).toEqual(['/v1/chat/completions', 'Bearer sk-1', { model: 'a-model', messages: MESSAGES, temperature: 0, stream: false }])
  expect(await ask(replying(JSON.stringify({ model: '<script>', choices: [{ message: { content: 'Yes.' } }] })))).toEqual({ text: 'Yes.', model: 'a-model' })
})
