/** Where the private PostgreSQL listens: on a Unix socket only, in a folder that is closed to other users. */
import { createHash } from 'node:crypto'
import { closeSync, constants, mkdirSync, openSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PORT = 5432
// 104 bytes on macOS and the BSDs, 108 on Linux, one of them for the end of the string.
const LONGEST_SOCKET_PATH = 103

export type SocketPlace = {
  /** What the server is told: a folder, relative to the cluster's or absolute. */
  readonly listenIn: string
  /** The same folder's path when it must be created first. */
  readonly folder: string
}

export type SocketHost = { readonly host: string; readonly port: number; readonly close: () => void }

/**
 * The socket lies in the cluster's own folder. Linux reaches it there however long the path is (see `openSocketHost`);
 * elsewhere a path that is too long gives way to a folder of its own in the user's temporary folder.
 */
export function placeSocket(cluster: string, platform: NodeJS.Platform = process.platform, temporary = tmpdir()): SocketPlace {
  const path = join(cluster, `.s.PGSQL.${PORT}`)
  if (platform === 'linux' || Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return { listenIn: '.', folder: cluster }
  const digest = createHash('sha256').update(cluster).digest('hex').slice(0, 12)
  const folder = join(temporary, `convoke-${digest}`)
  return { listenIn: folder, folder }
}

export function prepareSocket(place: SocketPlace): void {
  if (place.listenIn !== '.') mkdirSync(place.folder, { recursive: true, mode: 0o700 })
}

/**
 * A host for `pg`. A Unix socket's path holds at most 107 bytes, so on Linux we keep the folder open and go through our own
 * list of open files. Stays usable until `close`.
 */
export function openSocketHost(place: SocketPlace): SocketHost {
  if (process.platform !== 'linux') return { host: place.folder, port: PORT, close: () => undefined }
  const descriptor = openSync(place.folder, constants.O_RDONLY | constants.O_DIRECTORY)
  let isOpen = true
  const close = (): void => {
    if (isOpen) closeSync(descriptor)
    isOpen = false
  }
  return { host: `/proc/self/fd/${descriptor}`, port: PORT, close }
}

/** Whether a server accepts connections there. */
export function answers(host: SocketHost): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(`${host.host}/.s.PGSQL.${host.port}`)
    const end = (isAlive: boolean): void => {
      socket.destroy()
      resolve(isAlive)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}
