import type { Child } from 'hono/jsx'
import { PSEUDO_LANGUAGE } from '../../shared/language.ts'
import type { View } from '../context.ts'

/** What stands above every page of a forum; made by `loadFrame` in web/forums/data.ts. */
export interface Frame {
  readonly forum: { readonly slug: string; readonly title: string; readonly isDemonstration: boolean }
  readonly cycle?: { readonly slug: string; readonly title: string } | undefined
  /** Asked for when a page is shown: a form that is taken and leads elsewhere shows none. */
  readonly places: () => Promise<readonly FramePlace[]>
}

export interface FramePlace {
  readonly href: string
  readonly label: string
  readonly isCurrent: boolean
}

export interface Crumb {
  readonly href?: string
  readonly label: string
}

/**
 * The whole document: header with the forum and its places, the page, the foot. `crumbs` are the way here, the last one without
 * address. `wide` pages use the whole grid.
 */
export function Layout(props: {
  view: View
  title: string
  frame?: Frame | undefined
  crumbs?: readonly Crumb[]
  description?: string
  islands?: readonly string[]
  /** Style sheets of this page alone. */
  sheets?: readonly string[]
  /** Seconds after which a browser without scripts asks for the page again. */
  refresh?: number
  desk?: boolean
  /** What else stands in the head: other addresses of the same text, what describes it. */
  head?: Child
  children?: Child
}) {
  const { view, frame } = props
  const site = frame === undefined ? 'Convoke' : `${frame.forum.title} · Convoke`
  return (
    <html lang={view.lang === PSEUDO_LANGUAGE ? 'en' : view.lang} dir={view.dir}>
      <head>
        <meta charset="utf-8" />
        <title>{props.title === site ? site : `${props.title} – ${site}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {props.description === undefined ? null : <meta name="description" content={props.description} />}
        <link rel="preload" href={view.assets.address('source-serif-4-latin-400-normal.woff2')} as="font" type="font/woff2" crossorigin="anonymous" />
        <link rel="stylesheet" href={view.assets.address('style.css')} />
        {(props.sheets ?? []).map((sheet) => <link rel="stylesheet" href={view.assets.address(sheet)} />)}
        <link rel="icon" href={view.assets.address('icon.svg')} type="image/svg+xml" />
        {props.refresh === undefined ? null : <noscript><meta http-equiv="refresh" content={String(props.refresh)} /></noscript>}
        {props.head}
        {(props.islands ?? []).map((island) => (
          <script type="module" src={view.assets.address(island)}></script>
        ))}
      </head>
      <body class={props.desk === true ? 'desk' : undefined}>
        <a class="skip" href="#content">{view.t('shell.skip')}</a>
        <Header view={view} frame={frame} desk={props.desk === true} />
        {frame?.forum.isDemonstration === true ? <p class="demonstration">{view.t('shell.demonstration')}</p> : null}
        <main id="content" tabindex={-1}>
          {props.crumbs === undefined ? null : <Crumbs view={view} crumbs={props.crumbs} />}
          {props.children}
        </main>
        <Foot view={view} frame={frame} />
      </body>
    </html>
  )
}

async function Header(props: { view: View; frame: Frame | undefined; desk: boolean }) {
  const { view, frame } = props
  const places = (await frame?.places()) ?? []
  return (
    <header class="top">
      <a class="brand" href="/">Convoke</a>
      {frame === undefined ? null : (
        <a class="forum" href={`/${frame.forum.slug}`}>
          {frame.forum.title}
          {frame.forum.isDemonstration ? <span class="warn"> · {view.t('shell.demonstration-mark')}</span> : null}
        </a>
      )}
      {places.length === 0 && view.person === undefined ? null : (
        <nav aria-label={view.t('shell.places')}>
          <ul>
            {places.map((place) => (
              <li>
                <a href={place.href} aria-current={place.isCurrent ? 'page' : undefined}>{place.label}</a>
              </li>
            ))}
            {view.person === undefined ? null : (
              <li>
                <a href="/desk" class="to-desk" aria-current={props.desk ? 'true' : undefined}>{view.t('shell.desk')}</a>
              </li>
            )}
          </ul>
        </nav>
      )}
    </header>
  )
}

function Crumbs(props: { view: View; crumbs: readonly Crumb[] }) {
  return (
    <nav class="crumbs" aria-label={props.view.t('shell.way')}>
      <ol>
        {props.crumbs.map((crumb) => (
          <li>{crumb.href === undefined ? <span aria-current="page">{crumb.label}</span> : <a href={crumb.href}>{crumb.label}</a>}</li>
        ))}
      </ol>
    </nav>
  )
}

function Foot(props: { view: View; frame: Frame | undefined }) {
  const { view, frame } = props
  const here = (lang: string): string => `?${new URLSearchParams({ ...view.query, lang }).toString()}`
  return (
    <footer class="foot">
      <p>{view.t('shell.promise')}</p>
      <ul>
        <li><a href={here('en')} hreflang="en" lang="en" aria-current={view.lang === 'en' ? 'true' : undefined}>English</a></li>
        <li><a href={here('fr')} hreflang="fr" lang="fr" aria-current={view.lang === 'fr' ? 'true' : undefined}>Français</a></li>
        {frame === undefined ? null : <li><a href={`/${frame.forum.slug}/notices`}>{view.t('shell.notices')}</a></li>}
        {view.person === undefined ? <li><a href="/login">{view.t('shell.sign-in')}</a></li> : <li><a href="/logout">{view.t('shell.sign-out')}</a></li>}
      </ul>
    </footer>
  )
}
