import { excerpt, splitParagraphs } from '../../../shared/text.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import type { DocumentData } from '../data.ts'

/** A document in a few lines, to stand in a frame on somebody else's page: its latest public version and what changed. No script, one small style sheet. */
export function EmbedPage(props: { view: View; data: DocumentData }) {
  const { view, data } = props
  const { forum, document } = data
  // In a frame nobody is known: what is held back is never in it.
  const latest = data.versions.find(({ releasedAt }) => releasedAt !== null)
  const address = `${view.publicUrl}${data.address}`
  return (
    <html lang={view.lang} dir={view.dir}>
      <head>
        <meta charset="utf-8" />
        <title>{document.title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href={view.assets.address('embed.css')} />
      </head>
      <body>
        <main>
          <p class="from">{forum.title}{forum.isDemonstration ? ` · ${view.t('shell.demonstration-mark')}` : ''}</p>
          <h1 lang={document.language} dir="auto">{document.title}</h1>
          {latest === undefined ? null : (
            <>
              <p class="now">{view.t('drafts.version', { number: latest.number })}, {writeShortDate(dateInZone(latest.frozenAt, 'UTC'), view.lang)}</p>
              <p lang={document.language} dir="auto">{excerpt(splitParagraphs(latest.note)[0] ?? '', 280)}</p>
              <p><a href={`${address}/versions/${latest.number}`} target="_blank" rel="noopener">{view.t('release.read')}</a></p>
            </>
          )}
        </main>
      </body>
    </html>
  )
}
