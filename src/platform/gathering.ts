/**
 * Runs pieces of work of one kind together: the first runs at once; what comes while it runs waits, and then runs in one go. When
 * many come at the same time, what a transaction costs (locks, the disk) is paid once for all of them; when few come, nobody waits.
 * Each is answered when its own go is done: nothing is acknowledged before.
 */
export interface Gathering<In, Out> {
  (key: string, item: In): Promise<Out>
}

interface Waiting<In, Out> {
  readonly item: In
  readonly resolve: (value: Out) => void
  readonly reject: (error: unknown) => void
}

/**
 * `run` takes items of the same key, `most` of them at a time, and answers one outcome for each, in order. Should a go of several
 * fail, each is run alone, so that one that cannot be taken does not take others with it.
 */
export function gather<In, Out>(run: (items: readonly In[]) => Promise<readonly Out[]>, most: number): Gathering<In, Out> {
  const queues = new Map<string, Waiting<In, Out>[]>()
  const drain = async (key: string, queue: Waiting<In, Out>[]): Promise<void> => {
    while (queue.length > 0) await settle(run, queue.splice(0, most))
    queues.delete(key)
  }
  return (key, item) =>
    new Promise<Out>((resolve, reject) => {
      const queue = queues.get(key)
      if (queue !== undefined) queue.push({ item, resolve, reject })
      else {
        const own = [{ item, resolve, reject }]
        queues.set(key, own)
        void drain(key, own)
      }
    })
}

async function settle<In, Out>(run: (items: readonly In[]) => Promise<readonly Out[]>, batch: readonly Waiting<In, Out>[]): Promise<void> {
  try {
    const outcomes = await run(batch.map(({ item }) => item))
    for (const [place, { resolve, reject }] of batch.entries()) {
      const outcome = outcomes[place]
      if (outcome === undefined) reject(new Error('Work that was run together left one without an outcome'))
      else resolve(outcome)
    }
  } catch (error) {
    if (batch.length === 1) batch[0]?.reject(error)
    else for (const one of batch) await settle(run, [one])
  }
}

/**
 * Lets those who ask for the same thing at the same time share one answer. Nobody is given an answer that was begun before they asked:
 * who comes while one is under way waits for the next, together with all others who came meanwhile.
 */
export function share<Out>(): (key: string, work: () => Promise<Out>) => Promise<Out> {
  const under = new Map<string, { readonly running: Promise<Out>; next: Promise<Out> | undefined }>()
  const start = (key: string, work: () => Promise<Out>): Promise<Out> => {
    const one = { running: work(), next: undefined }
    under.set(key, one)
    const end = (): void => {
      const now = under.get(key)
      if (now === one && now.next === undefined) under.delete(key)
    }
    one.running.then(end, end)
    return one.running
  }
  return (key, work) => {
    const now = under.get(key)
    if (now === undefined) return start(key, work)
    const begin = (): Promise<Out> => start(key, work)
    now.next ??= now.running.then(begin, begin)
    return now.next
  }
}
