import type { Clock } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Extractor } from '../platform/extractor.ts'
import type { WriteListLetter } from '../lists/letters/model.ts'
import type { FileStore } from '../platform/files.ts'
import type { LogFields } from '../platform/log.ts'
import type { InboxMail, Sorted } from '../record/inbox/model.ts'
import type { WritePlaceNews } from '../review/followers/model.ts'
import type { Id } from '../shared/ids.ts'
import type { MailAddress } from '../shared/mail-addresses.ts'
import type { ReadMail } from '../platform/mail-reading.ts'

/** What the mailroom is given by the composition root; the services of the pages have all of it. */
export interface MailServices {
  readonly db: Db
  readonly files: FileStore
  readonly extractor: Extractor
  readonly clock: Clock
  /** The address at which the installation is reached, without a slash at its end. */
  readonly publicUrl: string
  /** Made once for an installation; tokens and secret links are derived from it. */
  readonly secret: string
  /** What stands behind the @ of the addresses that take mail. */
  readonly mailDomain: string
  /** Letters to others, which the pages write. */
  readonly letters: { readonly placeNews: WritePlaceNews; readonly list: WriteListLetter }
  readonly log: (level: 'info' | 'warn' | 'error', message: string, fields?: LogFields) => void
}

/** One mail for one recipient, as the sorters get it. */
export interface Arrival {
  readonly id: InboxMail['id']
  readonly recipient: MailAddress
  /** '' for the null sender. */
  readonly envelopeFrom: string
  /** Who handed it over; null where it came by a pipe. */
  readonly clientAddress: string | null
  readonly mail: ReadMail
  readonly raw: Uint8Array
  /** Under which its bytes are kept. */
  readonly sha256: string
  readonly checks: InboxMail['checks']
  readonly receivedAt: InboxMail['receivedAt']
  /**
   * Ends the sorting within the transaction of what the mail becomes: then a process that dies between two lines takes it once. Throws
   * `AlreadySorted` where another has been first. `earlierId`: a kept mail that this one completes, and that ends with it. A sorter that does not call it must do no harm when it is called twice with one `id`.
   */
  readonly settle: (tx: Tx, sorted: Sorted, earlierId?: Id | null) => Promise<void>
}

/** Another process has sorted this mail: whatever was written in the transaction is taken back. */
export class AlreadySorted extends Error {}

/** Takes what is its own; undefined: not mine. A fault puts the mail back, to be tried again. */
export type Sorter = (services: MailServices, arrival: Arrival) => Promise<Sorted | undefined>
