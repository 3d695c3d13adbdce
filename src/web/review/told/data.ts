import type { ConfirmRefusal } from '../../../procedures/confirm-answers.ts'
import type { AnswerRefusal } from '../../../procedures/answer-comment.ts'
import type { TogetherRefusal } from '../../../procedures/answer-together.ts'
import type { WriteTold } from '../../../review/responses/model.ts'
import type { FieldErrors } from '../../../shared/fields.ts'
import { formatRef } from '../../../shared/refs.ts'
import { writeDate } from '../../../shared/time.ts'
import type { Cycle, Forum } from '../../../forums/model.ts'
import { INTERFACE_LANGUAGES } from '../../../shared/language.ts'
import { translator } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { tokenOf } from '../comment/forms.tsx'
import { placeNewsWriter } from '../followers/data.ts'

/** Writes to commenters what became of their comments, in the language of the comment where the pages have it, with the secret link. */
export function writeTold(request: PageRequest, { forum, cycle }: { readonly forum: Pick<Forum, 'slug'>; readonly cycle: Pick<Cycle, 'slug'> }): WriteTold {
  const { services, view } = request
  const write = ({ commentId, number, disposition, reason, language, judgedUntil }: Parameters<WriteTold>[0]) => {
    const lang = INTERFACE_LANGUAGES.find((offered) => offered === language?.split('-')[0]) ?? view.lang
    const t = translator(lang)
    const ref = formatRef(cycle.slug, 'R', number)
    const link = `${services.publicUrl}/${forum.slug}/${cycle.slug}/comments/R-${number}/mine/${tokenOf(services, commentId)}`
    const until = judgedUntil === null ? 'none' : writeDate(judgedUntil, lang)
    return { subject: t('dispositions.told.subject', { ref }), body: t('dispositions.told.body', { ref, disposition: t(`review.disposition.${disposition}`), reason, link, until }) + (services.takesMail ? `\n\n${t('shell.reply.judge')}` : '') }
  }
  return Object.assign(write, { toFollowers: placeNewsWriter(services) })
}

/** What is wrong, field by field, for an answer that was refused. */
export function refusedAnswer(refused: AnswerRefusal | TogetherRefusal | ConfirmRefusal): FieldErrors {
  switch (refused.refusal) {
    case 'no-such-paragraph':
      return { changed: `review.refusal.no-such-paragraph:${refused.numbers}` }
    case 'no-such-version':
      return { changedIn: 'review.refusal.no-such-version' }
    case 'no-such-duplicate':
    case 'duplicate-of-itself':
    case 'duplicate-of-duplicate':
      return { duplicateOf: `review.refusal.${refused.refusal}` }
    case 'nothing-chosen':
      return { chosen: 'dispositions.refusal.nothing-chosen' }
    case 'nobody':
    case 'own-proposal':
    case 'needs-confirmation':
      return { '': `dispositions.refusal.${refused.refusal}` }
    case 'changed-meanwhile':
    case 'comment-withdrawn':
      return { '': 'ref' in refused && refused.ref !== '' ? `dispositions.refusal.${refused.refusal}:${refused.ref}` : `review.refusal.${refused.refusal}` }
    default:
      return { '': `review.refusal.${refused.refusal}` }
  }
}
