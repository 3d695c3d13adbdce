import { z } from 'zod'
import { transact } from '../../../platform/database.ts'
import { explainAnswers } from '../../../procedures/explain-answers.ts'
import { oneOf, optional, parseFields, prose } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { translator } from '../../messages.ts'
import { servePage, type PageRequest } from '../../page.tsx'
import { actorOf, placeOf } from '../data.ts'
import { loadLedger, loadLedgerAtDesk, type LedgerData } from './data.ts'
import { LedgerDesk, LedgerPage, REASONS } from './pages.tsx'

const reasonSchema = z
  .object({ kind: oneOf(REASONS), words: optional(prose(2000)) })
  .superRefine(({ kind, words }, context) => {
    if (kind === 'other' && words === undefined) context.addIssue({ code: 'custom', path: ['words'], message: 'required' })
  })

/** What no finding rests on: always in sight, with the place to say why. */
export function ledgerRoutes(app: App, services: Services): void {
  servePage<LedgerData>(app, services, {
    path: '/:forum/:cycle/ledger',
    load: loadLedger,
    json: ({ ledger, entries, forum, cycle }) => ({
      forum: forum.slug,
      cycle: cycle.slug,
      answers: { total: ledger.units, unused: ledger.unused.length },
      contributions: { total: ledger.contributions, unused: ledger.contributionsUnused },
      passagesUnused: ledger.passagesUnused.length,
      unused: entries.map(({ ref, kind, marks, fate }) => ({ ref, kind, passages: marks.map((number) => `${cycle.slug}/P-${number}`), fate: fate?.fate ?? 'none', reason: fate?.reason ?? null })),
    }),
    render: (view, data) => <LedgerPage view={view} data={data} />,
  })
  serveForm<LedgerData>(app, services, {
    path: '/desk/:forum/:cycle/ledger',
    load: loadLedgerAtDesk,
    initial: () => ({ kind: 'noted' }),
    render: (view, data, form) => <LedgerDesk view={view} data={data} form={form} />,
    submit: explain,
  })
}

async function explain(request: PageRequest, data: LedgerData, submitted: Submitted): Promise<FormOutcome> {
  const { view } = request
  const parsed = parseFields(reasonSchema, fieldsToObject(submitted.fields))
  const unitIds = (submitted.fields['unit'] ?? []).filter(isId)
  const chosen = unitIds.length > 0 ? {} : { unit: view.t('trace.refusal.nothing-chosen') }
  if (!parsed.ok) return { errors: { ...chosen, ...parsed.errors } }
  const { kind, words } = parsed.value
  // The reason stays in the forum's language, whoever reads it.
  const sentence = kind === 'other' ? undefined : translator(data.forum.language)(`findings.ledger.reason.${kind}`)
  const reason = [sentence, words].filter((part) => part !== undefined).join(' ')
  const given = await transact(request.db, (tx) => explainAnswers(tx, actorOf(request), { ...placeOf(data), cycle: data.cycle.slug, unitIds, reason }, request.now))
  if (!('refusal' in given)) return { seeOther: `${view.path}${data.page > 1 ? `?page=${data.page}` : ''}` }
  if (given.refusal === 'has-a-fate') return { errors: { unit: view.t('trace.refusal.has-a-fate', { refs: given.refs.join(', ') }) } }
  return { errors: { unit: given.refusal === 'rested-on' ? view.t('findings.refusal.rested-on') : view.t(`trace.refusal.${given.refusal}`) } }
}
