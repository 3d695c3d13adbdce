import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { CommentChannel, Confirmation, Fate } from '../../shared/vocabularies.ts'

/** What somebody sent, and is told the outcome of. */
export const SOURCE_KINDS = ['contribution', 'comment'] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]

export interface Source {
  readonly kind: SourceKind
  readonly id: Id
  /** `2026/C-14` or `2026/R-112`. */
  readonly ref: string
  readonly number: number
  /** In lower case; undefined where none is known. */
  readonly address: string | undefined
  readonly isConfirmed: boolean
  readonly language: string | null
  /** How many of its units have which fate. */
  readonly fates: ReadonlyMap<Fate, number>
}

/** Why somebody cannot be told. */
export const UNTOLD = ['no-address', 'not-confirmed', 'stopped'] as const
export type Untold = (typeof UNTOLD)[number]

/**
 * Whether an address may be written to about the outcome: its owner or the desk has confirmed what came from it; or it was typed into
 * the public form of a forum that asks for no confirmation, where the receipt already went to it. What the desk entered or imported
 * counts once its sender has said that it was entered right.
 */
export function isConfirmedAddress(sent: { readonly channel: CommentChannel; readonly confirmedAt: Instant | null; readonly senderConfirmedAt: Instant | null }, confirmation: Confirmation): boolean {
  if (sent.confirmedAt !== null || sent.senderConfirmedAt !== null) return true
  return sent.channel === 'web' && confirmation === 'none'
}

/** One person, as far as an address tells: all they sent to the cycle. */
export interface Recipient {
  readonly address: string
  readonly language: string | null
  readonly sources: readonly Source[]
}

export interface Telling {
  readonly recipients: readonly Recipient[]
  readonly untold: readonly { readonly source: Source; readonly why: Untold }[]
  /** Already told about this edition, with the moment. */
  readonly told: readonly { readonly source: Source; readonly toldAt: Instant }[]
}

/**
 * Who is to be told, and who cannot be. An address is told once about an edition, whatever it sent: where one of its sources was told,
 * all were. It is confirmed by any of its sources; `stopped` holds addresses.
 */
export function planTelling(sources: readonly Source[], toldAt: ReadonlyMap<Id, Instant>, stopped: ReadonlySet<string>): Telling {
  const byAddress = Map.groupBy(sources.filter(({ address }) => address !== undefined), ({ address }) => address ?? '')
  const plan = { recipients: new Array<Recipient>(), untold: new Array<Telling['untold'][number]>(), told: new Array<Telling['told'][number]>() }
  for (const source of sources) if (source.address === undefined) plan.untold.push({ source, why: 'no-address' })
  for (const [address, own] of byAddress) {
    const at = own.map(({ id }) => toldAt.get(id)).find((each) => each !== undefined)
    const why: Untold | undefined = stopped.has(address) ? 'stopped' : own.some(({ isConfirmed }) => isConfirmed) ? undefined : 'not-confirmed'
    if (at !== undefined) plan.told.push(...own.map((source) => ({ source, toldAt: at })))
    else if (why !== undefined) plan.untold.push(...own.map((source) => ({ source, why })))
    else plan.recipients.push({ address, language: own.find(({ language }) => language !== null)?.language ?? null, sources: own })
  }
  return plan
}

/** Writes the mail for one recipient. */
export type WriteTold = (recipient: Recipient) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }
