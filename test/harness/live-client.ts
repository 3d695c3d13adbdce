import { history } from 'prosemirror-history'
import { EditorState } from 'prosemirror-state'
import { drive, type Driver, type Reply } from '../../src/drafts/driver/model.ts'
import type { SentBatch, TakenBatch } from '../../src/drafts/live/model.ts'
import { textSchema } from '../../src/drafts/nodes/model.ts'
import { writingOf, writingPlugin } from '../../src/drafts/writing/model.ts'
import { newId } from '../../src/platform/new-id.ts'

/** One who writes over HTTP as the editor does, without a browser. */
export interface LiveClient {
  state(): EditorState
  driver: Driver
  /** Types at the end of a block, by its place among all headings and blocks. */
  type(block: number, words: string): void
  /** Asks for what others did, as the stream of events would tell it. */
  catchUp(): Promise<void>
  /** Follows the stream of events, until it is stopped. */
  listen(): Promise<void>
  /** Goes on at another address, where the same text is served. */
  moveTo(url: string): void
  stop(): void
}

/** Opens a text at `path`, the address of its `live` door, signed in by a cookie. */
export async function openLiveClient(url: string, path: string, cookie: string): Promise<LiveClient> {
  let base = url
  const ask = async (suffix: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`${base}${path}${suffix}`, { ...init, headers: { cookie, 'content-type': 'application/json' } })
    if (response.status >= 500) throw new Error(`${suffix} answered ${response.status}`)
    return response
  }
  const leave = new AbortController()
  const opened = (await (await ask('')).json()) as { version: number; tree: unknown }
  let state = EditorState.create({ doc: textSchema.nodeFromJSON(opened.tree), plugins: [history(), writingPlugin({ version: opened.version })] })
  const driver = drive(
    {
      send: async (batch: SentBatch) => (await (await ask('/steps', { method: 'POST', body: JSON.stringify(batch) })).json()) as Reply,
      fetchSince: async (version) => ((await (await ask(`/steps?since=${version}`)).json()) as { batches: TakenBatch[] }).batches,
      later: (milliseconds, work) => {
        const timer = setTimeout(work, Math.min(milliseconds, 2_000))
        return () => clearTimeout(timer)
      },
      state: () => state,
      dispatch: (tr) => {
        state = state.apply(tr)
      },
      changed: () => undefined,
      reset: () => {
        throw new Error('The text was to be opened anew')
      },
    },
    newId<'client'>(),
  )
  return {
    state: () => state,
    driver,
    type: (block, words) => {
      let pos = 0
      for (let at = 0; at <= block; at++) pos += state.doc.child(at).nodeSize
      state = state.apply(state.tr.insertText(words, pos - 1))
      driver.wrote()
    },
    catchUp: async () => {
      driver.arrived(((await (await ask(`/steps?since=${writingOf(state).version}`)).json()) as { batches: TakenBatch[] }).batches)
    },
    listen: async () => {
      const response = await ask(`/events?since=${writingOf(state).version}`, { signal: leave.signal })
      void follow(response, (batches) => driver.arrived(batches))
    },
    moveTo: (next) => {
      base = next
      driver.retry()
    },
    stop: () => {
      leave.abort()
      driver.stop()
    },
  }
}

/** Reads a stream of events for as long as it goes on. */
async function follow(response: Response, taken: (batches: readonly TakenBatch[]) => void): Promise<void> {
  let heard = ''
  const decoder = new TextDecoder()
  try {
    for await (const chunk of response.body ?? []) {
      heard += decoder.decode(chunk, { stream: true })
      const events = heard.split('\n\n')
      heard = events.pop() ?? ''
      for (const event of events) {
        const data = /^event: taken\ndata: (.*)$/mu.exec(event)?.[1]
        if (data !== undefined) taken(JSON.parse(data) as TakenBatch[])
      }
    }
  } catch {
    // The reader left, or the server did.
  }
}

/** How far a client has come, and what it still waits for. */
export function standingOf(client: LiveClient): { readonly version: number; readonly waiting: number } {
  const { version, pending } = writingOf(client.state())
  return { version, waiting: pending.length }
}
