import { z } from 'zod'
import { readMinutes, type Item, type ItemInput, type ItemLink } from '../../../meetings/items/model.ts'
import { isId } from '../../../shared/ids.ts'
import { line, parseFields, prose } from '../../../shared/fields.ts'
import { writeShortDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import type { Submitted } from '../../form.tsx'
import { ErrorSummary, LineField, TextField } from '../../ui/fields.tsx'
import { Revision } from '../forms.tsx'
import type { AgendaDeskData, TemplateData } from './data.ts'

/** Items that an agenda may have, and empty places that the form shows below those there are. */
const ITEMS_LIMIT = 60
const EMPTY = 3
const LINKS_LIMIT = 20

const PARTS = ['order', 'title', 'minutes', 'presenter', 'about', 'links'] as const

const schema = z.object({ title: line(300), presenter: line(300), about: prose(4000), links: prose(10_000) })

type Read = { readonly ok: true; readonly items: ItemInput[] } | { readonly ok: false; readonly errors: Record<string, string> }

/** Reads the agenda as it was typed. An item without a title is none; `order` moves it. `carried`: actions that go on under one item of their own. */
export function readAgendaForm(submitted: Submitted, carried: { readonly title: string; readonly links: readonly ItemLink[] }, forumSlug: string): Read {
  const errors: Record<string, string> = {}
  const items: (ItemInput & { readonly order: number })[] = []
  for (let at = 0; at < ITEMS_LIMIT; at++) {
    const value = (name: string): string => submitted.value(`${name}-${at}`)
    if (PARTS.every((name) => name === 'order' || value(name).trim() === '')) continue
    const parsed = parseFields(schema, { title: value('title'), presenter: value('presenter'), about: value('about'), links: value('links') })
    if (!parsed.ok) {
      for (const [name, code] of Object.entries(parsed.errors)) errors[`${name}-${at}`] = code
      continue
    }
    const { title, presenter, about } = parsed.value
    const minutes = value('minutes').trim() === '' ? null : readMinutes(value('minutes'))
    const links = readLinks(parsed.value.links, forumSlug)
    const order = value('order').trim() === '' ? at + 1 : Number(value('order'))
    if (title === '') errors[`title-${at}`] = 'required'
    if (minutes === undefined) errors[`minutes-${at}`] = 'meetings.plan.refusal.minutes-wrong'
    if (typeof links === 'string') errors[`links-${at}`] = links
    if (!Number.isFinite(order) || Math.abs(order) > 1000) errors[`order-${at}`] = 'not-a-number'
    if (minutes !== undefined && typeof links !== 'string') items.push({ id: isId(value('id')) ? value('id') as ItemInput['id'] : null, title, presenter: presenter === '' ? null : presenter, about: about === '' ? null : about, minutes, links, order })
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  // Items that stand at one place keep the order in which they were typed.
  const ordered: ItemInput[] = items.sort((a, b) => a.order - b.order).map(({ id, title, about, minutes, presenter, links }) => ({ id, title, about, minutes, presenter, links }))
  return { ok: true, items: carried.links.length === 0 ? ordered : [...ordered, { id: null, title: carried.title, presenter: null, about: null, minutes: null, links: carried.links }] }
}

/** One link a line, `Title | address`, the address of the web or a path of this installation; or the code of what is wrong. */
function readLinks(text: string, forumSlug: string): ItemLink[] | string {
  const links: ItemLink[] = []
  for (const each of text.split('\n').map((part) => part.trim()).filter((part) => part !== '')) {
    const bar = each.lastIndexOf('|')
    const url = each.slice(bar + 1).trim()
    if (!(url.startsWith('/') && !url.startsWith('//') && !/\s/u.test(url)) && !/^https?:\/\/[^\s/@]+(\/\S*)?$/u.test(url)) return 'meetings.plan.refusal.link-wrong'
    // What is discussed is one revision; the document's own page shows whichever is newest.
    if (new RegExp(`^/${forumSlug}/[a-z0-9-]+/documents/[a-z0-9-]+/?$`, 'u').test(url)) return 'meetings.plan.refusal.link-not-exact'
    links.push({ title: (bar < 0 ? '' : each.slice(0, bar).trim()) || url, url })
  }
  return links.length > LINKS_LIMIT ? `meetings.refusal.too-many:${LINKS_LIMIT}` : links
}

/** What the form shows of items that there are, or that an agenda begins with. */
export function agendaValues(items: readonly (Omit<ItemInput, 'id'> & { readonly id?: Item['id'] })[]): Record<string, string> {
  const entries = items.flatMap((item, at): [string, string][] => [
    [`id-${at}`, item.id ?? ''],
    [`order-${at}`, String(at + 1)],
    [`title-${at}`, item.title],
    [`minutes-${at}`, item.minutes === null ? '' : String(item.minutes)],
    [`presenter-${at}`, item.presenter ?? ''],
    [`about-${at}`, item.about ?? ''],
    [`links-${at}`, item.links.map(({ title, url }) => `${title} | ${url}`).join('\n')],
  ])
  return Object.fromEntries(entries)
}

/** The agenda as a form: a group of fields for each item, and some empty ones. */
export function AgendaForm(props: { view: View; data: AgendaDeskData; form: FormState }) {
  const { view, data, form } = props
  const typed = Object.keys(form.values).flatMap((name) => /^title-(\d{1,2})$/u.exec(name)?.[1] ?? []).map(Number).filter((at) => (form.values[`title-${at}`]?.at(-1) ?? '') !== '')
  const count = Math.min(ITEMS_LIMIT, Math.max(-1, ...typed) + 1 + EMPTY)
  const places = Array.from({ length: count }, (_, at) => at)
  const labels = Object.fromEntries(places.flatMap((at) => PARTS.map((name) => [`${name}-${at}`, `${view.t('meetings.plan.item', { number: at + 1 })}: ${view.t(`meetings.plan.item.${name}`)}`])))
  return (
    <form method="post" action={view.path} class="sheet" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      <Revision form={form} />
      {places.map((at) => <ItemFields view={view} form={form} at={at} />)}
      <Carried view={view} data={data} form={form} />
      <div class="actions"><button type="submit">{view.t('meetings.plan.agenda.save')}</button></div>
    </form>
  )
}

function ItemFields(props: { view: View; form: FormState; at: number }) {
  const { view, form, at } = props
  return (
    <fieldset class="group item">
      <legend>{view.t('meetings.plan.item', { number: at + 1 })}</legend>
      <input type="hidden" name={`id-${at}`} value={form.values[`id-${at}`]?.at(-1) ?? ''} />
      <LineField view={view} form={form} name={`title-${at}`} optional label={view.t('meetings.plan.item.title')} />
      <LineField view={view} form={form} name={`presenter-${at}`} optional label={view.t('meetings.plan.item.presenter')} />
      <LineField view={view} form={form} name={`minutes-${at}`} dir="ltr" optional label={view.t('meetings.plan.item.minutes')} />
      <LineField view={view} form={form} name={`order-${at}`} dir="ltr" optional label={view.t('meetings.plan.item.order')} />
      <TextField view={view} form={form} name={`about-${at}`} rows={2} optional label={view.t('meetings.plan.item.about')} />
      <TextField view={view} form={form} name={`links-${at}`} rows={2} optional label={view.t('meetings.plan.item.links')} hint={view.t('meetings.plan.item.links-hint')} />
    </fieldset>
  )
}

/** Open actions of earlier meetings, to be put on this agenda together. */
function Carried(props: { view: View; data: AgendaDeskData; form: FormState }) {
  const { view, data, form } = props
  if (data.carried.length === 0) return null
  const chosen = new Set(form.values['action'] ?? [])
  return (
    <fieldset class="field" id="field-action">
      <legend>{view.t('meetings.plan.agenda.carried')}</legend>
      <p class="hint">{view.t('meetings.plan.agenda.carried-hint')}</p>
      {data.carried.map(({ number, text, owner, due }) => (
        <label class="choice">
          <input type="checkbox" name="action" value={String(number)} checked={chosen.has(String(number))} />
          <span lang={data.forum.language} dir="auto">{`A-${number} `}{text}<span class="hint"> {[owner, due === null ? null : writeShortDate(due, view.lang)].filter((part) => part !== null).join(' · ')}</span></span>
        </label>
      ))}
    </fieldset>
  )
}

/** What agendas of a forum begin with: one item a line. */
export function TemplateForm(props: { view: View; data: TemplateData; form: FormState }) {
  const { view, form } = props
  const label = view.t('meetings.plan.template.field')
  return (
    <form method="post" action={view.path} class="sheet" novalidate>
      <ErrorSummary view={view} form={form} labels={{ text: label }} />
      <Revision form={form} />
      <TextField view={view} form={form} name="text" rows={10} optional lang={props.data.forum.language} label={label} hint={view.t('meetings.plan.template.hint')} />
      <div class="actions"><button type="submit">{view.t('meetings.form.save')}</button></div>
    </form>
  )
}
