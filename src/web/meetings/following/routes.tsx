import { z } from 'zod'
import { askToHear, confirmHearing, stopHearing } from '../../../meetings/following/commands.ts'
import type { Follower } from '../../../meetings/following/model.ts'
import { PUBLIC } from '../../../record/model.ts'
import { mailAddress, parseFields } from '../../../shared/fields.ts'
import { INTERFACE_LANGUAGES } from '../../../shared/language.ts'
import { confirmedByMail } from '../../record/answering/data.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import type { InForum } from '../../forums/data.ts'
import { serveFollowLink } from '../../people/following/routes.tsx'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import { followingAddress, loadFollowForm, loadFollowing, type InFollowing } from './data.ts'
import { FollowingPage, FollowMeetingsPage } from './pages.tsx'

const schema = z.object({ mail: mailAddress().refine((text) => text !== '', { error: 'required' }) })

/** Being told of meetings by mail: asked for, confirmed by a link, ended by the same. */
export function followingRoutes(app: App, services: Services): void {
  const path = '/:forum/follow-meetings'
  serveForm<InForum>(app, services, {
    path,
    load: loadFollowForm,
    render: (view, data, form) => <FollowMeetingsPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(schema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const { t, lang } = request.view
      const { mail } = parsed.value
      const writeConfirmation = (id: Follower['id']) => ({
        subject: t('meetings.plan.follow.confirm-subject', { forum: data.forum.title }),
        body: t('meetings.plan.follow.confirm-body', { forum: data.forum.title, link: followingAddress(services, data.forum, id) }) + confirmedByMail(services, t),
      })
      const language = INTERFACE_LANGUAGES.find((each) => each === lang) ?? 'en'
      const asked = await withinLimit(request, 'following', mail, (tx) => askToHear(tx, PUBLIC, { forumId: data.forum.id, mail, language, writeConfirmation }, request.now))
      return isTooMany(asked) ? tooMany(request, 'following', asked) : { seeOther: `${request.view.path}?sent=1` }
    },
  })
  serveFollowLink(app, services, {
    path: `${path}/:token`,
    load: loadFollowing,
    render: (view, data: InFollowing, form) => <FollowingPage view={view} data={data} form={form} />,
    confirm: confirmHearing,
    stop: stopHearing,
    sayRefusal: (_view, refusal) => `meetings.plan.refusal.${refusal}`,
  })
}
