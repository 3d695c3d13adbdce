import { removeTermRule, setTermRule } from '../../../contributions/terms/commands.ts'
import { compareWords } from '../../../contributions/terms/model.ts'
import { listTermRules } from '../../../contributions/terms/queries.ts'
import { transact } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { isId } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import { LANGUAGES_WITH_STOP_WORDS } from '../../../shared/stop-words.ts'
import { writeShortDate } from '../../../shared/time.ts'
import type { App, Services, View } from '../../context.ts'
import { serveForm } from '../../form.tsx'
import { loadForumAtDesk, type AtDesk } from '../../forums/data.ts'
import { servePage, servePublicFile } from '../../page.tsx'
import { drawCloud } from '../../ui/word-cloud.tsx'
import { FORMATS, writeSheet, type Sheet } from '../pictures/data.ts'
import { drawSheet } from '../pictures/pages.tsx'
import { loadTermRows, loadTerms, termsJson, writeTermLanguage, type TermRowsData, type TermsData } from './data.ts'
import { TermRulesPage, type TermsAtDesk } from './desk.tsx'
import { readTermRule } from './forms.tsx'
import { TermRowsPage, TermsPage } from './pages.tsx'

/** The words of a cycle, where each stands, and at the desk what is decided about single words. */
export function termRoutes(app: App, services: Services): void {
  // First, for the page of a cycle would take the desk for a forum.
  deskRoutes(app, services)
  servePage<TermsData>(app, services, {
    path: '/:forum/:cycle/terms',
    load: loadTerms,
    json: termsJson,
    render: (view, data) => <TermsPage view={view} data={data} />,
    isBadRequest: (data) => data.wrongDate !== undefined,
    isPassing: (data) => data.isBehind || data.due > 0,
  })
  servePage<TermRowsData>(app, services, {
    path: '/:forum/:cycle/terms/rows',
    load: loadTermRows,
    json: ({ forum, cycle, word, language, answers, contributions, found }) => ({
      forum: forum.slug, cycle: cycle.slug, word, language, answers, contributions,
      found: found.map(({ answer, count, contexts }) => ({ ref: `${cycle.slug}/C-${answer.contributionNumber}/${answer.number}`, count, contexts })),
    }),
    render: (view, data) => <TermRowsPage view={view} data={data} />,
    isPassing: () => true,
  })
  servePublicFile(app, services, '/:forum/:cycle/terms/:file', async (request) => {
    const format = FORMATS.find((each) => request.params['file'] === `cloud.${each}`)
    const data = format === undefined ? undefined : await loadTerms(request)
    if (data === undefined || format === undefined || data.wrongDate !== undefined) return undefined
    const sheet = termSheet(request.view, data)
    return writeSheet(sheet, format === 'csv' ? '' : await drawSheet(request.view, sheet), format, `${data.cycle.slug}-terms-${data.language}`)
  })
}

/** The cloud as a picture and as a table. */
function termSheet(view: View, data: TermsData): Sheet {
  const { t } = view
  const { terms, cutAt, tied } = data.cut
  const words = terms.toSorted((a, b) => compareWords(a.label, b.label)).map(({ label, count }) => ({ word: label, count }))
  const size = t('terms.lead', { words: data.size.words, contributions: data.size.contributions, language: writeTermLanguage(view, data.language) })
  const asOf = data.asOf === undefined || data.isTooLarge ? [] : [t('terms.as-of', { date: writeShortDate(data.asOf, view.lang) })]
  const cut = cutAt === undefined ? [] : [t(tied.length === 0 ? 'terms.cut' : 'terms.cut.tied', { limit: terms.length, count: cutAt, tied: tied.length, names: tied.slice(0, 12).map(({ label }) => label).join(', ') })]
  return {
    title: `${data.forum.title}, ${data.cycle.title}: ${data.chosen.value === '' ? t('terms.cloud') : t('terms.cloud.in', { name: data.chosen.label })}`,
    notes: [size, ...asOf, ...cut, t('figures.sheet.source', { address: `${view.publicUrl}/${data.forum.slug}/${data.cycle.slug}/terms` })],
    drawing: drawCloud(words, 760),
    rows: [
      [t('terms.column.word'), t('terms.column.count'), t('terms.column.contributions'), t('figures.csv.base'), t('terms.column.forms')],
      ...terms.map((term) => [term.label, term.count, term.contributions, data.size.contributions, term.forms.map(({ form, count }) => `${form} (${count})`).join(' ')]),
    ],
  }
}

function deskRoutes(app: App, services: Services): void {
  serveForm<TermsAtDesk & AtDesk>(app, services, {
    path: '/desk/:forum/terms',
    load: async (request) => {
      const inForum = await loadForumAtDesk(request, 'synthesise')
      if (typeof inForum !== 'object') return inForum
      const rules = await listTermRules(request.db, inForum.forum.id)
      const languages = [...new Set([inForum.forum.language, ...LANGUAGES_WITH_STOP_WORDS, ...rules.map(({ language }) => language)])]
      return { ...inForum, rules, languages, language: languages.find((each) => each === request.query['language']) ?? inForum.forum.language }
    },
    initial: ({ language }, request) => ({ language, kind: 'stop', word: request.query['word'] ?? '' }),
    render: (view, data, form) => <TermRulesPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const actor: Actor = { kind: 'person', id: data.person.id }
      const forumId = data.forum.id
      const back = { seeOther: `/desk/${data.forum.slug}/terms` }
      if (submitted.value('do') === 'remove') {
        const ruleId = submitted.value('rule')
        // Taken back by somebody else meanwhile: what was asked for has happened.
        if (isId(ruleId)) await transact(request.db, (tx) => removeTermRule(tx, actor, { forumId, ruleId }, request.now))
        return back
      }
      const parsed = readTermRule(submitted)
      if (!parsed.ok) return parsed
      const result = await transact(request.db, (tx) => setTermRule(tx, actor, { forumId, ...parsed.value }, request.now))
      return isRefusal(result) ? { errors: { '': request.view.t(`terms.refusal.${result.refusal}`) } } : back
    },
  })
}
