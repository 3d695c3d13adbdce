import { z } from 'zod'
import { checkAmendment } from '../../../procedures/check-amendment.ts'
import { transact } from '../../../platform/database.ts'
import { anchorPassage } from '../../../procedures/anchor-passage.ts'
import { parseFields, requiredProse } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { servePrivatePage } from '../../page.tsx'
import { actorOf, placeOf } from '../data.ts'
import { loadAmended, loadAmendedAnswer, loadAmendedPassage, type AmendedData } from './data.ts'
import { AmendedPage } from './desk.tsx'

const quoteSchema = z.object({ quote: requiredProse(20_000) })

/** What amendments changed under what was built on it: looked at here, one by one. */
export function amendedRoutes(app: App, services: Services): void {
  const path = '/desk/:forum/:cycle/amended'
  const nothing = { values: {}, errors: {}, uploads: {} }
  servePrivatePage<AmendedData>(app, services, { path, load: loadAmended, render: (view, data) => <AmendedPage view={view} data={data} form={nothing} /> })
  serveForm<AmendedData>(app, services, {
    path: `${path}/:id/check`,
    load: loadAmendedAnswer,
    render: (view, data, form) => <AmendedPage view={view} data={data} form={form} />,
    submit: async (request, data) => {
      const answer = data.changed.find(({ id }) => id === request.params['id'])
      // Looked at just now by another click: the list says so.
      if (answer !== undefined) await transact(request.db, (tx) => checkAmendment(tx, actorOf(request), { answerId: answer.id, cycleId: data.cycle.id }, request.now))
      return { seeOther: request.view.path.replace(/\/[^/]+\/check$/u, '') }
    },
  })
  serveForm<AmendedData & { readonly of: string }>(app, services, {
    path: `${path}/:id/anchor`,
    load: loadAmendedPassage,
    render: (view, data, form) => <AmendedPage view={view} data={data} form={form} of={data.of} />,
    submit: async (request, data, submitted) => {
      const passage = data.lost.find(({ id }) => id === data.of)
      // One of the places that were offered, else words typed in.
      const places = /^([0-9]{1,9})-([0-9]{1,9})$/u.exec(submitted.value('places'))
      const parsed = places === null ? parseFields(quoteSchema, fieldsToObject(submitted.fields)) : { ok: true as const, value: { start: Number(places[1]), end: Number(places[2]) } }
      if (!parsed.ok) return parsed
      if (passage === undefined) return { errors: { quote: 'sending.refusal.passage-not-found' } }
      const anchored = await transact(request.db, (tx) => anchorPassage(tx, actorOf(request), { ...placeOf(data), passageId: passage.id, marking: parsed.value }, request.now))
      if (isRefusal(anchored)) return { errors: { quote: `sending.refusal.${anchored.refusal}` } }
      return { seeOther: request.view.path.replace(/\/[^/]+\/anchor$/u, '') }
    },
  })
}
