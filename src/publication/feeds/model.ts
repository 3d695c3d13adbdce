import type { Instant } from '../../shared/time.ts'
import { escapeXml } from '../markup/model.ts'

/** What a feed tells of: an edition, a translation, or a version of a document. */
export interface FeedEntry {
  /** Lasting: of the thing itself, wherever it is served from. */
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly language: string
  readonly address: string
  readonly publishedAt: Instant
  readonly updatedAt: Instant
  /** Other forms of the same, by media type. */
  readonly files: readonly { readonly type: string; readonly address: string }[]
}

export interface Feed {
  readonly id: string
  readonly title: string
  readonly author: string
  readonly language: string
  /** Its own address, and that of the page it is about. */
  readonly self: string
  readonly page: string
  readonly entries: readonly FeedEntry[]
}

/** When nothing has been published yet, a feed was last changed at the beginning of time. */
const NEVER = '1970-01-01T00:00:00.000Z'

/** Atom (RFC 4287). Titles and summaries are text: nothing in them is markup. */
export function writeAtom(feed: Feed): string {
  const updated = feed.entries.map(({ updatedAt }): string => updatedAt).reduce((last, at) => (at > last ? at : last), NEVER)
  const entries = feed.entries.map(
    (entry) => `<entry xml:lang="${escapeXml(entry.language)}">
<id>${escapeXml(entry.id)}</id>
<title type="text">${escapeXml(entry.title)}</title>
<link rel="alternate" type="text/html" href="${escapeXml(entry.address)}"/>
${entry.files.map(({ type, address }) => `<link rel="enclosure" type="${escapeXml(type)}" href="${escapeXml(address)}"/>`).join('\n')}
<published>${entry.publishedAt}</published>
<updated>${entry.updatedAt}</updated>
<summary type="text">${escapeXml(entry.summary)}</summary>
</entry>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeXml(feed.language)}">
<id>${escapeXml(feed.id)}</id>
<title type="text">${escapeXml(feed.title)}</title>
<author><name>${escapeXml(feed.author)}</name></author>
<link rel="self" type="application/atom+xml" href="${escapeXml(feed.self)}"/>
<link rel="alternate" type="text/html" href="${escapeXml(feed.page)}"/>
<updated>${updated}</updated>
${entries.join('\n')}
</feed>
`
}
