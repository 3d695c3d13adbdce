import { kindOf, type GateKind, type Shortcoming } from '../../../publication/gate/model.ts'
import type { View } from '../../context.ts'
import { sentenceOf } from '../../drafts/checks/data.ts'

const KINDS = ['contests', 'dates', 'numbers', 'notes', 'references'] as const satisfies readonly GateKind[]
/** What a page lists of one kind; the whole of it is in the edition's data. */
const SHOWN = 500

/** At the head of an edition that was published with what was missing: how much of each kind, and the way to the list. */
export function PublishedWith(props: { view: View; residue: number; shortcomings: readonly Shortcoming[] }) {
  const { view, residue, shortcomings } = props
  const { t } = view
  const parts = [
    ...(residue === 0 ? [] : [t('gate.published-with.fates', { count: residue })]),
    ...KINDS.flatMap((kind) => {
      const count = shortcomings.filter((each) => kindOf(each) === kind).length
      return count === 0 ? [] : [t(`gate.published-with.${kind}`, { count })]
    }),
  ]
  if (parts.length === 0) return null
  const list = new Intl.ListFormat(view.lang, { type: 'conjunction' }).format(parts)
  return <p class="differs">{t('gate.published-with', { kinds: list })} <a href={residue > 0 ? '#residue' : '#shortcomings'}>{t('gate.published-with.link')}</a></p>
}

/** The annex of what did not agree, by kind. */
export function Shortcomings(props: { view: View; language: string; shortcomings: readonly Shortcoming[] }) {
  const { view, language, shortcomings } = props
  const { t } = view
  if (shortcomings.length === 0) return null
  return (
    <div id="shortcomings">
      {KINDS.map((kind) => {
        const own = shortcomings.filter((each) => kindOf(each) === kind)
        return own.length === 0 ? null : (
          <>
            <h3>{t(`gate.annex.${kind}`)}</h3>
            <p>{t('gate.annex.lead')}</p>
            <ul class="lines">
              {own.slice(0, SHOWN).map((each) => (
                <li>
                  {each.kind === 'contest' ? <span>{t('gate.contest', { source: each.source, subject: each.subject })}</span> : (
                    <span>
                      {each.paragraph === null ? null : <><a href={`#p${each.paragraph}`}>¶ {each.paragraph}</a> </>}
                      {each.words === '' ? null : <><q lang={language} dir="auto">{each.words}</q> </>}
                      {sentenceOf(view, each.problem)}
                    </span>
                  )}
                </li>
              ))}
            </ul>
            {own.length > SHOWN ? <p>{t('gate.more', { count: own.length - SHOWN })}</p> : null}
          </>
        )
      })}
    </div>
  )
}
