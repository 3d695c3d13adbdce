/**
 * Many who follow one room, in a process of their own. Each reads its stream of events as a browser does. Prints `ready` when all are
 * connected, and at its end one line of JSON: for each change, how many milliseconds after it was sent each reader had it. A change carries
 * in its words when it was sent, by the clock of the machine.
 */
export interface Order {
  readonly url: string
  readonly path: string
  readonly readers: number
  readonly changes: number
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order
const heard = new Map<string, number[]>()

/** Listens from the first moment: a body that nobody reads is let go with its response. */
async function read(): Promise<{ readonly over: Promise<void> }> {
  const response = await fetch(`${order.url}${order.path}`)
  if (!response.ok || response.body === null) throw new Error(`A reader was answered ${response.status}`)
  return { over: listen(response.body) }
}

async function listen(stream: ReadableStream<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder()
  const seen = new Set<string>()
  let rest = ''
  for await (const chunk of stream) {
    rest += decoder.decode(chunk, { stream: true })
    const end = rest.lastIndexOf('\n\n')
    if (end < 0) continue
    const now = performance.timeOrigin + performance.now()
    for (const [, sent = ''] of rest.slice(0, end).matchAll(/sent at ([0-9.]+)/gu)) {
      if (seen.has(sent)) continue
      seen.add(sent)
      heard.set(sent, [...(heard.get(sent) ?? []), now - Number(sent)])
    }
    rest = rest.slice(end + 2)
    if (seen.size >= order.changes) return
  }
}

const streams = await Promise.all(Array.from({ length: order.readers }, read))
process.stdout.write('ready\n')
await Promise.race([Promise.all(streams.map(({ over }) => over)), new Promise((resolve) => setTimeout(resolve, 60_000))])
process.stdout.write(`${JSON.stringify([...heard.values()])}\n`)
process.exit(0)
