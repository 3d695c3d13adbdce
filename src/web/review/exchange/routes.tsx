import { transact } from '../../../platform/database.ts'
import { keepFile, takeFile, type TakeFileRefusal } from '../../../review/exchange/commands.ts'
import { sendingSchema, takingSchema } from '../../../review/exchange/schema.ts'
import { toEntries, type Choice, type Voice } from '../../../review/exchange-entries/model.ts'
import { parseParagraphNumbers } from '../../../review/model.ts'
import { parseFields, type FieldErrors } from '../../../shared/fields.ts'
import { dateInZone } from '../../../shared/time.ts'
import { NO_REGIONAL_GROUP } from '../../../shared/vocabularies.ts'
import type { App, Fields, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { actorOf } from '../desk.tsx'
import { loadFile, loadFiles, readRemarkFile, type FileData, type FilesData } from './data.ts'
import { describer, FilePage, FilesPage, likeliestOf } from './forms.tsx'

/** Files with comments come back: looked at first, then taken into the register all at once. */
export function exchangeRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/reviews/:review/files'
  serveForm<FilesData>(app, services, {
    path: base,
    load: loadFiles,
    initial: (_, request) => ({ arrivedOn: dateInZone(request.now, 'UTC') }),
    render: (view, data, form) => <FilesPage view={view} data={data} form={form} />,
    submit: send,
  })
  serveForm<FileData>(app, services, {
    path: `${base}/:file`,
    load: loadFile,
    initial: ({ authors }) => ({ consent: 'without-name', ...Object.fromEntries(authors.flatMap(({ name, organisation }, at) => [[`name-${at + 1}`, name], [`body-${at + 1}`, organisation]])) }),
    render: (view, data, form) => <FilePage view={view} data={data} form={form} />,
    submit: take,
  })
}

async function send(request: PageRequest, data: FilesData, submitted: Submitted): Promise<FormOutcome> {
  const { view, db, now } = request
  const upload = submitted.uploads['file']
  const parsed = parseFields(sendingSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return { errors: { ...parsed.errors, ...(upload === undefined ? { file: 'required' } : {}) } }
  if (upload === undefined || view.person === undefined) return { errors: { file: 'required' } }
  if (parsed.value.arrivedOn > dateInZone(now, '+14:00')) return { errors: { arrivedOn: 'files-in.refusal.date-in-future' } }
  const read = await readRemarkFile(request, upload)
  if ('reason' in read) return { errors: { file: view.t(`documents.reason.${read.reason}`) } }
  if ('error' in read) return { errors: { file: `files-in.error.${read.error}` } }
  const input = { reviewId: data.review.id, name: upload.name, arrivedOn: parsed.value.arrivedOn, file: read.file, personId: view.person.id }
  const { fileId } = await transact(db, (tx) => keepFile(tx, input, now))
  return { seeOther: `/desk${data.base}/files/${fileId}` }
}

async function take(request: PageRequest, data: FileData, submitted: Submitted): Promise<FormOutcome> {
  const { view, db, now } = request
  const { fields } = submitted
  if (submitted.value('shall') === 'likeliest') return { page: <FilePage view={view} data={data} form={{ values: { ...fields, ...likeliestOf(data, fields) }, errors: {}, uploads: {} }} /> }
  const parsed = parseFields(takingSchema, fieldsToObject(fields))
  if (!parsed.ok) return parsed
  const [{ choices, errors }, voices] = [readChoices(data, fields), readVoices(data, fields)]
  if ('errors' in voices) return { errors: { ...errors, ...voices.errors } }
  const { entries, unanswered } = toEntries({
    settled: data.settled,
    marks: data.marks,
    choices,
    voices: voices.voices,
    paragraphs: data.paragraphs,
    comments: new Map(data.comments.map((comment) => [comment.number, { ...comment, isWithdrawn: comment.withdrawnAt !== null }])),
    describe: describer(view, data.version.language),
    today: dateInZone(now, '+14:00'),
    groups: new Set(data.forum.stakeholderGroups.map(({ key }) => key)),
    regions: new Set([...data.forum.regionalGroups.map(({ key }) => key), NO_REGIONAL_GROUP]),
  })
  const missing = Object.fromEntries(unanswered.flatMap((key) => data.settled.flatMap(({ remark, where }, at) => (remark.key === key && where.kind === 'doubtful' && errors[`at-${at + 1}`] === undefined ? [[`is-${at + 1}`, 'required']] : []))))
  if (Object.keys({ ...errors, ...missing }).length > 0) return { errors: { ...missing, ...errors } }
  const known = data.settled.filter(({ standing }) => standing.kind === 'known').length
  const input = { fileId: data.kept.id, reviewId: data.review.id, cycleSlug: data.cycle.slug, consent: parsed.value.consent, entries, known, aside: data.settled.length - known - entries.length }
  const taken = await transact(db, (tx) => takeFile(tx, actorOf(request), input, now))
  return 'refusal' in taken ? { errors: { '': refusalOf(taken) } } : { seeOther: `/desk${data.cycleBase}/comments` }
}

function refusalOf({ refusal }: TakeFileRefusal): string {
  return refusal === 'quote-not-found' || refusal === 'quote-not-unique' || refusal === 'quote-needs-one-paragraph' ? 'files-in.refusal.quote' : `files-in.refusal.${refusal}`
}

/** What a form says of doubtful remarks, and of those that would be left out. */
function readChoices({ settled, paragraphs }: FileData, fields: Fields): { choices: Map<string, Choice>; errors: FieldErrors } {
  const choices = new Map<string, Choice>()
  const errors: Record<string, string> = {}
  const also = new Set(fields['also'] ?? [])
  const numbers = new Set(paragraphs.map(({ number }) => number))
  settled.forEach(({ remark, standing, where }, index) => {
    const at = index + 1
    const [said, typed] = [fields[`is-${at}`]?.at(-1) ?? '', (fields[`at-${at}`]?.at(-1) ?? '').trim()]
    if (standing.kind === 'aside' && also.has(String(at)) && where.kind !== 'paragraphs') choices.set(remark.key, { kind: 'whole' })
    else if (standing.kind === 'aside' && also.has(String(at)) && where.kind === 'paragraphs') choices.set(remark.key, { kind: 'paragraphs', numbers: where.ids.flatMap((id) => paragraphs.find((paragraph) => paragraph.id === id)?.number ?? []) })
    if (standing.kind !== 'new' || where.kind !== 'doubtful') return
    const read = parseParagraphNumbers(typed)
    if (typed !== '' && 'error' in read) errors[`at-${at}`] = read.error
    else if ('numbers' in read && read.numbers.some((number) => !numbers.has(number))) errors[`at-${at}`] = 'files-in.refusal.no-such-paragraph'
    else if ('numbers' in read && read.numbers.length > 0) choices.set(remark.key, { kind: 'paragraphs', numbers: read.numbers })
    else if (said === 'whole' || said === 'out') choices.set(remark.key, { kind: said })
    else if (numbers.has(Number(said))) choices.set(remark.key, { kind: 'paragraphs', numbers: [Number(said)] })
    else if (said !== '') errors[`is-${at}`] = 'not-in-list'
  })
  return { choices, errors }
}

/** Who the people are whom the file names, as the form says. */
function readVoices({ authors, forum }: FileData, fields: Fields): { voices: Map<string, Voice> } | { errors: FieldErrors } {
  const errors: Record<string, string> = {}
  const voices = new Map<string, Voice>()
  authors.forEach((author, index) => {
    const value = (name: string): string | undefined => fields[`${name}-${index + 1}`]?.at(-1)?.replace(/\s+/gu, ' ').trim()
    const [name, organisation, group] = [value('name') ?? author.name, value('body') ?? author.organisation, value('group') ?? '']
    if (name.length > 200) errors[`name-${index + 1}`] = 'too-long:200'
    if (organisation.length > 300) errors[`body-${index + 1}`] = 'too-long:300'
    if (group !== '' && !forum.stakeholderGroups.some(({ key }) => key === group)) errors[`group-${index + 1}`] = 'not-in-list'
    voices.set(author.voice, { name, organisation, stakeholderGroup: group })
  })
  return Object.keys(errors).length > 0 ? { errors } : { voices }
}
