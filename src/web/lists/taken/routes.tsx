import { offerPost } from '../../../procedures/offer-post.ts'
import { takeSchema } from '../../../lists/schema.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { App, FormState, Services, View } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import { loadPost, type PostData } from '../archive/data.ts'
import { listCrumbs } from '../data.ts'
import { ErrorSummary, LineField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { listLetterWriter } from '../letters/data.ts'

const LIST = '/:forum/lists/:list'

/** The author of a post asks that it be counted: a letter goes to the address that the post came from, if it is the one that was typed. */
export function takingRoutes(app: App, services: Services): void {
  for (const place of [LIST, `${LIST}/member/:token`]) {
    serveForm<PostData>(app, services, { path: `${place}/posts/:number/take`, load: loadTakeable, render: (view, data, form) => <TakePage view={view} data={data} form={form} />, submit })
  }
}

/** A post whose author may have it taken. */
async function loadTakeable(request: PageRequest): Promise<PostData | undefined> {
  const data = await loadPost(request)
  return data?.toTake === undefined ? undefined : data
}

function TakePage(props: { view: View; data: PostData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('lists.take.title')
  const isSent = view.query['sent'] === '1' && Object.keys(form.errors).length === 0
  const post = `${data.root}/posts/${data.number}`
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={listCrumbs(view, data, title)}>
      <h1>{title}</h1>
      {isSent ? <p class="notice">{t('lists.take.sent')}</p> : <p>{t('lists.take.lead')}</p>}
      {isSent ? null : (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={{ mail: t('lists.field.mail') }} />
          <LineField view={view} form={form} name="mail" type="email" label={t('lists.field.mail')} hint={t('lists.take.mail.hint')} autocomplete="email" dir="ltr" />
          <div class="actions"><button type="submit">{t('lists.take.send')}</button></div>
        </form>
      )}
      <p><a href={post}>{t('lists.take.back', { number: data.number })}</a></p>
    </Layout>
  )
}

async function submit(request: PageRequest, data: PostData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(takeSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { mail } = parsed.value
  const postId = data.shown?.post.id
  const { services, now, view } = request
  // Whether it is the author's is told to nobody.
  const asked = await withinLimit(request, 'following', mail, async (tx) => (postId === undefined ? {} : offerPost(tx, { postId, from: mail, secret: services.secret, write: listLetterWriter(services) }, now)))
  return isTooMany(asked) ? tooMany(request, 'following', asked) : { seeOther: `${view.path}?sent=1` }
}
