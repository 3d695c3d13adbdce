import { may } from '../../../people/policy.ts'
import { transact } from '../../../platform/database.ts'
import { setReviewDesk } from '../../../review/desk/commands.ts'
import type { DeskSetting } from '../../../review/desk/model.ts'
import { findDeskSetting } from '../../../review/desk/queries.ts'
import { deskSettingSchema } from '../../../review/desk/schema.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { App, FormState, Services, View } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { deskCrumbs } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { ErrorSummary, LineField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { aloneRoutes } from '../alone/routes.tsx'
import { earlyRoutes } from '../early/routes.tsx'
import { loadReview, type InReview } from '../data.ts'
import { actorOf } from '../desk.tsx'

interface SettingData extends InReview {
  readonly setting: DeskSetting
}

/** How a review is answered: by one person or by two, and until when commenters judge the answers. */
export function settingRoutes(app: App, services: Services): void {
  aloneRoutes(app, services)
  earlyRoutes(app, services)
  serveForm<SettingData>(app, services, {
    path: '/desk/:forum/:cycle/reviews/:review/answering',
    load: loadSetting,
    initial: ({ setting }) => ({ needsConfirmation: setting.needsConfirmation ? 'yes' : '', judgedUntil: setting.judgedUntil ?? '', revision: String(setting.revision) }),
    render: (view, data, form) => <SettingForm view={view} data={data} form={form} />,
    submit: submitSetting,
  })
}

async function loadSetting(request: PageRequest): Promise<SettingData | 'forbidden' | undefined> {
  const data = await loadReview(request)
  if (data === undefined) return undefined
  if (!may(request.view.person, 'run-reviews', { forumId: data.forum.id, cycleId: data.cycle.id })) return 'forbidden'
  return { ...data, setting: await findDeskSetting(request.db, data.review.id) }
}

function SettingForm(props: { view: View; data: SettingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('dispositions.setting.title')
  return (
    <Layout view={view} frame={data.frame} title={`${title} – ${data.review.title}`} desk crumbs={[...deskCrumbs(view, data), { href: `/desk${data.cycleBase}/reviews`, label: t('review.reviews') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead" dir="auto">{data.review.title}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ judgedUntil: t('dispositions.setting.until') }} />
        <input type="hidden" name="revision" value={typed(form, 'revision')} />
        <label class="choice"><input type="checkbox" name="needsConfirmation" value="yes" checked={typed(form, 'needsConfirmation') === 'yes'} /><span>{t('dispositions.setting.confirmation')}</span></label>
        <LineField view={view} form={form} name="judgedUntil" type="date" optional label={t('dispositions.setting.until')} hint={t('dispositions.setting.until-hint')} />
        <div class="actions"><button>{t('dispositions.setting.save')}</button></div>
      </form>
    </Layout>
  )
}

async function submitSetting(request: PageRequest, data: SettingData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(deskSettingSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const set = await transact(request.db, (tx) => setReviewDesk(tx, actorOf(request), { ...parsed.value, judgedUntil: parsed.value.judgedUntil, reviewId: data.review.id }, request.now))
  if (!('refusal' in set)) return { seeOther: `/desk${data.cycleBase}/comments?review=${data.review.number}` }
  const [field, code] = set.refusal === 'judged-in-the-past' ? ['judgedUntil', set.refusal] : ['', set.refusal === 'changed-meanwhile' ? 'setting-changed' : set.refusal]
  return { errors: { [field]: `dispositions.refusal.${code}` } }
}
