import { flatten } from '../../drafts/model.ts'
import { transact } from '../../platform/database.ts'
import { publishEdition, type PublishRefusal } from '../../procedures/publish-edition.ts'
import { USUAL_ANNEXES } from '../../publication/model.ts'
import { editionSchema } from '../../publication/schema.ts'
import { parseFields } from '../../shared/fields.ts'
import type { App, Services, View } from '../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../form.tsx'
import { servePage, type PageRequest } from '../page.tsx'
import { headingAsData } from '../drafts/blocks/data.ts'
import { groundAsData } from '../trace/ground/data.ts'
import { loadEdition, loadEditions, loadTranslatedEdition, referencesOf, type EditionData, type EditionsData } from './data.ts'
import { loadGate, type GateData } from './gate/data.ts'
import { PublishDesk } from './desk.tsx'
import { toldWriter } from './told/data.ts'
import { toldRoutes } from './told/routes.tsx'
import { EditionPage, EditionsPage } from './pages.tsx'

/** Editions, and the gate through which a version becomes one. */
export function publicationRoutes(app: App, services: Services): void {
  servePage<EditionsData>(app, services, {
    path: '/:forum/:cycle/editions',
    load: loadEditions,
    json: ({ editions }) => ({
      editions: editions.map(({ number, title, summary, publishedAt, units, accounted }) => ({ edition: number, title, summary, publishedAt, units, accounted })),
    }),
    render: (view, data) => <EditionsPage view={view} data={data} />,
  })
  servePage<EditionData>(app, services, {
    path: '/:forum/:cycle/editions/:edition',
    load: loadEdition,
    json: editionAsData,
    render: (view, data) => <EditionPage view={view} data={data} />,
  })
  servePage<EditionData>(app, services, {
    path: '/:forum/:cycle/editions/:edition/:language',
    load: loadTranslatedEdition,
    json: editionAsData,
    render: (view, data) => <EditionPage view={view} data={data} />,
  })
  serveForm<GateData>(app, services, {
    path: '/desk/:forum/:cycle/publish',
    load: loadGate,
    initial: ({ looked }) => ({ title: looked?.version.title ?? '', annexes: USUAL_ANNEXES }),
    render: (view, data, form) => <PublishDesk view={view} data={data} form={form} />,
    submit: publish,
  })
  toldRoutes(app, services)
}

async function publish({ db, now, view, services }: PageRequest, data: GateData, { fields }: Submitted): Promise<FormOutcome> {
  const { person } = view
  if (person === undefined) return { errors: { '': 'not-found' } }
  const parsed = parseFields(editionSchema, fieldsToObject(fields, fields['annexes-shown'] === undefined ? [] : ['annexes']))
  if (!parsed.ok) return { errors: parsed.errors }
  const { forum, cycle, base } = data
  const { version, title, summary, residue, annexes, credits } = parsed.value
  const input = { forumId: forum.id, cycle, versionId: version, title, summary, withResidue: residue, annexes, credits, writeTold: toldWriter(services, data) }
  const published = await transact(db, (tx) => publishEdition(tx, { kind: 'person', id: person.id }, input, now))
  return 'refusal' in published ? { errors: { '': sentence(view, published) } } : { seeOther: `${base}/editions/${published.number}` }
}

function sentence(view: View, refusal: PublishRefusal): string {
  switch (refusal.refusal) {
    case 'units-without-fate':
      return view.t('publication.refusal.units-without-fate', { count: refusal.count })
    case 'paragraphs-without-ground':
      return view.t('publication.refusal.paragraphs-without-ground', { numbers: refusal.numbers.map((number) => `¶ ${number}`).join(', ') })
    case 'does-not-agree':
      return view.t('gate.refusal', { kinds: refusal.kinds.flatMap((kind) => (isNamed(kind) ? [view.t(`gate.refusal.kind.${kind}`)] : [])).join(', ') })
    default:
      return view.t(`publication.refusal.${refusal.refusal}`)
  }
}

const NAMED = ['contests', 'dates', 'numbers', 'notes', 'references'] as const

function isNamed(kind: string): kind is (typeof NAMED)[number] {
  return NAMED.some((named) => named === kind)
}

function editionAsData(data: EditionData): object {
  const { forum, cycle, edition, version, text, setting, ground, contributors, residue, shortcomings } = data
  return {
    forum: forum.slug,
    cycle: cycle.slug,
    edition: edition.number,
    title: edition.title,
    summary: edition.summary,
    publishedAt: edition.publishedAt,
    document: version.documentSlug,
    version: version.number,
    language: version.language,
    units: edition.units,
    accounted: edition.accounted,
    sections: text.map((section) => ({ title: section.title, ...headingAsData(setting, section), paragraphs: section.paragraphs.map(({ number }) => number) })),
    paragraphs: flatten(text).map(({ number, id, isOwnVoice, text: words, body }) => ({ number, id, ownVoice: isOwnVoice, text: words, ...(body === undefined ? {} : { body }), restsOn: groundAsData(cycle.slug, ground.get(id)) })),
    contributors,
    annexes: data.annexes.map(({ kind, label, title }) => ({ kind, label, title })),
    residue: residue.map(({ kind, ref }) => ({ kind, ref })),
    shortcomings: shortcomings.map((each) => (each.kind === 'contest' ? each : { kind: each.problem.kind, paragraph: each.paragraph, words: each.words, found: each.problem })),
    references: referencesOf(data),
    errata: data.errata.map(({ number, dated, paragraphId, text: words }) => ({ number, dated, paragraph: flatten(text).find(({ id }) => id === paragraphId)?.number ?? null, text: words })),
    translations: data.translations.map((translation) => ({ language: translation.language, title: translation.title, publishedAt: translation.publishedAt })),
    ...(data.translated === undefined ? {} : { translationOf: data.translated.originalLanguage, translated: flatten(text).filter(({ id }) => data.translated?.paragraphs.has(id)).map(({ number }) => number) }),
    otherEditions: data.others.map(({ number, title }) => ({ edition: number, title })),
  }
}
