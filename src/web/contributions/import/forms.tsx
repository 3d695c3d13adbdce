import { CHANNEL_WORDS, IMPORT_FIELDS, suggestGroup, type ImportField } from '../../../contributions/import/model.ts'
import { DATE_ORDERS, decideDateOrder } from '../../../contributions/cells/model.ts'
import { CAPACITIES, CHANNELS, CONSENTS, NO_REGIONAL_GROUP } from '../../../shared/vocabularies.ts'
import { CONTENT_LANGUAGES } from '../../../shared/language.ts'
import type { ImportPreview } from '../../../procedures/preview-import.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary, FileField, LineField, SelectField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { writeLanguage } from '../data.ts'
import { fieldLabel, importAddress, tell, type ImportList, type MappingData } from './data.ts'
import { Notes, Preview } from './desk.tsx'

/** The file, its documents, and the call they belong to. */
export function UploadPage(props: { view: View; data: ImportList; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const list = `/desk/${data.forum.slug}/${data.cycle.slug}/imports`
  const labels = { file: t('imports.file'), documents: t('imports.documents'), call: t('imports.call') }
  return (
    <Layout view={view} frame={data.frame} desk title={t('imports.new')} crumbs={[...deskCrumbs(view, data), { href: list, label: t('imports.title') }, { label: t('imports.new') }]}>
      <h1>{t('imports.new')}</h1>
      <p class="lead">{t('imports.new.lead')}</p>
      <form class="sheet" method="post" enctype="multipart/form-data" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <SelectField view={view} form={form} name="call" label={labels.call} choices={data.calls.map((call) => ({ value: call.slug, label: call.title }))} />
        <FileField view={view} form={form} name="file" label={labels.file} hint={t('imports.file.hint')} />
        <FileField view={view} form={form} name="documents" label={labels.documents} hint={t('imports.documents.hint')} optional />
        <div class="actions"><button type="submit">{t('imports.upload')}</button></div>
      </form>
    </Layout>
  )
}

/** What each column is, with what was recognised, and what would come of it. */
export function MappingPage(props: { view: View; data: MappingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { preview, found, call } = data
  const list = `/desk/${data.forum.slug}/${data.cycle.slug}/imports`
  const labels = { header: t('imports.header'), 'constant-received': t('imports.constant.received'), encoding: t('imports.encoding'), dates: t('imports.dates'), columns: t('imports.columns') }
  return (
    <Layout view={view} frame={data.frame} desk title={t('imports.columns.title', { name: found.name })} crumbs={[...deskCrumbs(view, data), { href: list, label: t('imports.title') }, { label: found.name }]}>
      <h1 dir="auto">{t('imports.columns.title', { name: found.name })}</h1>
      <p class="lead" dir="auto">{t('imports.columns.lead', { call: call.title })}</p>
      <form method="post" novalidate>
        <input type="hidden" name="revision" value={String(found.revision)} />
        <ErrorSummary view={view} form={form} labels={labels} />
        <HowItIsRead view={view} data={data} form={form} />
        {'problem' in preview ? <p class="differs" role="alert">{preview.row > 0 ? `${t('imports.row', { row: preview.row })} ` : ''}{tell(view, preview.problem)}</p> : (
          <>
            <Notes view={view} notes={preview.checked.notes} />
            <ColumnTable view={view} data={data} preview={preview} form={form} />
            <ValueTables view={view} data={data} preview={preview} form={form} />
            <Constants view={view} data={data} preview={preview} form={form} />
            <div class="actions"><button class="quiet" type="submit" name="action" value="show">{t('imports.show')}</button></div>
            <Preview view={view} data={data} preview={preview} />
            <div class="actions">
              <button type="submit" name="action" value="start">{t('imports.start')}</button>
              <button class="quiet" type="submit" name="action" value="start-good">{t('imports.start-good')}</button>
              <button class="quiet" type="submit" name="action" value="drop">{t('imports.drop')}</button>
            </div>
          </>
        )}
      </form>
    </Layout>
  )
}

interface Part {
  view: View
  data: MappingData
  form: FormState
}

const ENCODINGS = ['utf-8', 'utf-8-twice', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1250', 'windows-1251', 'koi8-r', 'windows-1253', 'windows-1254', 'windows-1255', 'windows-1256', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'windows-874']

function HowItIsRead({ view, data, form }: Part) {
  const { t } = view
  const { preview } = data
  const table = 'problem' in preview ? undefined : preview.table
  const isText = table === undefined || table.file.spelling !== null
  const found = t('imports.found-out')
  return (
    <fieldset class="group">
      <legend>{t('imports.how')}</legend>
      {isText ? (
        <>
          <SelectField view={view} form={form} name="encoding" label={t('imports.encoding')} nothing={table?.file.spelling == null ? found : t('imports.found-out-as', { value: table.file.spelling.encoding })} choices={ENCODINGS.map((name) => ({ value: name, label: name === 'utf-8-twice' ? t('imports.encoding.twice') : name }))} optional />
          <SelectField
            view={view} form={form} name="delimiter" label={t('imports.delimiter')} nothing={table?.reading.delimiter == null ? found : t('imports.found-out-as', { value: nameDelimiter(view, table.reading.delimiter) })} optional
            choices={[',', ';', 'tab', '|'].map((sign) => ({ value: sign, label: nameDelimiter(view, sign) }))}
          />
        </>
      ) : null}
      {table !== undefined && table.file.sheets.length > 1 ? (
        <SelectField view={view} form={form} name="sheet" label={t('imports.sheet')} nothing={t('imports.found-out-as', { value: table.reading.sheet ?? '' })} choices={table.file.sheets.map(({ name, isHidden }) => ({ value: name, label: isHidden ? t('imports.sheet.hidden', { name }) : name }))} optional />
      ) : null}
      <LineField view={view} form={form} name="header" type="number" label={t('imports.header')} hint={table === undefined ? undefined : t('imports.header.found', { row: table.headerRow })} optional />
      <div class="actions"><button class="quiet" type="submit" name="action" value="show">{t('imports.read-again')}</button></div>
    </fieldset>
  )
}

function nameDelimiter(view: View, sign: string): string {
  return sign === 'tab' || sign === '\t' ? view.t('imports.delimiter.tab') : sign
}

function ColumnTable({ view, data, preview }: Part & { preview: ImportPreview }) {
  const { t } = view
  const fields: ImportField[] = [...data.call.questions.map(({ number }): ImportField => `answer${number}`), ...IMPORT_FIELDS]
  const fieldOf = new Map<number, string>()
  for (const [field, places] of preview.table.columns.places) for (const place of places) fieldOf.set(place, field)
  return (
    <section class="block" id="field-columns">
      <h2>{t('imports.columns')}</h2>
      <p class="hint">{t('imports.columns.hint')}</p>
      <div class="scroll" tabindex={0} role="region" aria-label={t('imports.columns')}>
        <table>
          <thead><tr><th scope="col">{t('imports.column')}</th><th scope="col">{t('imports.column.field')}</th><th scope="col">{t('imports.column.samples')}</th></tr></thead>
          <tbody>
            {preview.table.names.map((name, place) => name.trim() === '' ? null : (
              <tr>
                <th scope="row" dir="auto"><label for={`column-${place}`}>{name}</label></th>
                <td>
                  <select id={`column-${place}`} name={`column-${place}`}>
                    <option value="" selected={!fieldOf.has(place)}>{t('imports.ignore')}</option>
                    {fields.map((field) => <option value={field} selected={fieldOf.get(place) === field}>{fieldLabel(view, field)}</option>)}
                  </select>
                </td>
                <td dir="auto">{(preview.samples[place] ?? []).map(short).join(' · ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function short(text: string): string {
  const points = Array.from(text)
  return points.length > 60 ? `${points.slice(0, 59).join('')}…` : text
}

/** Words of the file that are in no list here, each with what it may mean. */
function ValueTables({ view, data, preview }: Part & { preview: ImportPreview }) {
  const { t } = view
  const words = unknownWords(data, preview)
  if (words.length === 0) return null
  return (
    <fieldset class="group">
      <legend>{t('imports.values')}</legend>
      <p class="hint">{t('imports.values.hint')}</p>
      {words.map(({ field, word, value }, place) => (
        <div class="field">
          <label for={`value-${field}-${place}`}>{fieldLabel(view, field)}: <q dir="auto">{word}</q></label>
          <input type="hidden" name={`word-${field}-${place}`} value={word} />
          <ValueField view={view} data={data} field={field} name={`value-${field}-${place}`} value={value ?? suggestValue(data, field, word)} />
        </div>
      ))}
    </fieldset>
  )
}

interface Word {
  readonly field: string
  readonly word: string
  readonly value: string | undefined
}

/** Those met that are not known, and those whose meaning was said already. */
function unknownWords({ found }: MappingData, preview: ImportPreview): Word[] {
  const words = new Map<string, Word>()
  for (const [field, said] of Object.entries(found.map.values)) for (const [word, value] of Object.entries(said)) words.set(`${field} ${word}`, { field, word, value })
  for (const { reason } of preview.checked.refused) {
    if (reason.code !== 'value-unknown') continue
    const [field, word] = [String(reason.args?.['field'] ?? ''), String(reason.args?.['value'] ?? '')]
    if (!words.has(`${field} ${word}`) && words.size < 100) words.set(`${field} ${word}`, { field, word, value: undefined })
  }
  return [...words.values()].sort((a, b) => (a.field < b.field ? -1 : a.field > b.field ? 1 : 0))
}

function suggestValue({ forum }: MappingData, field: string, word: string): string {
  return field === 'stakeholderGroup' ? (suggestGroup(forum.stakeholderGroups, word) ?? '') : ''
}

function ValueField(props: { view: View; data: MappingData; field: string; name: string; value: string }) {
  const { view, field, name, value } = props
  const choices = choicesOf(view, props.data, field)
  if (choices.length === 0) return <input id={name} name={name} value={value} dir="auto" />
  return (
    <select id={name} name={name}>
      <option value="" selected={value === ''}>{view.t('imports.values.nothing')}</option>
      {choices.map((choice) => <option value={choice.value} selected={choice.value === value}>{choice.label}</option>)}
    </select>
  )
}

function choicesOf(view: View, { forum }: MappingData, field: string): readonly { value: string; label: string }[] {
  const { t } = view
  if (field === 'stakeholderGroup') return forum.stakeholderGroups.map(({ key, title }) => ({ value: key, label: title }))
  if (field === 'regionalGroup') return [...forum.regionalGroups.map(({ key, title }) => ({ value: key, label: title })), { value: NO_REGIONAL_GROUP, label: t('contributions.no-group') }]
  if (field === 'capacity') return CAPACITIES.map((capacity) => ({ value: capacity, label: t(`contributions.capacity.${capacity}`) }))
  if (field === 'consent') return CONSENTS.map((consent) => ({ value: consent, label: t(`contributions.consent-fact.${consent}`) }))
  if (field === 'channel') return Object.keys(CHANNEL_WORDS).map((channel) => ({ value: channel, label: t(`contributions.channel.${channel as 'web'}`) }))
  return field === 'language' ? CONTENT_LANGUAGES.map((tag) => ({ value: tag, label: writeLanguage(view, tag) })) : []
}

/** What holds for all rows, and what is to be decided once for the file. */
function Constants({ view, data, preview, form }: Part & { preview: ImportPreview }) {
  const { t } = view
  const { places } = preview.table.columns
  const { dates } = preview.checked
  const isAsked = dates.either > 0 && decideDateOrder(dates) === undefined
  const silent = t('imports.constant.none')
  const isMet = (code: string): boolean => preview.checked.refused.some(({ reason }) => reason.code === code)
  return (
    <fieldset class="group">
      <legend>{t('imports.constants')}</legend>
      {isAsked || data.found.map.dates !== undefined || isMet('date-ambiguous') ? (
        <SelectField view={view} form={form} name="dates" label={t('imports.dates')} hint={dates.example === null ? undefined : t('imports.dates.hint', { example: dates.example })} nothing={t('imports.dates.choose')} choices={DATE_ORDERS.map((order) => ({ value: order, label: t(`imports.dates.${order}`) }))} />
      ) : null}
      {isMet('key-repeated') || data.found.map.repeated !== undefined ? (
        <SelectField view={view} form={form} name="repeated" label={t('imports.repeated')} choices={(['refuse', 'first', 'each'] as const).map((value) => ({ value, label: t(`imports.repeated.${value}`) }))} />
      ) : null}
      {isMet('key-damaged') || data.found.map.damaged !== undefined ? (
        <SelectField view={view} form={form} name="damaged" label={t('imports.damaged')} choices={(['refuse', 'words'] as const).map((value) => ({ value, label: t(`imports.damaged.${value}`) }))} />
      ) : null}
      {places.has('consent') ? null : <SelectField view={view} form={form} name="constant-consent" label={t('imports.constant.consent')} hint={t('imports.constant.consent.hint')} nothing={t('contributions.consent-fact.full')} choices={(['without-name', 'not-at-all'] as const).map((consent) => ({ value: consent, label: t(`contributions.consent-fact.${consent}`) }))} />}
      {places.has('channel') ? null : <SelectField view={view} form={form} name="constant-channel" label={t('imports.constant.channel')} nothing={t('contributions.channel.import')} choices={CHANNELS.filter((channel) => channel !== 'import').map((channel) => ({ value: channel, label: t(`contributions.channel.${channel}`) }))} />}
      {places.has('language') ? null : <SelectField view={view} form={form} name="constant-language" label={t('imports.constant.language')} nothing={silent} choices={CONTENT_LANGUAGES.map((tag) => ({ value: tag, label: writeLanguage(view, tag) }))} optional />}
      {places.has('stakeholderGroup') ? null : <SelectField view={view} form={form} name="constant-stakeholderGroup" label={t('imports.constant.stakeholder-group')} nothing={silent} choices={data.forum.stakeholderGroups.map(({ key, title }) => ({ value: key, label: title }))} optional />}
      {places.has('received') ? null : <LineField view={view} form={form} name="constant-received" type="date" label={t('imports.constant.received')} hint={t('imports.constant.received.hint')} optional />}
    </fieldset>
  )
}

/** What the form begins with: the map as it is kept. */
export function initialMapping({ found }: MappingData): Record<string, string> {
  const { map } = found
  return {
    encoding: map.encoding ?? '', delimiter: map.delimiter === '\t' ? 'tab' : (map.delimiter ?? ''), sheet: map.sheet ?? '', header: map.header === undefined ? '' : String(map.header),
    dates: map.dates ?? '', repeated: map.repeated ?? 'refuse', damaged: map.damaged ?? 'refuse',
    ...Object.fromEntries(Object.entries(map.constants).map(([field, value]) => [`constant-${field === 'receivedBy' ? 'received' : field}`, value])),
  }
}

/** The import's own page, for links. */
export const mappingAddress = (data: Pick<MappingData, 'forum' | 'cycle' | 'found'>): string => `${importAddress(data)}/columns`
