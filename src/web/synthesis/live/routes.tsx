import { streamSSE } from 'hono/streaming'
import type { App, Services } from '../../context.ts'
import { forbiddenPage, notFoundPage } from '../../errors.tsx'
import { readRequest } from '../../page.tsx'
import { loadCycleAtDesk } from '../data.ts'
import { readSequence, watchRecord } from './data.ts'

/** A word now and then, so that nothing between us and the browser takes the silence for an end. */
const HEARTBEAT = 15_000
/** After this long the browser asks anew, and is let in only as long as its login is good. */
const LONGEST = 10 * 60_000

/**
 * Tells those who read at the desk that something was recorded: as server-sent events with the record's length, or, for whoever cannot
 * keep such a line open, as that number by itself.
 */
export function liveRoutes(app: App, services: Services): void {
  app.get('/desk/:forum/:cycle/reading/live', async (c) => {
    const request = await readRequest(c, services)
    const inCycle = await loadCycleAtDesk(request)
    if (inCycle === undefined) return notFoundPage(c, request)
    if (inCycle === 'forbidden') return forbiddenPage(c, request.view)
    const { id } = inCycle.forum
    c.header('cache-control', 'no-store')
    if (!(c.req.header('accept') ?? '').includes('text/event-stream')) return c.json({ sequence: await readSequence(services.db, id) })
    c.header('x-accel-buffering', 'no')
    return streamSSE(c, async (stream) => {
      const write = (sequence: number): void => void stream.writeSSE({ event: 'record', data: String(sequence) })
      const stop = await watchRecord(services.db, id, write)
      write(await readSequence(services.db, id))
      await new Promise<void>((resolve) => {
        const beat = setInterval(() => void stream.write(': \n\n'), HEARTBEAT).unref()
        const end = (): void => {
          clearInterval(beat)
          stop()
          resolve()
        }
        const longest = setTimeout(end, LONGEST).unref()
        stream.onAbort(() => {
          clearTimeout(longest)
          end()
        })
        if (stream.aborted) end()
      })
    })
  })
}
