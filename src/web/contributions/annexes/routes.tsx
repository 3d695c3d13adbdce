import { findContributions } from '../../../contributions/queries.ts'
import { recordPrintedName, removePrintedName } from '../../../contributions/printed/commands.ts'
import { listPrintedNames } from '../../../contributions/printed/queries.ts'
import { transact } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { formatRef } from '../../../shared/refs.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm } from '../../form.tsx'
import { loadCycle, loadCycleAtDesk, type AtDesk, type InCycle } from '../../forums/data.ts'
import { servePage, servePublicFile, type PageRequest } from '../../page.tsx'
import { writeCsv } from '../pictures/data.ts'
import { ANNEXES, annexJson, listAnnexRows, loadListAnnex, loadWordAnnex, printForm, type AnnexName, type ListAnnexData, type PrintedAtDesk, type WordAnnexData } from './data.ts'
import { PrintedNamesPage, readPrintedName } from './desk.tsx'
import { AnnexesPage, ContributorsPage, GroupsPage, WordsPage } from './pages.tsx'

/** The annexes of a report, made from rows as of a day; and at the desk how reports spelt contributors. */
export function annexRoutes(app: App, services: Services): void {
  servePage<InCycle>(app, services, {
    path: '/:forum/:cycle/annexes',
    load: (request) => loadCycle(request, 'contributions'),
    json: ({ forum, cycle }) => ({ forum: forum.slug, cycle: cycle.slug, annexes: ANNEXES.map((name) => ({ name, url: `/${forum.slug}/${cycle.slug}/annexes/${name}` })) }),
    render: (view, data) => <AnnexesPage view={view} data={data} />,
  })
  for (const list of ['contributors', 'groups'] as const) {
    servePage<ListAnnexData>(app, services, {
      path: `/:forum/:cycle/annexes/${list}`,
      load: (request) => loadListAnnex(request, list),
      json: annexJson,
      render: (view, data) => (list === 'contributors' ? <ContributorsPage view={view} data={data} /> : <GroupsPage view={view} data={data} />),
      isBadRequest: (data) => data.wrongDate !== undefined,
    })
  }
  servePage<WordAnnexData>(app, services, {
    path: '/:forum/:cycle/annexes/terms',
    load: loadWordAnnex,
    json: (data) => ({ forum: data.forum.slug, cycle: data.cycle.slug, annex: 'terms', asOf: data.asOf, language: data.language, published: data.published, words: printForm(data.cut), cutAt: data.cut.cutAt ?? null, tied: data.cut.tied.map(({ label }) => label) }),
    render: (view, data) => <WordsPage view={view} data={data} />,
    isBadRequest: (data) => data.wrongDate !== undefined,
    isPassing: () => true,
  })
  servePublicFile(app, services, '/:forum/:cycle/annexes/:file', async (request) => {
    const name = ANNEXES.find((each) => request.params['file'] === `${each}.csv`)
    const rows = name === undefined ? undefined : await loadRows(request, name)
    return rows === undefined ? undefined : { type: 'text/csv; charset=utf-8', text: writeCsv(rows), saveAs: `${request.params['cycle'] ?? ''}-${name ?? ''}.csv` }
  })
  deskRoutes(app, services)
}

async function loadRows(request: PageRequest, name: AnnexName) {
  if (name !== 'terms') {
    const data = await loadListAnnex(request, name)
    return data === undefined || data.wrongDate !== undefined ? undefined : listAnnexRows(data)
  }
  const data = await loadWordAnnex(request)
  if (data === undefined || data.wrongDate !== undefined) return undefined
  const words = data.published.length > 0 ? data.published : printForm(data.cut)
  return [['word', 'count'], ...words.map(({ word, count }) => [word, count])]
}

function deskRoutes(app: App, services: Services): void {
  serveForm<PrintedAtDesk & AtDesk>(app, services, {
    path: '/desk/:forum/:cycle/printed-names',
    load: async (request) => {
      const inCycle = await loadCycleAtDesk(request, 'enter-contributions')
      if (typeof inCycle !== 'object') return inCycle
      const printed = await listPrintedNames(request.db, inCycle.cycle.id)
      const numbers = new Map((await findContributions(request.db, printed.map(({ contributionId }) => contributionId))).map(({ id, number }) => [id, number]))
      return { ...inCycle, printed: printed.map((each) => ({ ...each, ref: formatRef(inCycle.cycle.slug, 'C', numbers.get(each.contributionId) ?? 0) })) }
    },
    render: (view, data, form) => <PrintedNamesPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const place = { forumId: data.forum.id, cycleId: data.cycle.id }
      const actor: Actor = { kind: 'person', id: data.person.id }
      const back = { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/printed-names` }
      if (submitted.value('do') === 'remove') {
        const printed = data.printed.find(({ id }) => id === submitted.value('printed'))
        // Taken back by somebody else meanwhile: what was asked for has happened.
        if (printed !== undefined) await transact(request.db, (tx) => removePrintedName(tx, actor, { ...place, nameId: printed.id, ref: printed.ref }, request.now))
        return back
      }
      const parsed = readPrintedName(submitted)
      if (!parsed.ok) return parsed
      const { number, ...rest } = parsed.value
      const input = { ...place, ...rest, contributionNumber: number, ref: formatRef(data.cycle.slug, 'C', number) }
      const result = await transact(request.db, (tx) => recordPrintedName(tx, actor, input, request.now))
      return isRefusal(result) ? { errors: { number: request.view.t(`figures.refusal.${result.refusal}`) } } : back
    },
  })
}
