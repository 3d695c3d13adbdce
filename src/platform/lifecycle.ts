/** How the server's process ends: for which reasons, and in which order. */
import type { Log } from './log.ts'

export type StopStep = { readonly what: string; readonly stop: () => Promise<void> }

const STEP_LIMIT_MS = 10_000

/**
 * Resolves with the first reason to stop, as the end of a sentence: a signal, the end of the process that started us (its end of
 * our stdin closes, `kill -9` included), or one of `reasons`. Call it once, before anything that would have to be undone.
 */
export function untilStopped(reasons: readonly Promise<string>[] = []): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(`asked to stop (${signal})`))
    if (process.env['CONVOKE_LIFELINE'] === 'stdin') {
      const letGo = (): void => resolve('the process that started Convoke has ended')
      process.stdin.once('end', letGo).once('error', letGo).resume()
    }
    for (const reason of reasons) void reason.then(resolve)
  })
}

/**
 * Takes the steps one after the other. One that fails or does not end within `limitMs` is logged and does not keep the next
 * from being taken. Resolves with whether all went well.
 */
export async function stopInOrder(steps: readonly StopStep[], log: Log, limitMs = STEP_LIMIT_MS): Promise<boolean> {
  let isClean = true
  for (const { what, stop } of steps) {
    const fault = await withinLimit(stop, limitMs)
    if (fault === undefined) continue
    isClean = false
    log.error('Stopping did not go well', { what, fault })
  }
  return isClean
}

async function withinLimit(stop: () => Promise<void>, limitMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`did not end within ${limitMs} ms`), limitMs)
  })
  const ended = stop().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  const fault = await Promise.race([ended, limit])
  clearTimeout(timer)
  return fault
}
