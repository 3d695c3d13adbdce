import type { Kept } from '../../drafts/driver/model.ts'

/**
 * What is not yet with the server is kept in the browser, so that it is there after a reload or a lost battery. One entry for each
 * client: two windows of one person do not write over each other, and a lock says which of them is still open.
 */
const STORE = 'writing'

interface Entry {
  readonly key: string
  readonly document: string
  readonly kept: Kept
}

function openStore(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('convoke-editor', 1)
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE, { keyPath: 'key' }))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('The store of this browser does not open')))
  })
}

let opened: Promise<IDBDatabase> | undefined
let last: Promise<unknown> = Promise.resolve()

/** One after the other, in the order in which they were asked for: an older state never comes to stand over a newer one. */
function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  opened ??= openStore()
  const store = opened
  const done = last.catch(() => undefined).then(async () => transact(await store, mode, work))
  last = done
  return done
}

function transact<T>(store: IDBDatabase, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const transaction = store.transaction(STORE, mode, { durability: 'strict' })
    const request = work(transaction.objectStore(STORE))
    transaction.addEventListener('complete', () => resolve(request.result))
    transaction.addEventListener('error', () => reject(transaction.error ?? new Error('The store of this browser failed')))
  })
}

/** What an earlier window left of this text, and nobody holds any more; it is held from now on. */
export async function findKept(document: string, person: string): Promise<Kept | undefined> {
  const entries = await within<Entry[]>('readonly', (store) => store.getAll() as IDBRequest<Entry[]>).catch(() => [])
  for (const { document: of, kept } of entries) if (of === `${document} ${person}` && (await hold(kept.client))) return kept
  return undefined
}

/** Holds a client until the window goes. False where another window has it. */
export async function hold(client: string): Promise<boolean> {
  if (!('locks' in navigator)) return true
  return new Promise((resolve) => {
    void navigator.locks.request(`convoke-client-${client}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null)
      // Never given back: the browser does so when the window is closed.
      return lock === null ? undefined : new Promise<void>(() => undefined)
    })
  })
}

export async function keep(document: string, person: string, kept: Kept): Promise<void> {
  await within('readwrite', (store) => store.put({ key: kept.client, document: `${document} ${person}`, kept } satisfies Entry))
}

export async function forget(client: string): Promise<void> {
  await within('readwrite', (store) => store.delete(client)).catch(() => undefined)
}
