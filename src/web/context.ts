import type { Hono } from 'hono'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Extractor } from '../platform/extractor.ts'
import type { FileStore } from '../platform/files.ts'
import type { LogFields } from '../platform/log.ts'
import type { MailDns } from '../platform/mail-dns.ts'
import type { MailKeys } from '../platform/mail-signing.ts'
import type { RenderDesk } from '../publication/renders/model.ts'
import type { Person } from '../people/model.ts'
import type { Upload } from '../platform/uploads.ts'
import type { FieldErrors } from '../shared/fields.ts'
import type { Instant } from '../shared/time.ts'
import type { Translate } from './messages.ts'

/** What the doors are given by the composition root. */
export interface Services {
  readonly db: Db
  readonly files: FileStore
  /** Reads files that are to become texts, outside of this process. */
  readonly extractor: Extractor
  /** Makes the documents of editions, and keeps them. */
  readonly renders: RenderDesk
  readonly clock: Clock
  /** The address at which the installation is reached, without a slash at its end. */
  readonly publicUrl: string
  /** Made once for an installation; secret links are derived from it. */
  readonly secret: string
  readonly assets: Assets
  readonly log: (level: 'info' | 'warn' | 'error', message: string, fields?: LogFields) => void
  /** True where no mail server is set: mail then waits in the outbox page. */
  readonly keepsMail: boolean
  /** The address that mail comes from, to which calendars send what their owners answer. */
  readonly mailAddress: string
  /** The domain of the installation's own mail addresses: of lists, of answers, of bounces. */
  readonly mailDomain: string
  /** How mail leaves: handed to a relay, straight to the servers of its recipients, or not at all. */
  readonly mailLeaves: 'by-relay' | 'directly' | 'not'
  /** What mail is signed with; made when it is first asked for. */
  readonly mailKeys: () => Promise<MailKeys>
  readonly mailDns: MailDns
  /** Whether mail can come in: answers are asked for only then. */
  readonly takesMail: boolean
  /** Aborted when the process is asked to stop: answers that would go on for hours end then. */
  readonly stopping?: AbortSignal | undefined
  /** The language model that the operator has named, and where it is; most often there is none. */
  readonly languageModel?: { readonly name: string; readonly host: string } | undefined
}

/** Built files by their plain names (`style.css`), each with the name it is served under and its bytes. */
export interface Assets {
  address(name: string): string
  file(servedName: string): Asset | undefined
}

export interface Asset {
  readonly type: string
  readonly isCompressed: boolean
  readonly encoded: Readonly<Record<'br' | 'gzip' | 'identity', Uint8Array<ArrayBuffer>>>
}

/** What every page is rendered with: who reads it, in which language, where. */
export interface View {
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  readonly t: Translate
  /** The sentence of a field's error code, such as `too-long:2000:2310`. */
  readonly error: (code: string) => string
  /** The address of this page, without its query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly now: Instant
  /** The time zone that the reader chose; undefined where none was. Only public pages with `usesZone` may show it. */
  readonly zone?: string | undefined
  readonly publicUrl: string
  readonly assets: Assets
  /** The person at the desk; undefined for the public. */
  readonly person: Person | undefined
}

/** `json`: the address ended in `.json`, and the page's data is asked for. `peer`: who opened the connection. */
export type Env = { Bindings: { json?: boolean; peer?: string } }
export type App = Hono<Env>

/** What a form sent. A field sent several times has several values. */
export type Fields = Readonly<Record<string, readonly string[]>>

/** What a form shows: what was typed, what was wrong with it, and the keys of files that have arrived already. */
export interface FormState {
  readonly values: Fields
  /** A code for each field, as of `shared/fields.ts`; '' is the form as a whole. */
  readonly errors: FieldErrors
  readonly uploads: Readonly<Record<string, Upload & { readonly key: string }>>
}
