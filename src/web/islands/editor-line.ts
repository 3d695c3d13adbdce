import type { Reply } from '../../drafts/driver/model.ts'
import type { Leftover, SentBatch, TakenBatch } from '../../drafts/live/model.ts'
import type { Id } from '../../shared/ids.ts'

/** The text as the server opens it. */
export interface Opened {
  readonly version: number
  readonly tree: object
  readonly leftovers: readonly Leftover[]
}

/** Where somebody is in the text; `gone` when they have left. */
export interface Present {
  readonly client: Id<'client'>
  readonly person?: string
  readonly name?: string
  readonly block?: Id | null
  readonly anchor?: number
  readonly head?: number
  readonly gone?: boolean
}

/** What goes over the line to the server. A promise that fails is a line that is gone. */
export interface Line {
  readonly open: () => Promise<Opened | { readonly refusal: string }>
  readonly send: (batch: SentBatch) => Promise<Reply>
  readonly fetchSince: (version: number) => Promise<readonly TakenBatch[]>
  readonly sayWhere: (present: { readonly client: Id<'client'>; readonly block: Id | null; readonly anchor: number; readonly head: number }) => Promise<void>
  /** Takes these off the list of what is not in the text; with none it only asks for the list. */
  readonly dismiss: (ids: readonly Id[]) => Promise<readonly Leftover[]>
  readonly listen: (since: number, client: Id<'client'>, heard: Heard) => () => void
}

export interface Heard {
  readonly taken: (batches: readonly TakenBatch[]) => void
  readonly present: (people: readonly Present[]) => void
  /** The server asks where its writers are. */
  readonly asked: () => void
  /** The line is there, or there again. */
  readonly opened: () => void
}

/** Between an event stream that was closed for good and the next try. */
const PAUSE = 3_000

export function openLine(live: string): Line {
  const post = (path: string, value: object): Promise<Response> => fetch(`${live}/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) })
  const told = async <T>(response: Response): Promise<T> => {
    // A fault of the server is as a line that is gone: it is tried again. What it declines, it says.
    if (response.status >= 500 || response.status === 429) throw new Error(`The server answered ${response.status}`)
    return (await response.json()) as T
  }
  return {
    open: async () => told(await fetch(live, { headers: { accept: 'application/json' } })),
    send: async (batch) => told(await post('steps', batch)),
    fetchSince: async (version) => (await told<{ batches?: readonly TakenBatch[] }>(await fetch(`${live}/steps?since=${version}`))).batches ?? [],
    sayWhere: async (present) => void (await post('presence', present)),
    dismiss: async (ids) => (await told<{ leftovers?: readonly Leftover[] }>(await post('leftovers', { ids }))).leftovers ?? [],
    listen: (since, client, heard) => listen(live, since, client, heard),
  }
}

function listen(live: string, since: number, client: Id<'client'>, heard: Heard): () => void {
  let source: EventSource | undefined
  let waiting = 0
  let version = since
  let isOver = false
  const begin = (): void => {
    source = new EventSource(`${live}/events?since=${version}&client=${client}`)
    source.addEventListener('open', heard.opened)
    source.addEventListener('taken', (event) => {
      const batches = JSON.parse(event.data as string) as TakenBatch[]
      version = batches.at(-1)?.version ?? version
      heard.taken(batches)
    })
    source.addEventListener('presence', (event) => heard.present(JSON.parse(event.data as string) as Present[]))
    source.addEventListener('where', heard.asked)
    source.addEventListener('error', () => {
      if (isOver || source?.readyState !== EventSource.CLOSED) return
      clearTimeout(waiting)
      waiting = window.setTimeout(begin, PAUSE)
    })
  }
  begin()
  const again = (): void => {
    source?.close()
    clearTimeout(waiting)
    begin()
  }
  // A browser that was offline keeps what looks like an open line for minutes.
  window.addEventListener('online', again)
  return () => {
    isOver = true
    window.removeEventListener('online', again)
    clearTimeout(waiting)
    source?.close()
  }
}
