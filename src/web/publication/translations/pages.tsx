import { languageName } from '../../../shared/language.ts'
import type { Id } from '../../../shared/ids.ts'
import type { FrozenText } from '../../../drafts/model.ts'
import { flatten } from '../../../drafts/model.ts'
import type { View } from '../../context.ts'
import { BlockText, Notes, SectionHeading } from '../../drafts/blocks/pages.tsx'
import { isHere, runsOf } from '../../drafts/parts/data.ts'
import { Elsewhere, PartsNav } from '../../drafts/parts/pages.tsx'
import type { EditionData, TranslatedEdition } from '../data.ts'

/** Which languages an edition can be read in, and of a translation what it is and how far it is done. */
export function Languages(props: { view: View; data: EditionData; address: string }) {
  const { view, data, address } = props
  const { translated, translations } = data
  const others = translations.filter(({ language }) => language !== translated?.translation.language)
  return (
    <>
      {translated === undefined ? null : <TranslationFacts view={view} data={data} translated={translated} address={address} />}
      {others.length === 0 ? null : (
        <p class="meta">
          <span>{view.t('publication.languages')}</span>
          {others.map(({ language }) => <a href={`${address}/${language}`} hreflang={language} lang={language} dir="auto">{languageName(language, language)}</a>)}
        </p>
      )}
    </>
  )
}

function TranslationFacts(props: { view: View; data: EditionData; translated: TranslatedEdition; address: string }) {
  const { view, data, address } = props
  const { t } = view
  const { translation, paragraphs, originalLanguage, isBeside } = props.translated
  const all = flatten(data.text)
  const done = all.filter(({ id }) => paragraphs.has(id)).length
  const own = `${address}/${translation.language}`
  return (
    <>
      <p class="notice">{t('publication.translation.of', { language: languageName(originalLanguage, view.lang) })} {translation.translator === '' ? null : <bdi>{t('publication.translation.by', { name: translation.translator })}</bdi>}</p>
      {done === all.length ? null : <p class="differs">{t('publication.translation.partly', { done, all: all.length })}</p>}
      <p class="meta">
        <a href={address} hreflang={originalLanguage}>{t('publication.translation.original')}</a>
        {isBeside ? <a href={own}>{t('publication.translation.alone')}</a> : <a href={`${own}?beside=yes`}>{t('publication.translation.beside')}</a>}
      </p>
    </>
  )
}

/** A translation and its original, paragraph by paragraph, side by side where there is room. */
export function BesideSections(props: { view: View; data: EditionData; translated: TranslatedEdition; text: FrozenText }) {
  const { view, data, translated, text } = props
  const { parts } = data
  const original = new Map(flatten(translated.original).map((paragraph) => [paragraph.id as Id, paragraph]))
  return (
    <>
      <PartsNav view={view} parts={parts} query={{ beside: 'yes' }} />
      {text.map((section) => (
        <section>
          <SectionHeading view={view} setting={data.setting} section={section} />
          {runsOf(parts, section.paragraphs).map((run) => (!run.isHere ? <Elsewhere view={view} parts={parts} paragraphs={run.paragraphs} /> : <ol class="paras">
            {run.paragraphs.map((paragraph) => {
              const before = original.get(paragraph.id)
              return (
                <li class="para side" id={`p${paragraph.number}`} value={paragraph.number}>
                  <a class="mark" href={`#p${paragraph.number}`}>¶ {paragraph.number}</a>
                  {translated.paragraphs.has(paragraph.id) ? <BlockText view={view} setting={data.setting} paragraph={paragraph} /> : <div class="text"><p class="quiet-text">{view.t('publication.translation.not-yet')}</p></div>}
                  {before === undefined ? null : <div class="original"><BlockText view={view} setting={{ ...translated.originalSetting, whole: `${data.base}/editions/${data.edition.number}` }} paragraph={before} /></div>}
                </li>
              )
            })}
          </ol>))}
          <Notes view={view} setting={data.setting} paragraphs={section.paragraphs.filter(({ id, number }) => isHere(parts, number) && translated.paragraphs.has(id))} />
        </section>
      ))}
      <PartsNav view={view} parts={parts} query={{ beside: 'yes' }} />
    </>
  )
}
