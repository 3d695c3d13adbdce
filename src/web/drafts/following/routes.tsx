import { askToFollow, confirmFollowing, stopFollowing } from '../../../drafts/following/commands.ts'
import { followSchema } from '../../../drafts/releases/schema.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { Id } from '../../../shared/ids.ts'
import { INTERFACE_LANGUAGES } from '../../../shared/language.ts'
import { isRefusal } from '../../../shared/result.ts'
import { confirmedByMail } from '../../record/answering/data.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { serveFollowLink } from '../../people/following/routes.tsx'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import type { InDocument } from '../data.ts'
import { followerAddress, loadFollowable, loadFollowing, type InFollowing } from './data.ts'
import { FollowingPage, FollowPage } from './forms.tsx'

/** Being told of a document's versions by mail: asked for, confirmed by a link, ended by the same. */
export function followRoutes(app: App, services: Services): void {
  const path = '/:forum/:cycle/documents/:document/follow'
  serveForm<InDocument>(app, services, {
    path,
    load: loadFollowable,
    render: (view, data, form) => <FollowPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(followSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const { t, lang } = request.view
      const facts = { document: data.document.title, forum: data.forum.title }
      const writeConfirmation = (id: Id<'follower'>) => ({ subject: t('release.confirm.subject', facts), body: t('release.confirm.body', { ...facts, link: followerAddress(services, data, id) }) + confirmedByMail(services, t) })
      const language = INTERFACE_LANGUAGES.find((each) => each === lang) ?? 'en'
      const asked = await withinLimit(request, 'following', parsed.value.mail, (tx) => askToFollow(tx, PUBLIC, { documentId: data.document.id, mail: parsed.value.mail, language, writeConfirmation }, request.now))
      if (isTooMany(asked)) return tooMany(request, 'following', asked)
      return isRefusal(asked) ? { errors: { '': t(`drafts.refusal.${asked.refusal}`) } } : { seeOther: `${request.view.path}?sent=1` }
    },
  })
  serveFollowLink(app, services, {
    path: `${path}/:token`,
    load: loadFollowing,
    render: (view, data: InFollowing, form) => <FollowingPage view={view} data={data} form={form} />,
    confirm: confirmFollowing,
    stop: stopFollowing,
    sayRefusal: ({ t }, refusal) => t(`announcing.notice.refusal.${refusal}`),
  })
}
