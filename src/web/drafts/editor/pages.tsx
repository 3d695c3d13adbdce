import { CONTENT_LANGUAGES, languageName } from '../../../shared/language.ts'
import type { View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import type { MessageKey } from '../../messages.ts'
import { SOURCE_KINDS, type EditorData } from './data.ts'

/** The words that the island says by itself, by the names it knows them by. */
const SAID = [
  'saved', 'waiting', 'offline', 'closed', 'number', 'rests-on', 'rests-on-nothing', 'own-voice', 'footnote', 'reference', 'broken', 'section', 'pasted-pictures', 'pasted-notes', 'pasted-cut', 'undone-partly', 'wordless', 'moved-up', 'moved-down', 'cited', 'uncited', 'no-paragraph',
  'uncite', 'cite', 'used', 'more', 'nothing-found', 'not-merged', 'swallowed', 'copy', 'copied', 'dismiss', 'failed', 'writes', 'unreached', 'nobody', 'failed-link', 'no-picture',
] as const

/** Marks of words, each with its key. */
const MARK_BUTTONS = [['strong', 'B'], ['emphasis', 'I'], ['superscript', 'x²'], ['subscript', 'x₂'], ['code', '{}']] as const
const TABLE_BUTTONS = ['row-before', 'row-after', 'column-before', 'column-after', 'row-gone', 'column-gone', 'heading-row', 'merge', 'split', 'table-gone'] as const

/** The page on which several people write at once. Without JavaScript it leads to the forms, which do all of it but at once. */
export function EditorPage(props: { view: View; data: EditorData }) {
  const { view, data } = props
  const { t } = view
  const { document, person } = data
  const here = `/desk${data.address}`
  const title = t('drafts.editor.title', { document: document.title })
  return (
    <Layout view={view} frame={data.frame} title={title} desk islands={['editor.js']} sheets={['editor.css']} crumbs={[...deskCrumbs(view, data), { href: `/desk${data.base}/documents`, label: t('drafts.title') }, { href: here, label: document.title }, { label: t('drafts.editor.write') }]}>
      <h1 id="content-title" lang={document.language} dir="auto">{document.title}</h1>
      <p class="meta">
        <a href={here}>{t('drafts.editor.forms')}</a>
        <a href={`${here}/suggestions`}>{t('drafts.suggestion.desk')}</a>
        <a href="#editor-keys">{t('drafts.editor.keys')}</a>
      </p>
      <noscript><p class="differs">{t('drafts.editor.no-script')} <a href={here}>{t('drafts.editor.forms')}</a></p></noscript>
      <div
        id="editor" data-here={`${here}/edit`} data-live={`${here}/live`} data-checks={`${here}/checks.json`} data-document={document.id} data-language={document.language} data-person={person.id} data-name={person.name}
        data-words={wordsFor(view)} data-pictures={`${data.base}/documents/${document.slug}/pictures`} data-figures={JSON.stringify(data.figures.map(({ id, number, title: name }) => ({ id, name, address: `${data.base}/figures/${number}/figure.svg` })))}
      >
        <div class="editor-head">
          <Toolbar view={view} />
          <p class="editor-status"><span id="editor-state" role="status">{t('drafts.editor.opening')}</span><span id="editor-people"></span></p>
          <p id="editor-said" role="status" class="hidden-words"></p>
          <p id="editor-notice" class="differs" hidden></p>
        </div>
        <div class="editor-sides">
          <div id="editor-text" lang={document.language}></div>
          <Panel view={view} />
        </div>
        <Leftovers view={view} />
        <Dialogs view={view} data={data} />
      </div>
      <KeySheet view={view} />
    </Layout>
  )
}

function wordsFor(view: View): string {
  return JSON.stringify(Object.fromEntries(SAID.map((name) => [name, view.t(`drafts.editor.said.${name}` as MessageKey, { count: '%', number: '%', refs: '%', names: '%', name: '%' })])))
}

function Toolbar(props: { view: View }) {
  const { view } = props
  const { t } = view
  const button = (does: string, sign: string, isToggle = false) => (
    <button type="button" class="quiet" data-do={does} title={t(`drafts.editor.do.${does}` as MessageKey)} aria-label={t(`drafts.editor.do.${does}` as MessageKey)} aria-pressed={isToggle ? 'false' : undefined} data-sign={sign} tabindex={-1}></button>
  )
  const kinds = ['paragraph', 'heading-1', 'heading-2', 'heading-3', 'heading-4', 'annex', 'quotation', 'bullet', 'ordered'] as const
  return (
    <div class="editor-bar" role="toolbar" aria-label={t('drafts.editor.toolbar')} aria-controls="editor-text" hidden>
      <label class="hidden-words" for="editor-kind">{t('drafts.editor.kind')}</label>
      <select id="editor-kind" tabindex={-1}>{kinds.map((kind) => <option value={kind}>{t(`drafts.editor.kind.${kind}`)}</option>)}</select>
      <span class="group">{MARK_BUTTONS.map(([mark, sign]) => button(mark, sign, true))}</span>
      <span class="group">{button('link', '↗')}{button('footnote', '†')}{button('reference', '¶')}{button('figure', '▣')}{button('table', '▦')}</span>
      <span class="group">{button('shallower', '⇤')}{button('deeper', '⇥')}{button('up', '↑')}{button('down', '↓')}</span>
      <span class="group">{button('own-voice', '✎', true)}{button('language', 'A⇄')}</span>
      <span class="group">{button('undo', '↶')}{button('redo', '↷')}</span>
      <span class="group" id="editor-table-tools" hidden>{TABLE_BUTTONS.map((does) => <button type="button" class="quiet words" data-do={does} tabindex={-1}>{t(`drafts.editor.do.${does}`)}</button>)}</span>
    </div>
  )
}

/** What can be cited into the paragraph where the cursor is. */
function Panel(props: { view: View }) {
  const { view } = props
  const { t } = view
  return (
    <aside id="editor-panel" aria-label={t('drafts.editor.panel')} hidden>
      <h2 id="editor-here">{t('drafts.editor.panel.here')}</h2>
      <ul id="editor-cited" class="lines"></ul>
      <h2>{t('drafts.editor.panel.sources')}</h2>
      <div class="field">
        <label for="editor-source-kind">{t('drafts.editor.panel.kind')}</label>
        <select id="editor-source-kind">{SOURCE_KINDS.map((kind) => <option value={kind}>{t(`drafts.editor.source.${kind}`)}</option>)}</select>
      </div>
      <div class="field">
        <label for="editor-source-words">{t('drafts.editor.panel.search')}</label>
        <input id="editor-source-words" type="search" dir="auto" autocomplete="off" />
      </div>
      <label class="choice"><input type="checkbox" id="editor-source-unused" /><span>{t('drafts.editor.panel.unused')}</span></label>
      <p id="editor-source-count" class="quiet-text" role="status"></p>
      <ul id="editor-sources" class="lines"></ul>
      <h2>{t('drafts.editor.panel.checks')}</h2>
      <ul id="editor-checks" class="lines"></ul>
      <p id="editor-checks-none" class="empty">{t('drafts.editor.panel.checks.none')}</p>
    </aside>
  )
}

/** What somebody wrote and the text does not have: never nowhere. */
function Leftovers(props: { view: View }) {
  const { t } = props.view
  return (
    <section id="editor-leftovers" aria-labelledby="editor-leftovers-title" hidden>
      <h2 id="editor-leftovers-title">{t('drafts.editor.leftovers')}</h2>
      <p>{t('drafts.editor.leftovers.lead')}</p>
      <ul class="entries"></ul>
    </section>
  )
}

function Dialogs(props: { view: View; data: EditorData }) {
  const { view, data } = props
  const { t } = view
  return (
    <>
      <Dialog view={view} name="link">
        <Line name="href" label={t('drafts.editor.field.href')} type="url" />
      </Dialog>
      <Dialog view={view} name="footnote">
        <div class="field"><label for="editor-note">{t('drafts.editor.field.note')}</label><textarea id="editor-note" name="note" rows={4} maxlength={5_000} dir="auto"></textarea></div>
      </Dialog>
      <Dialog view={view} name="reference">
        <Line name="place" label={t('drafts.editor.field.place')} type="search" />
        <div class="field"><label for="editor-to">{t('drafts.editor.field.to')}</label><select id="editor-to" name="to" size={8}></select></div>
      </Dialog>
      <Dialog view={view} name="figure">
        <div class="field"><label for="editor-pinned">{t('drafts.editor.field.pinned')}</label><select id="editor-pinned" name="pinned"><option value="">{t('drafts.editor.field.pinned.none')}</option>{data.figures.map(({ id, number, title }) => <option value={id}>N-{number} {title}</option>)}</select></div>
        <div class="field"><label for="editor-picture">{t('drafts.editor.field.picture')}</label><p class="hint" id="editor-picture-hint">{t('drafts.editor.field.picture.hint')}</p><input id="editor-picture" name="picture" type="file" accept="image/png,image/jpeg" aria-describedby="editor-picture-hint" /></div>
        <div class="field"><label for="editor-alternative">{t('drafts.editor.field.alternative')}</label><p class="hint" id="editor-alternative-hint">{t('drafts.editor.field.alternative.hint')}</p><textarea id="editor-alternative" name="alternative" rows={3} maxlength={2_000} dir="auto" aria-describedby="editor-alternative-hint"></textarea></div>
      </Dialog>
      <Dialog view={view} name="table">
        <Line name="rows" label={t('drafts.editor.field.rows')} type="number" value="3" />
        <Line name="columns" label={t('drafts.editor.field.columns')} type="number" value="3" />
      </Dialog>
      <Dialog view={view} name="language">
        <div class="field"><label for="editor-lang">{t('drafts.editor.field.language')}</label><select id="editor-lang" name="language"><option value="">{t('drafts.editor.field.language.same')}</option>{CONTENT_LANGUAGES.filter((tag) => tag !== data.document.language).map((tag) => <option value={tag}>{languageName(tag, view.lang)}</option>)}</select></div>
        <div class="field"><label for="editor-dir">{t('drafts.editor.field.direction')}</label><select id="editor-dir" name="direction">{(['auto', 'ltr', 'rtl'] as const).map((direction) => <option value={direction === 'auto' ? '' : direction}>{t(`drafts.editor.direction.${direction}`)}</option>)}</select></div>
      </Dialog>
    </>
  )
}

/** A question that the browser asks by itself: nothing of it is sent. */
function Dialog(props: { view: View; name: string; children?: unknown }) {
  const { view, name } = props
  const { t } = view
  return (
    <dialog id={`editor-${name}`} aria-labelledby={`editor-${name}-title`}>
      <form method="dialog" class="sheet" novalidate>
        <h2 id={`editor-${name}-title`}>{t(`drafts.editor.do.${name}` as MessageKey)}</h2>
        <p class="error" role="alert" hidden></p>
        {props.children}
        <div class="actions"><button value="take">{t('drafts.editor.take')}</button><button value="gone" class="quiet" hidden>{t('drafts.editor.remove')}</button><button value="" class="quiet" formnovalidate>{t('drafts.editor.cancel')}</button></div>
      </form>
    </dialog>
  )
}

function Line(props: { name: string; label: string; type: 'url' | 'search' | 'number'; value?: string }) {
  const id = `editor-${props.name}`
  const range = props.type === 'number' ? { min: '1', max: '30' } : {}
  return <div class="field"><label for={id}>{props.label}</label><input id={id} name={props.name} type={props.type} value={props.value ?? ''} dir={props.type === 'url' ? 'ltr' : 'auto'} autocomplete="off" {...range} /></div>
}

const KEYS = [
  ['Alt+F10', 'toolbar'], ['Ctrl+B, Ctrl+I', 'marks'], ['Ctrl+K', 'link'], ['Ctrl+Alt+0', 'paragraph'], ['Ctrl+Alt+1 … 4', 'headings'], ['Ctrl+Shift+8, Ctrl+Shift+7', 'lists'], ['Tab, Shift+Tab', 'depth'], ['Alt+↑, Alt+↓', 'move'],
  ['Ctrl+Alt+F', 'footnote'], ['Ctrl+Alt+R', 'reference'], ['Ctrl+Alt+C', 'cite'], ['Shift+Enter', 'break'], ['Ctrl+Z, Ctrl+Y', 'undo'],
] as const

function KeySheet(props: { view: View }) {
  const { t } = props.view
  return (
    <section id="editor-keys" class="block">
      <h2>{t('drafts.editor.keys')}</h2>
      <p>{t('drafts.editor.keys.lead')}</p>
      <dl class="facts">{KEYS.map(([keys, does]) => <><dt><kbd>{keys}</kbd></dt><dd>{t(`drafts.editor.key.${does}`)}</dd></>)}</dl>
    </section>
  )
}
