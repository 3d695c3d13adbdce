import { callState } from '../../../calls/model.ts'
import { parts } from '../../../calls/translations/model.ts'
import { excerpt, splitParagraphs } from '../../../shared/text.ts'
import type { View } from '../../context.ts'
import { writeWhatIsPossible, type InCall } from '../data.ts'

/** A call in a few lines, to stand in a frame on somebody else's page: no script, one small style sheet. */
export function EmbedPage(props: { view: View; data: InCall }) {
  const { view, data } = props
  const { forum, cycle, call } = data
  const title = data.say(parts.title, call.title)
  const introduction = data.say(parts.introduction, call.introduction)
  const state = callState(call, view.now)
  const isOpen = state === 'open' || state === 'late'
  const address = `${view.publicUrl}/${forum.slug}/${cycle.slug}/calls/${call.slug}`
  return (
    <html lang={view.lang} dir={view.dir}>
      <head>
        <meta charset="utf-8" />
        <title>{title.text}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href={view.assets.address('embed.css')} />
      </head>
      <body>
        <main>
          <p class="from">{forum.title}{forum.isDemonstration ? ` · ${view.t('shell.demonstration-mark')}` : ''}</p>
          <h1 lang={title.lang} dir="auto">{title.text}</h1>
          <p lang={introduction.lang} dir="auto">{excerpt(splitParagraphs(introduction.text)[0] ?? '', 280)}</p>
          <p class="now">{writeWhatIsPossible(view, call, data.say)}</p>
          <p><a href={isOpen ? `${address}/contribute` : address} target="_blank" rel="noopener">{view.t(isOpen ? 'calls.contribute' : 'announcing.embed.read')}</a></p>
        </main>
      </body>
    </html>
  )
}
