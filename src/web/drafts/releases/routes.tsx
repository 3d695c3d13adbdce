import { setCookie } from 'hono/cookie'
import { circulateVersion, planRelease, releaseVersion } from '../../../drafts/releases/commands.ts'
import { planSchema, roundSchema } from '../../../drafts/releases/schema.ts'
import { findVersion } from '../../../drafts/versions/queries.ts'
import { equalSecrets } from '../../../platform/digest.ts'
import { transact } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { notFoundPage } from '../../errors.tsx'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { READING_COOKIE, readRequest, servePage, servePrivatePage, type PageRequest } from '../../page.tsx'
import { loadDocument, loadDocumentVersions, type DocumentData } from '../data.ts'
import { EmbedPage } from '../embed/pages.tsx'
import { versionMailWriter } from '../following/data.ts'
import { readingSecret, withKey } from '../held/data.ts'
import { loadRelease, loadReleases, type ReleaseData, type ReleasesData } from './data.ts'
import { ReleasePage, ReleasesPage } from './forms.tsx'

const YEAR = 365 * 86_400

/** How a version goes out: round among those who follow it, on its day to everybody, and into a frame on other sites. */
export function releaseRoutes(app: App, services: Services): void {
  servePrivatePage<ReleasesData>(app, services, { path: '/desk/:forum/:cycle/documents/:document/versions', load: loadReleases, render: (view, data) => <ReleasesPage view={view} data={data} /> })
  serveForm<ReleaseData>(app, services, {
    path: '/desk/:forum/:cycle/documents/:document/versions/:version',
    load: loadRelease,
    initial: ({ version }) => ({ toFollowers: 'yes', releaseOn: version.releaseOn ?? '' }),
    render: (view, data, form) => <ReleasePage view={view} data={data} form={form} />,
    submit: (request, data, submitted) => act(services, request, data, submitted),
  })
  servePage<DocumentData>(app, services, {
    path: '/:forum/:cycle/documents/:document/embed',
    load: loadDocumentVersions,
    json: ({ forum, cycle, document }) => ({ forum: forum.slug, cycle: cycle.slug, document: document.slug, title: document.title }),
    render: (view, data) => <EmbedPage view={view} data={data} />,
  })
  readRoute(app, services)
}

/** The link that goes round with a version: from now on this browser reads it. */
function readRoute(app: App, services: Services): void {
  app.get('/:forum/:cycle/documents/:document/versions/:version/read/:secret', async (c) => {
    const request = await readRequest(c, services)
    const data = await loadDocument(request)
    const number = /^[1-9][0-9]{0,5}$/u.test(request.params['version'] ?? '') ? Number(request.params['version']) : 0
    const version = data === undefined ? undefined : await findVersion(request.db, data.document.id, number)
    const secret = request.params['secret'] ?? ''
    if (data === undefined || version === undefined || !equalSecrets(secret, readingSecret(services.secret, version.id)) || c.env.json === true) return notFoundPage(c, request)
    if (version.releasedAt === null && version.circulatedAt === null) return notFoundPage(c, request)
    if (version.releasedAt === null) setCookie(c, READING_COOKIE, withKey(request.readingKeys, version.id, secret), { path: '/', httpOnly: true, sameSite: 'Lax', secure: services.publicUrl.startsWith('https:'), maxAge: YEAR })
    return c.redirect(`${data.address}/versions/${version.number}`, 303)
  })
}

async function act(services: Services, request: PageRequest, data: ReleaseData, submitted: Submitted): Promise<FormOutcome> {
  const { db, now, view } = request
  const { person } = view
  if (person === undefined) return { errors: { '': 'not-found' } }
  const actor: Actor = { kind: 'person', id: person.id }
  const versionId = data.version.id
  const write = versionMailWriter(services)
  const here = `/desk${data.address}/versions/${data.version.number}`
  const fields = fieldsToObject(submitted.fields)
  if (submitted.value('shall') === 'circulate') {
    const parsed = parseFields(roundSchema, fields)
    if (!parsed.ok) return parsed
    const language = data.forum.language === 'fr' ? 'fr' : 'en'
    const sent = await transact(db, (tx) => circulateVersion(tx, actor, { versionId, language, write, ...parsed.value }, now))
    return isRefusal(sent) ? { errors: { '': view.t(`release.refusal.${sent.refusal}`) } } : { seeOther: `${here}?told=${sent.mails}` }
  }
  if (submitted.value('shall') === 'plan') {
    const parsed = parseFields(planSchema, fields)
    if (!parsed.ok) return parsed
    const planned = await transact(db, (tx) => planRelease(tx, actor, { versionId, releaseOn: parsed.value.releaseOn }, now))
    return isRefusal(planned) ? { errors: { [planned.refusal === 'in-the-past' ? 'releaseOn' : '']: view.t(`release.refusal.${planned.refusal}`) } } : { seeOther: here }
  }
  if (submitted.value('shall') !== 'release') return { errors: { '': 'required' } }
  const released = await transact(db, (tx) => releaseVersion(tx, actor, { versionId, write }, now))
  return isRefusal(released) ? { errors: { '': view.t(`release.refusal.${released.refusal}`) } } : { seeOther: `${data.address}/versions/${data.version.number}` }
}
