import { findAnswers } from '../../../contributions/queries.ts'
import { findNames } from '../../../people/queries.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { sliceCodePoints } from '../../../shared/text.ts'
import { findStretch, listDismissals, listResembling, type Dismissal, type Resembling } from '../../../synthesis/resembling/queries.ts'
import { isReadable } from '../../../synthesis/similar/queries.ts'
import type { Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { loadThemeAtDesk, type InTheme } from '../codebook/data.ts'
import { isBehind } from '../similar/data.ts'
import { primaryLanguage } from '../../../shared/words.ts'

/** A dismissal as it is shown: `text` is null where its answer may not be read any more. */
export interface ShownDismissal extends Dismissal {
  readonly ref: string
  readonly text: string | null
  readonly language: string | null
}

export interface ResemblingData extends InTheme {
  readonly resembling: readonly Resembling[]
  readonly dismissed: readonly ShownDismissal[]
  readonly who: ReadonlyMap<Id, string>
  readonly isBehind: boolean
}

/** How many of the dismissed are shown, the latest. */
const DISMISSED = 50

/** A theme with the stretches of unread answers that resemble what has it, and what was dismissed. */
export async function loadResembling(request: PageRequest): Promise<ResemblingData | 'forbidden' | undefined> {
  const inTheme = await loadThemeAtDesk(request)
  if (typeof inTheme !== 'object') return inTheme
  const { forum, cycle, theme } = inTheme
  const resembling = await listResembling(request.db, { forumId: forum.id, cycleId: cycle.id, theme, language: primaryLanguage(forum.language) })
  const dismissed = (await listDismissals(request.db, theme.id)).slice(0, DISMISSED)
  const answers = new Map((await findAnswers(request.db, dismissed.map(({ answerId }) => answerId))).map((answer) => [answer.id, answer]))
  const shown = dismissed.flatMap((dismissal): ShownDismissal[] => {
    const answer = answers.get(dismissal.answerId)
    if (answer === undefined) return []
    const text = isReadable(answer) ? sliceCodePoints(answer.text, dismissal.start, dismissal.end) : null
    return [{ ...dismissal, ref: `C-${answer.contributionNumber}/${answer.number}`, text, language: answer.language }]
  })
  const who = await findNames(request.db, dismissed.flatMap(({ dismissedBy }) => dismissedBy ?? []))
  return { ...inTheme, resembling, dismissed: shown, who, isBehind: await isBehind(request, inTheme) }
}

/** The stretch that a button was pressed at; undefined where there is no such stretch, or not any more. */
export async function findMeant({ db }: PageRequest, data: ResemblingData, submitted: Submitted): Promise<{ answer: { id: Id; ref: string }; start: number; end: number } | undefined> {
  const [answerId, start, end] = [submitted.value('answer'), Number(submitted.value('start')), Number(submitted.value('end'))]
  if (!isId(answerId) || !Number.isSafeInteger(start) || !Number.isSafeInteger(end)) return undefined
  // What was dismissed can be restored though its answer may not be read any more.
  const dismissal = data.dismissed.find((each) => each.answerId === answerId && each.start === start && each.end === end)
  const ref = dismissal?.ref ?? (await findStretch(db, data.cycle.id, { answerId, start, end }))?.ref
  return ref === undefined ? undefined : { answer: { id: answerId, ref }, start, end }
}
