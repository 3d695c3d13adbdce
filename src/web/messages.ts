import { IntlMessageFormat } from 'intl-messageformat'
import { PSEUDO_LANGUAGE } from '../shared/language.ts'
import enAgenda from '../../messages/en/agenda.json' with { type: 'json' }
import enAlone from '../../messages/en/alone.json' with { type: 'json' }
import enAnchors from '../../messages/en/anchors.json' with { type: 'json' }
import enAnnouncing from '../../messages/en/announcing.json' with { type: 'json' }
import enBecame from '../../messages/en/became.json' with { type: 'json' }
import enBegin from '../../messages/en/begin.json' with { type: 'json' }
import enBlocks from '../../messages/en/blocks.json' with { type: 'json' }
import enCalls from '../../messages/en/calls.json' with { type: 'json' }
import enCampaigns from '../../messages/en/campaigns.json' with { type: 'json' }
import enChecks from '../../messages/en/checks.json' with { type: 'json' }
import enCodebook from '../../messages/en/codebook.json' with { type: 'json' }
import enContributions from '../../messages/en/contributions.json' with { type: 'json' }
import enCorrections from '../../messages/en/corrections.json' with { type: 'json' }
import enDesk from '../../messages/en/desk.json' with { type: 'json' }
import enDispositions from '../../messages/en/dispositions.json' with { type: 'json' }
import enDocuments from '../../messages/en/documents.json' with { type: 'json' }
import enDrafts from '../../messages/en/drafts.json' with { type: 'json' }
import enDraftsEditor from '../../messages/en/drafts-editor.json' with { type: 'json' }
import enDraftsRolling from '../../messages/en/drafts-rolling.json' with { type: 'json' }
import enDraftsSuggestions from '../../messages/en/drafts-suggestions.json' with { type: 'json' }
import enEarly from '../../messages/en/early.json' with { type: 'json' }
import enEditions from '../../messages/en/editions.json' with { type: 'json' }
import enExchange from '../../messages/en/exchange.json' with { type: 'json' }
import enFigures from '../../messages/en/figures.json' with { type: 'json' }
import enFilesIn from '../../messages/en/files-in.json' with { type: 'json' }
import enFindings from '../../messages/en/findings.json' with { type: 'json' }
import enFollowers from '../../messages/en/followers.json' with { type: 'json' }
import enForm from '../../messages/en/form.json' with { type: 'json' }
import enForums from '../../messages/en/forums.json' with { type: 'json' }
import enGate from '../../messages/en/gate.json' with { type: 'json' }
import enImports from '../../messages/en/imports.json' with { type: 'json' }
import enLanguageModel from '../../messages/en/language-model.json' with { type: 'json' }
import enLibrary from '../../messages/en/library.json' with { type: 'json' }
import enLimits from '../../messages/en/limits.json' with { type: 'json' }
import enLists from '../../messages/en/lists.json' with { type: 'json' }
import enMailTransport from '../../messages/en/mail-transport.json' with { type: 'json' }
import enMailroom from '../../messages/en/mailroom.json' with { type: 'json' }
import enMeetings from '../../messages/en/meetings.json' with { type: 'json' }
import enMinority from '../../messages/en/minority.json' with { type: 'json' }
import enOverview from '../../messages/en/overview.json' with { type: 'json' }
import enPeople from '../../messages/en/people.json' with { type: 'json' }
import enPublication from '../../messages/en/publication.json' with { type: 'json' }
import enQuestions from '../../messages/en/questions.json' with { type: 'json' }
import enReading from '../../messages/en/reading.json' with { type: 'json' }
import enRecord from '../../messages/en/record.json' with { type: 'json' }
import enRelease from '../../messages/en/release.json' with { type: 'json' }
import enReturning from '../../messages/en/returning.json' with { type: 'json' }
import enReview from '../../messages/en/review.json' with { type: 'json' }
import enReviewing from '../../messages/en/reviewing.json' with { type: 'json' }
import enRoom from '../../messages/en/room.json' with { type: 'json' }
import enScoping from '../../messages/en/scoping.json' with { type: 'json' }
import enSending from '../../messages/en/sending.json' with { type: 'json' }
import enShell from '../../messages/en/shell.json' with { type: 'json' }
import enSimilar from '../../messages/en/similar.json' with { type: 'json' }
import enSynthesis from '../../messages/en/synthesis.json' with { type: 'json' }
import enTerms from '../../messages/en/terms.json' with { type: 'json' }
import enTold from '../../messages/en/told.json' with { type: 'json' }
import enTrace from '../../messages/en/trace.json' with { type: 'json' }
import enVersions from '../../messages/en/versions.json' with { type: 'json' }
import frAgenda from '../../messages/fr/agenda.json' with { type: 'json' }
import frAlone from '../../messages/fr/alone.json' with { type: 'json' }
import frAnchors from '../../messages/fr/anchors.json' with { type: 'json' }
import frAnnouncing from '../../messages/fr/announcing.json' with { type: 'json' }
import frBecame from '../../messages/fr/became.json' with { type: 'json' }
import frBegin from '../../messages/fr/begin.json' with { type: 'json' }
import frBlocks from '../../messages/fr/blocks.json' with { type: 'json' }
import frCalls from '../../messages/fr/calls.json' with { type: 'json' }
import frCampaigns from '../../messages/fr/campaigns.json' with { type: 'json' }
import frChecks from '../../messages/fr/checks.json' with { type: 'json' }
import frCodebook from '../../messages/fr/codebook.json' with { type: 'json' }
import frContributions from '../../messages/fr/contributions.json' with { type: 'json' }
import frCorrections from '../../messages/fr/corrections.json' with { type: 'json' }
import frDesk from '../../messages/fr/desk.json' with { type: 'json' }
import frDispositions from '../../messages/fr/dispositions.json' with { type: 'json' }
import frDocuments from '../../messages/fr/documents.json' with { type: 'json' }
import frDrafts from '../../messages/fr/drafts.json' with { type: 'json' }
import frDraftsEditor from '../../messages/fr/drafts-editor.json' with { type: 'json' }
import frDraftsRolling from '../../messages/fr/drafts-rolling.json' with { type: 'json' }
import frDraftsSuggestions from '../../messages/fr/drafts-suggestions.json' with { type: 'json' }
import frEarly from '../../messages/fr/early.json' with { type: 'json' }
import frEditions from '../../messages/fr/editions.json' with { type: 'json' }
import frExchange from '../../messages/fr/exchange.json' with { type: 'json' }
import frFigures from '../../messages/fr/figures.json' with { type: 'json' }
import frFilesIn from '../../messages/fr/files-in.json' with { type: 'json' }
import frFindings from '../../messages/fr/findings.json' with { type: 'json' }
import frFollowers from '../../messages/fr/followers.json' with { type: 'json' }
import frForm from '../../messages/fr/form.json' with { type: 'json' }
import frForums from '../../messages/fr/forums.json' with { type: 'json' }
import frGate from '../../messages/fr/gate.json' with { type: 'json' }
import frImports from '../../messages/fr/imports.json' with { type: 'json' }
import frLanguageModel from '../../messages/fr/language-model.json' with { type: 'json' }
import frLibrary from '../../messages/fr/library.json' with { type: 'json' }
import frLimits from '../../messages/fr/limits.json' with { type: 'json' }
import frLists from '../../messages/fr/lists.json' with { type: 'json' }
import frMailTransport from '../../messages/fr/mail-transport.json' with { type: 'json' }
import frMailroom from '../../messages/fr/mailroom.json' with { type: 'json' }
import frMeetings from '../../messages/fr/meetings.json' with { type: 'json' }
import frMinority from '../../messages/fr/minority.json' with { type: 'json' }
import frOverview from '../../messages/fr/overview.json' with { type: 'json' }
import frPeople from '../../messages/fr/people.json' with { type: 'json' }
import frPublication from '../../messages/fr/publication.json' with { type: 'json' }
import frQuestions from '../../messages/fr/questions.json' with { type: 'json' }
import frReading from '../../messages/fr/reading.json' with { type: 'json' }
import frRecord from '../../messages/fr/record.json' with { type: 'json' }
import frRelease from '../../messages/fr/release.json' with { type: 'json' }
import frReturning from '../../messages/fr/returning.json' with { type: 'json' }
import frReview from '../../messages/fr/review.json' with { type: 'json' }
import frReviewing from '../../messages/fr/reviewing.json' with { type: 'json' }
import frRoom from '../../messages/fr/room.json' with { type: 'json' }
import frScoping from '../../messages/fr/scoping.json' with { type: 'json' }
import frSending from '../../messages/fr/sending.json' with { type: 'json' }
import frShell from '../../messages/fr/shell.json' with { type: 'json' }
import frSimilar from '../../messages/fr/similar.json' with { type: 'json' }
import frSynthesis from '../../messages/fr/synthesis.json' with { type: 'json' }
import frTerms from '../../messages/fr/terms.json' with { type: 'json' }
import frTold from '../../messages/fr/told.json' with { type: 'json' }
import frTrace from '../../messages/fr/trace.json' with { type: 'json' }
import frVersions from '../../messages/fr/versions.json' with { type: 'json' }

const en = {
  ...enAgenda,
  ...enAlone,
  ...enAnchors,
  ...enAnnouncing,
  ...enBecame,
  ...enBegin,
  ...enBlocks,
  ...enCalls,
  ...enCampaigns,
  ...enChecks,
  ...enCodebook,
  ...enContributions,
  ...enCorrections,
  ...enDesk,
  ...enDispositions,
  ...enDocuments,
  ...enDrafts,
  ...enDraftsEditor,
  ...enDraftsRolling,
  ...enDraftsSuggestions,
  ...enEarly,
  ...enEditions,
  ...enExchange,
  ...enFigures,
  ...enFilesIn,
  ...enFindings,
  ...enFollowers,
  ...enForm,
  ...enForums,
  ...enGate,
  ...enImports,
  ...enLanguageModel,
  ...enLibrary,
  ...enLimits,
  ...enLists,
  ...enMailTransport,
  ...enMailroom,
  ...enMeetings,
  ...enMinority,
  ...enOverview,
  ...enPeople,
  ...enPublication,
  ...enQuestions,
  ...enReading,
  ...enRecord,
  ...enRelease,
  ...enReturning,
  ...enReview,
  ...enReviewing,
  ...enRoom,
  ...enScoping,
  ...enSending,
  ...enShell,
  ...enSimilar,
  ...enSynthesis,
  ...enTerms,
  ...enTold,
  ...enTrace,
  ...enVersions,
}
const fr = {
  ...frAgenda,
  ...frAlone,
  ...frAnchors,
  ...frAnnouncing,
  ...frBecame,
  ...frBegin,
  ...frBlocks,
  ...frCalls,
  ...frCampaigns,
  ...frChecks,
  ...frCodebook,
  ...frContributions,
  ...frCorrections,
  ...frDesk,
  ...frDispositions,
  ...frDocuments,
  ...frDrafts,
  ...frDraftsEditor,
  ...frDraftsRolling,
  ...frDraftsSuggestions,
  ...frEarly,
  ...frEditions,
  ...frExchange,
  ...frFigures,
  ...frFilesIn,
  ...frFindings,
  ...frFollowers,
  ...frForm,
  ...frForums,
  ...frGate,
  ...frImports,
  ...frLanguageModel,
  ...frLibrary,
  ...frLimits,
  ...frLists,
  ...frMailTransport,
  ...frMailroom,
  ...frMeetings,
  ...frMinority,
  ...frOverview,
  ...frPeople,
  ...frPublication,
  ...frQuestions,
  ...frReading,
  ...frRecord,
  ...frRelease,
  ...frReturning,
  ...frReview,
  ...frReviewing,
  ...frRoom,
  ...frScoping,
  ...frSending,
  ...frShell,
  ...frSimilar,
  ...frSynthesis,
  ...frTerms,
  ...frTold,
  ...frTrace,
  ...frVersions,
}

export type MessageKey = keyof typeof en
export type MessageArguments = Readonly<Record<string, string | number>>
/** Writes a message in the reader's language. Arguments are those of the ICU message. */
export type Translate = (key: MessageKey, args?: MessageArguments) => string

/** Every message of every language, for the completeness test. */
export const MESSAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, fr }

const translators = new Map<string, Translate>()

/** The translator of a language; English where the language has no messages of its own. */
export function translator(language: string): Translate {
  const known = translators.get(language) ?? (language === PSEUDO_LANGUAGE ? pseudo(makeTranslator('en')) : makeTranslator(language))
  translators.set(language, known)
  return known
}

/** True for a string that is a message's key: what comes from data (an act's name) is checked before it is translated. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key)
}

/** The sentence of an error code of `shared/fields.ts`, such as `too-long:2000:2310`, or of a refusal named by its message's key. */
export function errorSentence(translate: Translate, code: string): string {
  const [name = '', first = '', second = ''] = code.split(':')
  const key = isMessageKey(name) ? name : `form.error.${name}`
  return isMessageKey(key) ? translate(key, { limit: Number(first), length: Number(second), value: first }) : code
}


function makeTranslator(language: string): Translate {
  const own: Readonly<Record<string, string>> = MESSAGES[language] ?? {}
  const compiled = new Map<string, IntlMessageFormat | string>()
  return (key, args) => {
    let message = compiled.get(key)
    if (message === undefined) {
      const text = own[key] ?? en[key]
      // Most messages have no arguments: those are their own translation, and a page has thousands of them.
      message = /[{'<]/u.test(text) ? new IntlMessageFormat(text, language, undefined, { ignoreTag: true }) : text
      compiled.set(key, message)
    }
    return typeof message === 'string' ? message : String(message.format(args))
  }
}

/** Marks every text as translated and turns its direction round: what stays plain on the page came from outside the message files. */
function pseudo(translate: Translate): Translate {
  return (key, args) => `⟦\u202e${translate(key, args)}\u202c⟧`
}
