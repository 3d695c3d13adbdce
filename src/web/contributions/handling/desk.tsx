import { confirmationOf } from '../../../contributions/corrections/model.ts'
import { overlaps } from '../../../contributions/redaction/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { sliceCodePoints } from '../../../shared/text.ts'
import { dateInZone, writeDate, writeInstant, writeShortDate, type Instant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { RedactedText } from '../../synthesis/pages.tsx'
import { ErrorSummary, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { mergeAddress } from '../../people/names/data.ts'
import { contributionAddress, writeReceived, writeStakeholderGroup, type ShownAnswer } from '../data.ts'
import { Keys, inboxCrumbs, ReaderProgress, writeSender } from '../inbox/desk.tsx'
import { Files } from '../pages.tsx'
import type { HandlingData } from './data.ts'

/** One contribution at the desk: its words, what is to be decided, who reads it, what the desk says of it. */
export function HandlingPage(props: { view: View; data: HandlingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { contribution } = data
  const keep = data.query === '' ? '' : `?${data.query}`
  return (
    <Layout view={view} frame={data.frame} title={data.ref} crumbs={inboxCrumbs(view, data, { label: `C-${contribution.number}` })} islands={['inbox.js']} desk>
      <p class="meta">
        <span>{data.ref}</span>
        {data.reasons.map((reason) => <span class={reason === 'unread' ? 'tag' : 'tag warn'}>{t(`inbox.reason.${reason}`)}</span>)}
      </p>
      <h1 dir="auto">{writeSender(view, contribution, data.decides)}</h1>
      <p class="meta">
        <span>{writeReceived(view, contribution)}</span>
        <span>{writeStakeholderGroup(view, data.forum, contribution.stakeholderGroup)}</span>
        {data.mail === null ? null : <span dir="ltr">{data.mail}</span>}
        <a href={contributionAddress(data.forum.slug, data.cycle.slug, contribution.number)}>{t('handling.public')}</a>
      </p>
      <nav class="pages" aria-label={t('handling.way')}>
        {data.before === null ? null : <a href={`${data.base}/C-${data.before}${keep}`} rel="prev">{t('handling.before')}</a>}
        {data.after === null ? null : <a href={`${data.base}/C-${data.after}${keep}`} rel="next">{t('handling.after')}</a>}
      </nav>
      <ErrorSummary view={view} form={form} labels={{ text: t('handling.note') }} />
      <Moderation view={view} data={data} />
      <Answers view={view} data={data} />
      <div class="columns">
        <div>
          <Confirmation view={view} data={data} />
          <Notes view={view} data={data} form={form} />
        </div>
        <div>
          <Alike view={view} data={data} />
          <Redactions view={view} data={data} />
          <Readers view={view} data={data} />
        </div>
      </div>
      <Keys view={view} />
    </Layout>
  )
}

function Moderation(props: { view: View; data: HandlingData }) {
  const { view, data } = props
  const { t } = view
  const { contribution } = data
  if (contribution.withdrawnAt !== null) return <p class="differs">{t('contributions.page.withdrawn', { date: dayOf(view, contribution.withdrawnAt) })}</p>
  const at = contribution.declinedAt ?? contribution.heldAt
  const reason = t(`moderation.reason.${contribution.moderatedFor ?? 'other'}`)
  return (
    <>
      {at === null ? null : (
        <div class="differs">
          <p>{t(contribution.declinedAt === null ? 'moderation.page.held' : 'moderation.page.declined', { date: dayOf(view, at), reason })}</p>
          {data.moderationNote === null ? null : <p dir="auto">{data.moderationNote}</p>}
        </div>
      )}
      {data.decides ? (
        <p class="actions">
          {at === null ? <a class="button quiet" href={`${data.address}/hold`}>{t('moderation.hold')}</a> : <a class="button quiet" href={`${data.address}/release`}>{t('moderation.release')}</a>}
          {contribution.declinedAt === null ? <a class="button quiet" href={`${data.address}/decline`}>{t('moderation.decline')}</a> : null}
        </p>
      ) : null}
    </>
  )
}

function Answers(props: { view: View; data: HandlingData }) {
  const { view, data } = props
  const { t } = view
  const own = contributionAddress(data.forum.slug, data.cycle.slug, data.contribution.number)
  const isRead = data.answers.length === 0 ? data.readUnits.has(data.contribution.id) : data.answers.every(({ id }) => data.readUnits.has(id))
  return (
    <section class="block" aria-label={t('contributions.page.answers')}>
      <ol class="paras">{data.answers.map((answer) => <AnswerRow view={view} data={data} answer={answer} />)}</ol>
      {data.answers.length === 0 ? <p class="empty">{t('contributions.page.no-text')}</p> : null}
      <Files view={view} data={data} atDesk={data.decides} base={`${data.decides ? '/desk' : ''}${own}`} textAt={(position) => (data.decides ? `/desk/${data.forum.slug}/${data.cycle.slug}/files/C-${data.contribution.number}/${position}` : `${own}/text/${position}`)} />
      <form method="post" class="actions">
        <button name="action" value={isRead ? 'unread' : 'read'} data-key="r">{t(isRead ? 'inbox.mark-unread' : 'handling.read-all')}</button>
      </form>
    </section>
  )
}

function AnswerRow(props: { view: View; data: HandlingData; answer: ShownAnswer }) {
  const { view, data, answer } = props
  const { t } = view
  const isRead = data.readUnits.has(answer.id)
  const touched = data.passages.filter((passage) => passage.sourceId === answer.id && overlaps(passage, answer.redactions ?? []))
  return (
    <li class="para" id={`A-${answer.number}`} value={answer.number}>
      <a class="mark" href={`#A-${answer.number}`} aria-label={t('contributions.page.answer-mark', { number: answer.number })}>{answer.number}</a>
      <div class="text">
        <p class="hint" lang={data.forum.language} dir="auto">{answer.question}</p>
        <p class="words" dir="auto" lang={data.contribution.language ?? undefined}><AtDesk view={view} data={data} answer={answer} /></p>
        {touched.length === 0 ? null : (
          <p class="differs">{t('redaction.touches', { count: touched.length })}{touched.map(({ number }) => <> <a class="ref" href={`/desk/${data.forum.slug}/${data.cycle.slug}/passages/P-${number}`}>P-{number}</a></>)}</p>
        )}
      </div>
      <aside class="voices" aria-label={t('handling.of-answer', { number: answer.number })}>
        <form method="post">
          <input type="hidden" name="answer" value={String(answer.number)} />
          <button class="quiet" name="action" value={isRead ? 'unread' : 'read'}>{t(isRead ? 'inbox.mark-unread' : 'inbox.mark-read')}</button>
        </form>
        {data.decides ? <p><a href={`${data.address}/redact/${answer.number}`}>{t('redaction.begin')}</a></p> : null}
      </aside>
    </li>
  )
}

/** Whoever decides reads the full text, with what the public does not read marked in it. */
function AtDesk(props: { view: View; data: HandlingData; answer: ShownAnswer }) {
  const { view, data, answer } = props
  const redactions = answer.redactions ?? []
  if (!data.decides || redactions.length === 0) return <RedactedText view={view} text={answer.text} redactions={redactions} offset={0} />
  const cuts = [...new Set([0, ...redactions.flatMap(({ start, end }) => [start, end]), Array.from(answer.text).length])].sort((a, b) => a - b)
  return (
    <>
      {cuts.slice(0, -1).map((from, place) => {
        const until = cuts[place + 1] ?? from
        const words = sliceCodePoints(answer.text, from, until)
        const over = redactions.find(({ start, end }) => start <= from && until <= end)
        return over === undefined ? words : <mark class="redacted" title={view.t('redaction.in-place', { reason: view.t(`redaction.reason.${over.reason}`) })}>{words}</mark>
      })}
    </>
  )
}

function nameSource({ t }: View, data: HandlingData, id: Id): string {
  const file = data.attachments.find((attachment) => attachment.id === id)
  return file === undefined ? String(data.answers.find((answer) => answer.id === id)?.number ?? '') : t('redaction.file', { number: file.position })
}

function Redactions(props: { view: View; data: HandlingData }) {
  const { view, data } = props
  const { t } = view
  if (data.redactions.length === 0) return null
  return (
    <section class="block" aria-labelledby="redactions">
      <h2 id="redactions">{t('redaction.all')}</h2>
      <ul class="lines">
        {data.redactions.map((redaction) => (
          <li>
            <span>{nameSource(view, data, redaction.sourceId)} · {t(`redaction.reason.${redaction.reason}`)}{redaction.note === null ? null : <>: <bdi>{redaction.note}</bdi></>}</span>
            <span class="hint">{writeShortDate(dateInZone(redaction.redactedAt, 'UTC'), view.lang)}</span>
            {redaction.liftedAt === null ? <a href={`${data.address}/lift/${redaction.id}`}>{t('handling.lift')}</a> : <span class="hint">{t('redaction.lifted', { date: dayOf(view, redaction.liftedAt), reason: redaction.liftedReason ?? '' })}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Confirmation(props: { view: View; data: HandlingData }) {
  const { view, data } = props
  const { t } = view
  const { contribution } = data
  const state = confirmationOf(contribution)
  const canAsk = data.decides && data.mail !== null && contribution.withdrawnAt === null && state !== 'confirmed' && contribution.channel !== 'web' && contribution.channel !== 'import'
  if (state === null && !canAsk && data.corrections.length === 0) return null
  return (
    <section class="block" aria-labelledby="sender">
      <h2 id="sender">{t('correction.sender')}</h2>
      {contribution.senderAskedAt === null || state === 'confirmed' ? null : <p>{t('correction.asked', { date: dayOf(view, contribution.senderAskedAt) })}</p>}
      {contribution.senderConfirmedAt === null ? null : <p>{t('correction.confirmed', { date: dayOf(view, contribution.senderConfirmedAt) })}</p>}
      <ul class="lines">
        {data.corrections.map((correction) => (
          <li>
            <span>{t('correction.proposed', { date: dayOf(view, correction.proposedAt), answers: correction.answers.length })}</span>
            {correction.decidedAt === null
              ? data.decides ? <a href={`${data.address}/corrections/${correction.id}`}>{t('correction.decide')}</a> : <span>{t('correction.waits')}</span>
              : <span class="hint">{t(correction.isTaken === true ? 'correction.was-taken' : 'correction.was-declined', { date: dayOf(view, correction.decidedAt), reason: correction.reason ?? '' })}</span>}
          </li>
        ))}
      </ul>
      {canAsk ? <form method="post" class="actions"><button class="quiet" name="action" value="ask">{t(state === null ? 'correction.ask' : 'correction.ask-again')}</button></form> : null}
    </section>
  )
}

function Alike(props: { view: View; data: HandlingData }) {
  const { view, data } = props
  const { t } = view
  const { contribution, register } = data
  const known = ([['person', contribution.contributor], ['organisation', contribution.organisation]] as const).flatMap(([kind, name]) => (data.decides && name !== null && register.knownAs(kind, name) !== name ? [register.knownAs(kind, name)] : []))
  if (data.alike.length + known.length + data.sameText.length === 0) return null
  return (
    <section class="block" aria-labelledby="alike">
      <h2 id="alike">{t('handling.alike')}</h2>
      {known.map((name) => <p><bdi>{t('names.known', { name })}</bdi></p>)}
      <ul class="lines">
        {data.alike.map(({ kind, own, other }) => <li><span><bdi>{own}</bdi> · <bdi>{other}</bdi></span><a href={mergeAddress(`/desk/${data.forum.slug}/names`, kind, own, other)}>{t('names.look')}</a></li>)}
      </ul>
      {data.sameText.length === 0 ? null : <p>{t('handling.same-text')}{data.sameText.map((number) => <> <a class="ref" href={`${data.base}/C-${number}`}>C-{number}</a></>)}</p>}
    </section>
  )
}

function Readers(props: { view: View; data: HandlingData }) {
  const { view, data } = props
  const { t } = view
  const assigned = new Set(data.progress.filter(({ isAssigned }) => isAssigned).map(({ personId }) => personId))
  return (
    <section class="block" aria-labelledby="readers">
      <h2 id="readers">{t('inbox.readers')}</h2>
      {data.progress.length === 0 ? <p class="empty">{t('handling.nobody-reads')}</p> : <ul class="bare">{data.progress.map((progress) => <li><ReaderProgress view={view} progress={progress} names={data.names} /></li>)}</ul>}
      {data.decides ? (
        <form method="post" class="sheet">
          <fieldset class="field">
            <legend>{t('handling.choose-readers')}</legend>
            {data.readers.map(({ id, name }) => <label class="choice"><input type="checkbox" name="reader" value={id} checked={assigned.has(id)} /><span dir="auto">{name}</span></label>)}
          </fieldset>
          <div class="actions"><button class="quiet" name="action" value="readers">{t('handling.save-readers')}</button></div>
        </form>
      ) : null}
    </section>
  )
}

function Notes(props: { view: View; data: HandlingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  return (
    <section class="block" aria-labelledby="notes">
      <h2 id="notes">{t('handling.notes')}</h2>
      <p class="hint">{t('handling.notes.lead')}</p>
      <ul class="lines">
        {data.notes.map((note) => (
          <li>
            <span dir="auto">{note.isStruck ? <s>{note.text}</s> : note.text}</span>
            <span class="hint"><bdi>{data.names.get(note.authorId) ?? t('record.actor.unknown')}</bdi>, {writeInstant(note.writtenAt, view.lang)}</span>
            {note.isStruck ? null : (
              <form method="post"><input type="hidden" name="note" value={note.id} /><button class="quiet" name="action" value="strike">{t('handling.strike')}</button></form>
            )}
          </li>
        ))}
      </ul>
      <form method="post" class="sheet" novalidate>
        <TextField view={view} form={form} name="text" label={t('handling.note')} rows={3} />
        <div class="actions"><button class="quiet" name="action" value="note">{t('handling.write-note')}</button></div>
      </form>
    </section>
  )
}

function dayOf(view: View, at: Instant): string {
  return writeDate(dateInZone(at, 'UTC'), view.lang)
}
