import { forgetApart, mergeNames, partName, setUnitWords, tellApart } from '../../../people/register/commands.ts'
import { readUnitWords } from '../../../people/register/model.ts'
import { pairSchema, unitWordsSchema } from '../../../people/register/schema.ts'
import { transact } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { loadMerge, loadNames, type MergeData, type NamesData } from './data.ts'
import { MergePage, NamesPage, UnitWordsPage } from './desk.tsx'

/** The desk of names: which may be one, what was said of them, and the words that make a unit's name. */
export function nameRoutes(app: App, services: Services): void {
  serveForm<NamesData>(app, services, {
    path: '/desk/:forum/names',
    load: loadNames,
    render: (view, data, form) => <NamesPage view={view} data={data} form={form} />,
    submit: takeAction,
  })
  serveForm<MergeData>(app, services, {
    path: '/desk/:forum/names/merge',
    load: loadMerge,
    render: (view, data, form) => <MergePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const input = { forumId: data.forum.id, kind: data.kind, from: data.from, into: data.into }
      const action = submitted.value('action')
      if (action !== 'merge' && action !== 'apart') return { errors: { '': 'not-in-list' } }
      const isMerge = action === 'merge'
      const { db, now } = request
      const done = isMerge ? await transact(db, (tx) => mergeNames(tx, actorOf(data), input, now)) : await transact(db, (tx) => tellApart(tx, actorOf(data), input, now))
      return answer(request, data, done, isMerge ? 'merged' : 'apart')
    },
  })
  serveForm<NamesData>(app, services, {
    path: '/desk/:forum/names/units',
    load: loadNames,
    initial: ({ unitWords }) => ({ words: unitWords.words.join('\n'), revision: String(unitWords.revision) }),
    render: (view, data, form) => <UnitWordsPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(unitWordsSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const input = { forumId: data.forum.id, words: readUnitWords(parsed.value.words), revision: parsed.value.revision }
      const set = await transact(request.db, (tx) => setUnitWords(tx, actorOf(data), input, request.now))
      return 'refusal' in set ? { errors: { '': 'changed-meanwhile' } } : { seeOther: `${data.base}?done=words` }
    },
  })
}

async function takeAction(request: PageRequest, data: NamesData, submitted: Submitted): Promise<FormOutcome> {
  const { db, now } = request
  const [forumId, actor] = [data.forum.id, actorOf(data)]
  const [nameId, mergedInto, apartId] = ['name', 'into', 'apart'].map((field) => submitted.value(field))
  switch (submitted.value('action')) {
    case 'part':
      if (!isId(nameId) || !isId(mergedInto)) return { errors: { '': 'not-found' } }
      return answer(request, data, await transact(db, (tx) => partName(tx, actor, { forumId, nameId, mergedInto }, now)), 'parted')
    case 'forget':
      if (!isId(apartId)) return { errors: { '': 'not-found' } }
      return answer(request, data, await transact(db, (tx) => forgetApart(tx, actor, { forumId, apartId }, now)), 'forgotten')
    default: {
      const parsed = parseFields(pairSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return { errors: { '': 'not-found' } }
      return answer(request, data, await transact(db, (tx) => tellApart(tx, actor, { forumId, ...parsed.value }, now)), 'apart')
    }
  }
}

type NameRefusal = 'same-name' | 'already-merged' | 'in-a-circle' | 'said-apart' | 'not-merged' | 'not-apart'

function answer(request: PageRequest, data: NamesData, done: object | { readonly refusal: NameRefusal }, what: string): FormOutcome {
  return 'refusal' in done ? { errors: { '': request.view.t(`names.refusal.${done.refusal}`) } } : { seeOther: `${data.base}?done=${what}` }
}

function actorOf({ person }: NamesData): Actor {
  return { kind: 'person', id: person.id }
}
