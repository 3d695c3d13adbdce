import type { z } from 'zod'
import { listParts, type Translation } from '../translations/model.ts'
import { PROPOSAL_KINDS, PROPOSAL_OUTCOMES } from '../proposals/model.ts'
import { QUESTION_KINDS } from '../questions/model.ts'
import { ADDED_RESERVED_SLUGS } from '../../forums/model.ts'
import { date, flag, group, id, instant, integer, language, listOf, mailAddress, oneOf, optional, optionalFlag, optionalShortText, optionalText, shortText, slug, text, verbatim, zone } from '../../shared/folder-fields.ts'
import { checkNumbers, checkReserved, findNamed, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

/** `cycles/<slug>/calls.yaml`. */
export const callsFile = listOf(
  group({
    id: id(),
    slug: slug(),
    title: shortText(),
    introduction: optionalText(),
    audience: optionalShortText(),
    opensOn: optional(date()),
    deadline: optional(date()),
    deadlineZone: optional(zone()),
    soft: flag(),
    rollingUntil: optionalText(),
    open: flag(),
    closedAt: optional(instant()),
    closedReason: optionalText(),
    source: optionalText(),
    revision: optional(integer(1)),
    extensions: listOf(group({ earlier: date(), changedOn: optional(date()), reason: text() })),
    questions: listOf(
      group({
        id: id(),
        number: integer(1),
        text: text(),
        guidance: optionalText(),
        kind: optional(oneOf(QUESTION_KINDS)),
        required: optionalFlag(),
        limit: optional(integer(1)),
        words: optionalFlag(),
        options: listOf(group({ number: integer(1), text: text(2000) })),
      }),
    ),
    survey: optionalFlag(),
    draft: optionalFlag(),
    remarksUntil: optional(date()),
    /** The place of a milestone in `cycle.yaml`, from 1. */
    closesWith: optional(integer(1)),
    remindedFor: optional(date()),
    openingToldAt: optional(instant()),
    variants: listOf(group({ id: id(), slug: slug(), title: shortText(), introduction: optionalText(), questions: listOf(integer(1)) })),
    translations: listOf(group({ language: language(), texts: listOf(group({ of: shortText(), text: text(), original: optionalText() })) })),
    cutOffs: listOf(group({ id: id(), slug: slug(), title: shortText(), on: date(), note: optionalText() })),
    remarks: listOf(
      group({
        id: id(),
        number: integer(1),
        question: optional(integer(1)),
        about: text(),
        text: verbatim().default(''),
        author: optionalShortText(),
        language: optional(language()),
        receivedAt: instant(),
        answer: optionalText(),
        changed: optionalFlag(),
        hidden: optionalFlag(),
        answeredAt: optional(instant()),
      }),
    ),
    notices: listOf(group({ id: id(), mail: mailAddress(), language: language(), beforeOpening: optionalFlag(), askedAt: instant(), confirmedAt: optional(instant()), leftAt: optional(instant()) })),
  }),
)
export type CallsFile = z.output<typeof callsFile>

type CallItem = CallsFile[number]

export interface FolderCall {
  readonly id: Id
  readonly item: CallItem
  readonly questions: readonly (CallItem['questions'][number] & { readonly id: Id })[]
  readonly closesWith: Id | null
  readonly variants: readonly (CallItem['variants'][number] & { readonly id: Id })[]
  readonly translations: readonly Translation[]
  readonly cutOffs: readonly (CallItem['cutOffs'][number] & { readonly id: Id })[]
  readonly remarks: readonly (CallItem['remarks'][number] & { readonly id: Id })[]
  readonly notices: readonly (CallItem['notices'][number] & { readonly id: Id })[]
}

/** Gives calls and questions their ids and names. */
export function completeCalls(scope: FolderScope, cycle: string, file: CallsFile, place: Place): FolderCall[] {
  return file.map((item, index) => {
    const at = within(place, index)
    const id = scope.takeId(item.id, at)
    checkReserved(scope, item.slug, ADDED_RESERVED_SLUGS, within(at, 'slug'))
    scope.define(`call ${cycle}/${item.slug}`, id, within(at, 'slug'))
    checkNumbers(scope, item.questions, within(at, 'questions'))
    const questions = item.questions.map((question, step) => {
      const where = within(at, 'questions', step)
      const questionId = scope.takeId(question.id, where)
      scope.define(`question ${cycle}/${item.slug}/${question.number}`, questionId, where)
      checkNumbers(scope, question.options, within(where, 'options'))
      if ((question.kind ?? 'open') !== 'open' && question.options.length < 2) scope.mistake(within(where, 'options'), 'should have at least two entries for a question of this kind.')
      for (const { number } of question.options) scope.define(`option ${cycle}/${item.slug}/${question.number}/${number}`, questionId, within(where, 'options'))
      return { ...question, id: questionId }
    })
    const give = <T extends { readonly id?: string | undefined }>(list: readonly T[], name: string) => list.map((each, step) => ({ ...each, id: scope.takeId(each.id, within(at, name, step)) as Id }))
    const variants = give(item.variants, 'variants')
    for (const [step, variant] of variants.entries()) {
      scope.define(`variant ${cycle}/${item.slug}/${variant.slug}`, variant.id, within(at, 'variants', step, 'slug'))
      for (const number of variant.questions) findNamed(scope, `question ${cycle}/${item.slug}/${number}`, within(at, 'variants', step, 'questions'))
    }
    const cutOffs = give(item.cutOffs, 'cutOffs')
    for (const [step, cutOff] of cutOffs.entries()) scope.define(`cut-off ${cycle}/${cutOff.slug}`, cutOff.id, within(at, 'cutOffs', step, 'slug'))
    checkNumbers(scope, item.remarks, within(at, 'remarks'))
    return {
      id, item, questions, variants, cutOffs, remarks: give(item.remarks, 'remarks'), notices: give(item.notices, 'notices'), translations: completeTranslations(scope, item, at),
      closesWith: item.closesWith === undefined ? null : (findNamed(scope, `milestone ${cycle}/${item.closesWith}`, within(at, 'closesWith')) ?? null),
    }
  })
}

/** A translation without `original` is of the text as it stands in this file. */
function completeTranslations(scope: FolderScope, item: CallItem, at: Place): Translation[] {
  const seen = new Set<string>()
  const originals = new Map(listParts(toTranslatable(item)).map(({ part, original }) => [part, original]))
  return item.translations.flatMap(({ language: lang, texts }, step) =>
    texts.flatMap(({ of, text: said, original }, line) => {
      const where = within(at, 'translations', step, 'texts', line)
      if (seen.has(`${lang} ${of}`)) scope.mistake(where, 'is translated twice into this language.')
      seen.add(`${lang} ${of}`)
      const stands = original ?? originals.get(of)
      if (stands === undefined) scope.mistake(within(where, 'of'), 'is no text of this call.')
      return stands === undefined ? [] : [{ language: lang, part: of, text: said, original: stands }]
    }),
  )
}

function toTranslatable(item: CallItem): Parameters<typeof listParts>[0] {
  return {
    title: item.title,
    introduction: item.introduction ?? '',
    audience: item.audience ?? null,
    rollingUntil: item.rollingUntil ?? null,
    questions: item.questions.map(({ number, text: asked, guidance = null, options }) => ({ id: '' as Id<'question'>, number, text: asked, guidance, kind: 'open', isRequired: false, lengthLimit: null, hasWords: false, options })),
    variants: item.variants.map(({ slug: named, title, introduction = null, questions }) => ({ id: '' as Id<'variant'>, slug: named, title, introduction, questions })),
  }
}

/** `cycles/<slug>/scoping.yaml`: how a cycle asked for proposals, and what came. */
export const scopingFile = group({
  introduction: optionalText(),
  until: optional(date()),
  open: optionalFlag(),
  revision: optional(integer(1)),
  proposals: listOf(
    group({
      id: id(),
      number: integer(1),
      kind: oneOf(PROPOSAL_KINDS),
      text: verbatim().default(''),
      reason: optionalText(),
      author: optionalShortText(),
      language: optional(language()),
      receivedAt: instant(),
      outcome: optional(oneOf(PROPOSAL_OUTCOMES)),
      outcomeReason: optionalText(),
      became: optionalShortText(),
      hidden: optionalFlag(),
      outcomeAt: optional(instant()),
    }),
  ),
})
export type ScopingFile = z.output<typeof scopingFile>

export interface FolderScoping {
  readonly file: ScopingFile
  readonly proposals: readonly (ScopingFile['proposals'][number] & { readonly id: Id })[]
}

export function completeScoping(scope: FolderScope, file: ScopingFile, place: Place): FolderScoping {
  checkNumbers(scope, file.proposals, within(place, 'proposals'))
  return { file, proposals: file.proposals.map((proposal, index) => ({ ...proposal, id: scope.takeId(proposal.id, within(place, 'proposals', index)) })) }
}
