import { transact } from '../../../platform/database.ts'
import { registerPost } from '../../../procedures/register-post.ts'
import type { App, FormState, Services, View } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { isMessageKey } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { ErrorSummary, SelectField, TextField } from '../../ui/fields.tsx'
import { DeskFrame } from '../desk/forms.tsx'
import { WaitingPost } from '../joining/forms.tsx'
import { TakenAs } from '../taken/pages.tsx'
import { loadRegisterPost, type RegisterPostData } from './data.ts'

const LONGEST = 50_000

/** A post of a list is taken as a contribution or a comment, by an editor. */
export function registeringRoutes(app: App, services: Services): void {
  serveForm<RegisterPostData>(app, services, {
    path: '/desk/:forum/lists/:list/posts/:post/register',
    load: loadRegisterPost,
    initial: ({ post }) => ({ text: post.text.split('\n').filter((line) => !/^\s{0,2}>/u.test(line)).join('\n').trim() }),
    render: (view, data, form) => <RegisterPostPage view={view} data={data} form={form} />,
    submit: register,
  })
}

function RegisterPostPage(props: { view: View; data: RegisterPostData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const choices = [
    ...data.reviews.map(({ cycle, review }) => ({ value: `review ${review.id}`, label: t('room.register.comment', { review: review.title, cycle: cycle.title }) })),
    ...data.calls.flatMap(({ cycle, call }) => call.questions.map((question) => ({ value: `question ${question.id}`, label: t('room.register.contribution', { number: question.number, call: call.title, cycle: cycle.title }) }))),
  ]
  return (
    <DeskFrame view={view} data={data} title={t('lists.register')}>
      <WaitingPost view={view} data={data} />
      <TakenAs view={view} taken={data.taken} />
      <p>{t('lists.register.lead')}</p>
      {choices.length === 0 ? <p class="empty">{t('room.register.nowhere')}</p> : (
        <form method="post" class="sheet" novalidate>
          <ErrorSummary view={view} form={form} labels={{ as: t('room.register.as'), text: t('lists.register.text') }} />
          <SelectField view={view} form={form} name="as" label={t('room.register.as')} choices={choices} />
          <TextField view={view} form={form} name="text" label={t('lists.register.text')} hint={t('lists.register.text.hint')} rows={10} />
          <div class="actions"><button type="submit">{t('room.register.go')}</button></div>
        </form>
      )}
    </DeskFrame>
  )
}

async function register({ db, now }: PageRequest, data: RegisterPostData, submitted: Submitted): Promise<FormOutcome> {
  const [kind, id] = submitted.value('as').split(' ')
  const text = submitted.value('text').replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed().trim()
  if (text === '') return { errors: { text: 'required' } }
  if (text.length > LONGEST) return { errors: { text: `too-long:${LONGEST}:${text.length}` } }
  const review = kind === 'review' ? data.reviews.find((each) => each.review.id === id) : undefined
  const call = kind === 'question' ? data.calls.find((each) => each.call.questions.some((question) => question.id === id)) : undefined
  const question = call?.call.questions.find((each) => each.id === id)
  const asked =
    review !== undefined
      ? ({ cycle: review.cycle, as: { kind: 'comment', reviewId: review.review.id } } as const)
      : call !== undefined && question !== undefined
        ? ({ cycle: call.cycle, as: { kind: 'contribution', callId: call.call.id, questionId: question.id } } as const)
        : undefined
  if (asked === undefined) return { errors: { as: 'not-in-list' } }
  const done = await transact(db, (tx) => registerPost(tx, { kind: 'person', id: data.person.id }, { postId: data.post.id, text, ...asked }, now))
  if ('ref' in done) return { seeOther: `/${data.forum.slug}/${asked.cycle.slug}/${done.kind === 'comment' ? `comments/R-${done.number}` : `contributions/C-${done.number}`}` }
  const key = [`review.refusal.${done.refusal}`, `contributions.refusal.${done.refusal}`].find(isMessageKey)
  return { errors: { as: key ?? 'room.refusal.not-registered' } }
}
