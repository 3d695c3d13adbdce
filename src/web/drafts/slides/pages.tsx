import { textDirection } from '../../../shared/language.ts'
import { dateInZone, writeDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { BlockText, Notes } from '../blocks/pages.tsx'
import type { VersionData } from '../data.ts'

/** A version to be presented: its title, then one slide for each section. */
export function SlidesPage(props: { view: View; data: VersionData }) {
  const { view, data } = props
  const { document, version, text, setting } = data
  const count = text.length + 1
  return (
    <html lang={view.lang} dir={view.dir}>
      <head>
        <meta charset="utf-8" />
        <title>{version.title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href={view.assets.address('slides.css')} />
        <link rel="icon" href={view.assets.address('icon.svg')} type="image/svg+xml" />
        <script type="module" src={view.assets.address('slides.js')}></script>
      </head>
      <body>
        <main lang={document.language} dir={textDirection(document.language)}>
          <section class="slide" id="slide-1" tabindex={-1}>
            <h1 dir="auto">{version.title}</h1>
            <p class="meta" lang={view.lang}>{data.forum.title} · {writeDate(dateInZone(version.frozenAt, 'UTC'), view.lang)}{data.forum.isDemonstration ? ` · ${view.t('shell.demonstration-mark')}` : ''}</p>
            <Steps view={view} data={data} place={1} count={count} />
          </section>
          {text.map((section, index) => (
            <section class="slide" id={`slide-${index + 2}`} tabindex={-1}>
              {section.title === '' ? null : <h2 dir="auto">{section.title}</h2>}
              {section.paragraphs.map((paragraph) => <BlockText view={view} setting={setting} paragraph={paragraph} />)}
              <Notes view={view} setting={setting} paragraphs={section.paragraphs} />
              <Steps view={view} data={data} place={index + 2} count={count} />
            </section>
          ))}
        </main>
      </body>
    </html>
  )
}

function Steps(props: { view: View; data: VersionData; place: number; count: number }) {
  const { view, place, count } = props
  const { t } = view
  return (
    <nav class="steps" lang={view.lang} aria-label={t('slides.steps', { place })}>
      {place === 1 ? <a href={`${props.data.address}/versions/${props.data.version.number}`}>{t('slides.text')}</a> : <a href={`#slide-${place - 1}`} rel="prev">{t('slides.earlier')}</a>}
      {place === count ? null : <a href={`#slide-${place + 1}`} rel="next">{t('slides.later')}</a>}
      {place === 1 ? <span>{t('slides.keys')}</span> : null}
      <span class="number">{place} / {count}</span>
    </nav>
  )
}
