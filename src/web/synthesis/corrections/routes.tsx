import { transact } from '../../../platform/database.ts'
import { openCorrectionRound } from '../../../procedures/open-correction-round.ts'
import { publishSynthesis } from '../../../procedures/publish-synthesis.ts'
import { settleContest } from '../../../procedures/settle-contest.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields, revision } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import { writeShortDate } from '../../../shared/time.ts'
import { sayVerdict, type WriteDigest } from '../../../synthesis/corrections/commands.ts'
import { inMailOrder } from '../../../synthesis/corrections/model.ts'
import { reopenSchema, roundSchema, settlementSchema, verdictSchema } from '../../../synthesis/corrections/schema.ts'
import { reopenSynthesis } from '../../../synthesis/publications/commands.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { translator } from '../../messages.ts'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { actorOf, placeOf } from '../data.ts'
import { digestAddress, findMail, listLanguages, loadCorrectionsDesk, loadDigest, loadLetter, type CorrectionsDeskData, type DigestData, type SentenceShown } from './data.ts'
import { CorrectionsDesk, LetterPage } from './desk.tsx'
import { DigestPage } from './pages.tsx'

/** The right of correction: asked and settled at the desk, answered behind a secret link; and the publication that waits for it. */
export function correctionRoutes(app: App, services: Services): void {
  serveForm<DigestData>(app, services, {
    path: '/:forum/:cycle/corrections/:digest/:secret',
    load: loadDigest,
    render: (view, data, form) => <DigestPage view={view} data={data} form={form} />,
    submit: say,
  })
  serveForm<CorrectionsDeskData>(app, services, {
    path: '/desk/:forum/:cycle/corrections',
    load: loadCorrectionsDesk,
    render: (view, data, form) => <CorrectionsDesk view={view} data={data} form={form} />,
    submit: (request, data, submitted) => {
      const shall = submitted.value('shall')
      if (shall === 'ask') return ask(request, data, submitted)
      if (shall === 'settle') return settle(request, data, submitted)
      if (shall === 'reopen') return reopen(request, data, submitted)
      return shall === 'publish' ? publish(request, data) : Promise.resolve({ errors: { '': 'not-in-list' } })
    },
  })
  servePrivatePage<DigestData & { readonly link: string }>(app, services, {
    path: '/desk/:forum/:cycle/corrections/:digest',
    load: loadLetter,
    render: (view, data) => <LetterPage view={view} data={data} />,
  })
}

async function say(request: PageRequest, data: DigestData, submitted: Submitted): Promise<FormOutcome> {
  const sentence = data.sentences.find(({ correction }) => correction.id === submitted.value('sentence'))
  if (sentence === undefined) return { errors: { '': 'not-found' } }
  const parsed = parseFields(verdictSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { verdict, reason } = parsed.value
  const input = { ...placeOf(data), digestId: data.digest.id, correctionId: sentence.correction.id, verdict, reason, ...refsOf(sentence) }
  const said = await transact(request.db, (tx) => sayVerdict(tx, PUBLIC, input, request.now))
  if (!isRefusal(said)) return { seeOther: `${request.view.path}#${sentence.anchor}` }
  return { errors: { '': request.view.t(`corrections.refusal.${said.refusal}`) } }
}

function refsOf(sentence: SentenceShown): { readonly ref: string; readonly sourceRef: string } {
  return { ref: sentence.ref, sourceRef: `C-${sentence.contribution}` }
}

/** Each digest is written in the language of the contribution it is about, else in the forum's. */
async function ask(request: PageRequest, data: CorrectionsDeskData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(roundSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const languages = await listLanguages(request.db, data.cycle.id)
  const write: WriteDigest = ({ id, asked, closesOn }) => {
    const first = asked.sentences[0]
    const language = (first === undefined ? null : languages.get(first.contributionId)) ?? data.forum.language
    const t = translator(language)
    const date = writeShortDate(closesOn, language)
    const link = `${request.services.publicUrl}${digestAddress(request.services, data, id)}`
    const sentences = inMailOrder(asked.sentences).flatMap(([first], place) => (first === undefined ? [] : [`${place + 1}. ${first.ref}: ${first.statement}`]))
    const title = `${data.forum.title}, ${data.cycle.title}`
    return {
      language,
      subject: t('corrections.mail.digest.subject', { title }),
      body: [t('corrections.mail.digest.before', { title, count: sentences.length }), ...sentences, t('corrections.mail.digest.after', { link, date }), ...(request.services.takesMail ? [t('shell.reply.sentences')] : [])].join('\n\n'),
    }
  }
  const opened = await transact(request.db, (tx) => openCorrectionRound(tx, actorOf(request), { ...placeOf(data), ...parsed.value, write }, request.now))
  if (!isRefusal(opened)) return { seeOther: request.view.path }
  return { errors: { [opened.refusal === 'date-over' ? 'closesOn' : '']: request.view.t(`corrections.refusal.${opened.refusal}`) } }
}

async function settle(request: PageRequest, data: CorrectionsDeskData, submitted: Submitted): Promise<FormOutcome> {
  const sentence = data.open.find(({ correction }) => correction.id === submitted.value('sentence'))
  if (sentence === undefined) return { errors: { '': 'changed-meanwhile' } }
  const parsed = parseFields(settlementSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { settlement, reason } = parsed.value
  const recipient = await findMail(request.db, sentence.correction.contributionId)
  const language = (await listLanguages(request.db, data.cycle.id)).get(sentence.correction.contributionId) ?? data.forum.language
  const t = translator(language)
  const link = `${request.services.publicUrl}${digestAddress(request.services, data, sentence.correction.digestId)}`
  const facts = { ref: sentence.ref, settlement: t(`corrections.settlement.${settlement}`), reason, link }
  const mail = recipient === undefined ? undefined : { recipient, language, subject: t('corrections.mail.settled.subject', { ref: facts.ref }), body: t('corrections.mail.settled.body', facts) }
  const input = { ...placeOf(data), correctionId: sentence.correction.id, settlement, reason, mail, ...refsOf(sentence) }
  const settled = await transact(request.db, (tx) => settleContest(tx, actorOf(request), input, request.now))
  if (!isRefusal(settled)) return { seeOther: request.view.path }
  return settled.refusal === 'not-changed' ? { errors: { settlement: request.view.t('corrections.refusal.not-changed') } } : { errors: { '': 'changed-meanwhile' } }
}

async function publish(request: PageRequest, data: CorrectionsDeskData): Promise<FormOutcome> {
  const published = await transact(request.db, (tx) => publishSynthesis(tx, actorOf(request), placeOf(data), request.now))
  if (!isRefusal(published)) return { seeOther: request.view.path }
  return { errors: { '': request.view.t(`corrections.refusal.${published.refusal}`, { count: 'count' in published ? published.count : 0 }) } }
}

async function reopen(request: PageRequest, data: CorrectionsDeskData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(reopenSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const input = { ...placeOf(data), number: revision().parse(submitted.value('number')), reason: parsed.value.reopen }
  const reopened = await transact(request.db, (tx) => reopenSynthesis(tx, actorOf(request), input, request.now))
  return isRefusal(reopened) ? { errors: { '': 'changed-meanwhile' } } : { seeOther: request.view.path }
}
