import type { Id } from '../../shared/ids.ts'

/** What a paragraph can rest on of what was said in meetings: a point, a remark, a passage of a transcript. */
export const SAID_KINDS = ['point', 'remark', 'cue'] as const
export type SaidKind = (typeof SAID_KINDS)[number]

/** Something said, as anyone may read it: with a name only where there is one to be read. */
export interface Said {
  readonly id: Id
  readonly kind: SaidKind
  /** `PT-4`; `second-meeting/M-2`; `second-meeting/T-1-37`. */
  readonly ref: string
  readonly text: string
  readonly language: string | null
  readonly who: string | null
  /** Its address below its forum's. */
  readonly path: string
}

export type SaidRef =
  | { readonly kind: 'point'; readonly number: number }
  | { readonly kind: 'remark'; readonly meeting: string; readonly number: number }
  | { readonly kind: 'cue'; readonly meeting: string; readonly transcript: number; readonly number: number }

/** Reads a reference to something said; undefined for any other. */
export function parseSaidRef(ref: string): SaidRef | undefined {
  const point = /^PT-([1-9][0-9]{0,8})$/iu.exec(ref)
  if (point !== null) return { kind: 'point', number: Number(point[1]) }
  const remark = /^([a-z0-9-]{2,60})\/M-([1-9][0-9]{0,8})$/iu.exec(ref)
  if (remark !== null) return { kind: 'remark', meeting: (remark[1] ?? '').toLowerCase(), number: Number(remark[2]) }
  const cue = /^([a-z0-9-]{2,60})\/T-([1-9][0-9]{0,4})-([1-9][0-9]{0,8})$/iu.exec(ref)
  return cue === null ? undefined : { kind: 'cue', meeting: (cue[1] ?? '').toLowerCase(), transcript: Number(cue[2]), number: Number(cue[3]) }
}

export function remarkRef(meeting: string, number: number): string {
  return `${meeting}/M-${number}`
}

export function cueRef(meeting: string, transcript: number, number: number): string {
  return `${meeting}/T-${transcript}-${number}`
}

/** True for what is said in meetings, among all that can be linked. */
export function isSaid(kind: string): kind is SaidKind {
  return (SAID_KINDS as readonly string[]).includes(kind)
}
