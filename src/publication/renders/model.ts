import type { MeetingKind } from '../../meetings/model.ts'
import type { Id } from '../../shared/ids.ts'

/** What an edition can be had as. The names are the endings of its permanent addresses. */
export const RENDER_FORMATS = ['html', 'pdf', 'docx', 'epub', 'md', 'json'] as const
export type RenderFormat = (typeof RENDER_FORMATS)[number]

/** What a version can be had as, to be read and marked on paper or in a word processor. */
export const REVIEW_FORMATS = ['pdf', 'docx'] as const

export const MEDIA_TYPES: Readonly<Record<RenderFormat, string>> = {
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  epub: 'application/epub+zip',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

/** `report` is that of a meeting; `reports` those of a cycle, or of a series of its meetings (`seriesId`). */
export const RENDER_SUBJECTS = ['edition', 'version', 'report', 'reports'] as const

/** What reports can be had as, beside their page. */
export const REPORT_FORMATS = ['pdf', 'docx'] as const

/** What is made into a document: an edition, a version, or reports, in a language. */
export interface RenderSubject {
  readonly kind: (typeof RENDER_SUBJECTS)[number]
  readonly id: Id
  readonly language: string
}

/** Why a document could not be made: the setting refused a paragraph, took too long or too much memory, or ended. */
export const RENDER_FAILURES = ['refused', 'too-slow', 'too-much-memory', 'ended'] as const
export type RenderFailure = (typeof RENDER_FAILURES)[number]

export interface Render extends RenderSubject {
  readonly renderId: Id<'render'>
  readonly forumId: Id<'forum'>
  readonly format: RenderFormat
  readonly state: 'waiting' | 'made' | 'failed'
  /** How far the record had come when it was last seen to be true. */
  readonly stamp: string
  readonly digest: string | null
  /** Of the bytes, once they are made. */
  readonly sha256: string | null
  readonly size: number | null
  /** Letters that no face has: they are empty boxes in a PDF, which then does not claim to be PDF/UA. */
  readonly missing: string | null
  readonly failure: RenderFailure | null
  /** The number of the paragraph that could not be set, where one can be named. */
  readonly paragraph: number | null
}

/** Makes documents, and says where they are. */
export interface RenderDesk {
  /** Makes what a row asks for, unless another process is at it; returns once it is made, given up, or left to that process. */
  make(id: Id): Promise<void>
  readonly store: DocumentStore
}

/** Documents by the SHA-256 of their bytes. */
export interface DocumentStore {
  has(sha256: string): Promise<boolean>
  read(sha256: string): AsyncIterable<Uint8Array>
}

/** Raised whenever a template or a writer changes what it makes of the same text: what was made before is made anew. */
export const RENDER_EDITION = 3

const SERIES: Readonly<Record<MeetingKind, string>> = { virtual: 'a', informal: 'b', session: 'c' }

/** Stands for a series of a cycle's meetings where a document is asked for: the cycle's id, of a version that no id is made in. */
export function seriesId(cycleId: Id, kind: MeetingKind): Id {
  return `${cycleId.slice(0, 14)}${SERIES[kind]}${cycleId.slice(15)}` as Id
}
