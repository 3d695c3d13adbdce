import { followSchema } from '../../../drafts/releases/schema.ts'
import type { Tx } from '../../../platform/database.ts'
import { transact } from '../../../platform/database.ts'
import { PUBLIC } from '../../../record/model.ts'
import { askToFollowPlace, confirmPlaceFollowing, stopPlaceFollowing } from '../../../review/followers/commands.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { Id } from '../../../shared/ids.ts'
import { INTERFACE_LANGUAGES } from '../../../shared/language.ts'
import { isRefusal, type Refusal } from '../../../shared/result.ts'
import { confirmedByMail } from '../../record/answering/data.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, isOneClick, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import { documentOf, loadPlaceFollowing, loadToFollow, placeFollowerAddress, type FollowData, type FollowingData } from './data.ts'
import { FollowingPlacePage, FollowPlacePage } from './forms.tsx'

/** Being told of comments on a paragraph or section: asked for, confirmed by a link, ended by the same with one click. */
export function placeFollowRoutes(app: App, services: Services): void {
  for (const path of ['/:forum/:cycle/reviews/:review/paragraphs/:paragraph/follow', '/:forum/:cycle/reviews/:review/sections/:section/follow']) {
    serveForm<FollowData>(app, services, { path, load: loadToFollow, render: (view, data, form) => <FollowPlacePage view={view} data={data} form={form} />, submit: submitAsking })
  }
  serveForm<FollowingData>(app, services, {
    path: '/:forum/:cycle/documents/:document/follow-place/:token',
    load: loadPlaceFollowing,
    render: (view, data, form) => <FollowingPlacePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const input = { followerId: data.follower.followerId }
      const work = (tx: Tx) => (isLeaving(submitted) ? stopPlaceFollowing(tx, PUBLIC, input, request.now) : confirmPlaceFollowing(tx, PUBLIC, input, request.now))
      const done = await transact<object | Refusal<'confirmed-already' | 'left-already'>>(request.db, work)
      // What a mail program posts twice has happened already.
      return isRefusal(done) && !isOneClick(submitted) ? { errors: { '': request.view.t(`announcing.notice.refusal.${done.refusal}`) } } : { seeOther: request.view.path }
    },
  })
}

/** By the button, or by the mail program of the reader (RFC 8058). */
export function isLeaving(submitted: Submitted): boolean {
  return submitted.value('shall') === 'leave' || isOneClick(submitted)
}

async function submitAsking(request: PageRequest, data: FollowData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(followSchema, fieldsToObject(submitted.fields))
  const document = await documentOf(request, data)
  if (!parsed.ok) return parsed
  if (document === undefined) return { errors: { '': 'form.error.not-found' } }
  const { t, lang, path } = request.view
  const writeConfirmation = (id: Id<'place-follower'>) => {
    const facts = { name: data.name, document: document.title, forum: data.forum.title, link: placeFollowerAddress(request.services, { ...data, document }, id) }
    return { subject: t('followers.confirm-mail.subject', facts), body: t('followers.confirm-mail.body', facts) + confirmedByMail(request.services, t) }
  }
  const language = INTERFACE_LANGUAGES.find((each) => each === lang) ?? 'en'
  const { mail } = parsed.value
  const asked = await withinLimit(request, 'following', mail, (tx) => askToFollowPlace(tx, PUBLIC, { place: data.place, mail, language, writeConfirmation }, request.now))
  if (isTooMany(asked)) return tooMany(request, 'following', asked)
  return isRefusal(asked) ? { errors: { '': t(`drafts.refusal.${asked.refusal}`) } } : { seeOther: `${path}?sent=1` }
}
