import { changeList, openList, setListClosed, setModerators } from '../../../lists/commands.ts'
import { enterMembers, leaveList, letIn, resumeMember, setTrust } from '../../../lists/members/commands.ts'
import { readAddresses } from '../../../lists/model.ts'
import { removePost } from '../../../lists/posts/commands.ts'
import { membersSchema, moderatorsSchema, newListSchema, settingsSchema } from '../../../lists/schema.ts'
import { transact, type Tx } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Actor } from '../../../record/model.ts'
import { importMail } from '../../../procedures/import-mail.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import { isRefusal, type Refusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { loadListDesk, type InListDesk } from '../data.ts'
import { submitDecision } from '../joining/routes.tsx'
import { listLetterWriter } from '../letters/data.ts'
import { loadHeld, loadListsDesk, loadMemberDesk, loadMembers, loadOneListDesk, type HeldData, type ListDeskData, type ListsDeskData, type MemberDeskData, type MembersData } from './data.ts'
import { ListDesk, ListsDesk, MembersDesk } from './desk.tsx'
import { ArchiveImportForm, EnterForm, HeldForm, MemberDeskForm, ModeratorsForm, NewListForm, NEW_VALUES, SettingsForm, settingsValues } from './forms.tsx'

const LISTS = '/desk/:forum/lists'
const LIST = `${LISTS}/:list`

/** Running lists: opening and setting them, who is on them, what waits. */
export function listDeskRoutes(app: App, services: Services): void {
  servePrivatePage<ListsDeskData>(app, services, { path: LISTS, load: loadListsDesk, render: (view, data) => <ListsDesk view={view} data={data} /> })
  serveForm<ListsDeskData>(app, services, { path: `${LISTS}/new`, load: loadListsDesk, initial: (data) => ({ ...NEW_VALUES, language: data.forum.language, formKey: newId() }), render: (view, data, form) => <NewListForm view={view} data={data} form={form} />, submit: submitNew })
  servePrivatePage<ListDeskData>(app, services, { path: LIST, load: loadOneListDesk, render: (view, data) => <ListDesk view={view} data={data} /> })
  serveForm<InListDesk>(app, services, { path: `${LIST}/settings`, load: loadListDesk, initial: ({ list }) => settingsValues(list), render: (view, data, form) => <SettingsForm view={view} data={data} form={form} />, submit: submitSettings })
  serveForm<ListDeskData>(app, services, {
    path: `${LIST}/moderators`,
    load: loadOneListDesk,
    initial: ({ moderators }) => ({ moderators: moderators.map(({ name, mail }) => (name === '' ? mail : `${name} <${mail}>`)).join('\n') }),
    render: (view, data, form) => <ModeratorsForm view={view} data={data} form={form} />,
    submit: submitModerators,
  })
  serveForm<ListDeskData>(app, services, { path: `${LIST}/closed`, load: loadOneListDesk, render: (view, data) => <ListDesk view={view} data={data} />, submit: submitClosed })
  servePrivatePage<MembersData>(app, services, { path: `${LIST}/members`, load: loadMembers, render: (view, data) => <MembersDesk view={view} data={data} /> })
  serveForm<InListDesk>(app, services, { path: `${LIST}/members/enter`, load: loadListDesk, render: (view, data, form) => <EnterForm view={view} data={data} form={form} />, submit: submitMembers })
  serveForm<MemberDeskData>(app, services, { path: `${LIST}/members/:member`, load: loadMemberDesk, render: (view, data, form) => <MemberDeskForm view={view} data={data} form={form} />, submit: submitMember })
  serveForm<HeldData>(app, services, { path: `${LIST}/posts/:post`, load: loadHeld, initial: () => ({ decision: 'publish' }), render: (view, data, form) => <HeldForm view={view} data={data} form={form} />, submit: submitPost })
  serveForm<InListDesk>(app, services, { path: `${LIST}/import`, load: loadListDesk, render: (view, data, form) => <ArchiveImportForm view={view} data={data} form={form} />, submit: submitImport })
}

function actorOf({ person }: Pick<InListDesk, 'person'>): Actor {
  return { kind: 'person', id: person.id }
}

async function submitNew(request: PageRequest, data: ListsDeskData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(newListSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { slug, cycle: cycleSlug, moderators, ...settings } = parsed.value
  const addresses = readAddresses(moderators)
  if (addresses.wrong.length > 0) return { errors: { moderators: 'not-a-mail-address' } }
  const cycle = cycleSlug === undefined ? undefined : data.cycles.find((each) => each.slug === cycleSlug)
  if (cycleSlug !== undefined && cycle === undefined) return { errors: { cycle: 'not-in-list' } }
  const formKey = submitted.value('formKey')
  const input = { forumId: data.forum.id, cycleId: cycle?.id ?? null, slug, settings, moderators: addresses.read, formKey: isId(formKey) ? formKey : undefined }
  const opened = await transact(request.db, (tx) => openList(tx, actorOf(data), input, request.now))
  return isRefusal(opened) ? { errors: { slug: request.view.t(`lists.refusal.${opened.refusal}`) } } : { seeOther: `/desk/${data.forum.slug}/lists/${opened.slug}` }
}

async function submitSettings(request: PageRequest, data: InListDesk, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(settingsSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { revision, ...settings } = parsed.value
  const changed = await transact(request.db, (tx) => changeList(tx, actorOf(data), { listId: data.list.id, revision, settings }, request.now))
  return isRefusal(changed) ? { errors: { '': changed.refusal } } : { seeOther: data.desk }
}

async function submitModerators(request: PageRequest, data: InListDesk, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(moderatorsSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const addresses = readAddresses(parsed.value.moderators)
  if (addresses.wrong.length > 0) return { errors: { moderators: 'not-a-mail-address' } }
  await transact(request.db, (tx) => setModerators(tx, actorOf(data), { listId: data.list.id, moderators: addresses.read }, request.now))
  return { seeOther: data.desk }
}

async function submitClosed(request: PageRequest, data: InListDesk, submitted: Submitted): Promise<FormOutcome> {
  const isClosed = submitted.value('shall') === 'close'
  if (!isClosed && submitted.value('shall') !== 'reopen') return { errors: { '': request.view.t('lists.refusal.nothing-chosen') } }
  const done = await transact(request.db, (tx) => setListClosed(tx, actorOf(data), { listId: data.list.id, isClosed }, request.now))
  return isRefusal(done) ? { errors: { '': request.view.t(`lists.refusal.${done.refusal}`) } } : { seeOther: data.desk }
}

async function submitMembers(request: PageRequest, data: InListDesk, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(membersSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { read, wrong } = readAddresses(parsed.value.members)
  if (wrong.length > 0) return { errors: { members: request.view.t('lists.enter.wrong', { count: wrong.length, first: wrong[0] ?? '' }) } }
  await transact(request.db, (tx) => enterMembers(tx, actorOf(data), { listId: data.list.id, members: read, consent: parsed.value.consent, write: listLetterWriter(request.services) }, request.now))
  return { seeOther: `${data.desk}/members` }
}

type DeskRefusal = Refusal<'done-already' | 'not-a-member' | 'left-already'>

async function submitMember(request: PageRequest, data: MemberDeskData, submitted: Submitted): Promise<FormOutcome> {
  const { now, view } = request
  const [actor, subscriptionId, write] = [actorOf(data), data.member.id, listLetterWriter(request.services)]
  const works: Readonly<Record<string, (tx: Tx) => Promise<object | DeskRefusal>>> = {
    'let-in': (tx) => letIn(tx, actor, { subscriptionId, write }, now),
    trust: (tx) => setTrust(tx, actor, { subscriptionId, isTrusted: true }, now),
    moderate: (tx) => setTrust(tx, actor, { subscriptionId, isTrusted: false }, now),
    count: (tx) => setTrust(tx, actor, { subscriptionId, isTrusted: null }, now),
    resume: (tx) => resumeMember(tx, actor, { subscriptionId }, now),
    remove: (tx) => leaveList(tx, actor, { subscriptionId, write, isRemoved: true }, now),
  }
  const shall = submitted.value('shall')
  const work = Object.hasOwn(works, shall) ? works[shall] : undefined
  if (work === undefined) return { errors: { shall: 'required' } }
  const done = await transact<object | DeskRefusal>(request.db, work)
  return isRefusal(done) ? { errors: { '': view.t(`lists.refusal.${done.refusal}`) } } : { seeOther: view.path }
}

async function submitPost(request: PageRequest, data: HeldData, submitted: Submitted): Promise<FormOutcome> {
  if (data.post.state === 'held') return submitDecision(request, data, submitted, actorOf(data), data.desk)
  if (submitted.value('decision') !== 'remove') return { errors: { '': request.view.t('lists.refusal.decided-already') } }
  const done = await transact(request.db, (tx) => removePost(tx, actorOf(data), { postId: data.post.id }, request.now))
  return isRefusal(done) ? { errors: { '': request.view.t(`lists.refusal.${done.refusal}`) } } : { seeOther: data.desk }
}

async function submitImport(request: PageRequest, data: InListDesk, submitted: Submitted): Promise<FormOutcome> {
  const upload = submitted.uploads['file']
  if (upload === undefined) return { errors: { file: 'required' } }
  const { files, db } = request.services
  const done = await importMail(db, actorOf(data), { list: data.list, file: files.path(upload.sha256), files }, request.now)
  const query = new URLSearchParams({ read: String(done.read), taken: String(done.taken), known: String(done.known), refused: String(done.refused.length) })
  return { seeOther: `${request.view.path}?${query.toString()}` }
}
