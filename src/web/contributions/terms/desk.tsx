import type { TermRule } from '../../../contributions/terms/model.ts'
import { stopWords } from '../../../shared/stop-words.ts'
import type { FormState, View } from '../../context.ts'
import type { InForum } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { writeTermLanguage } from './data.ts'
import { TermRuleForm } from './forms.tsx'

export interface TermsAtDesk extends InForum {
  readonly rules: readonly TermRule[]
  readonly languages: readonly string[]
  /** The language whose built-in list is shown. */
  readonly language: string
}

/** What the desk decided about single words, each to be taken back; the form of another; and the built-in list. */
export function TermRulesPage(props: { view: View; data: TermsAtDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const builtIn = [...stopWords(data.language)].sort(new Intl.Collator(data.language).compare)
  return (
    <Layout view={view} frame={data.frame} title={t('terms.desk.title')} crumbs={[{ href: '/desk', label: t('shell.desk') }, { href: `/desk/${data.forum.slug}`, label: data.forum.title }, { label: t('terms.desk.title') }]} desk>
      <h1>{t('terms.desk.title')}</h1>
      <p class="lead">{t('terms.desk.lead')}</p>
      {data.rules.length === 0 ? <p class="empty">{t('terms.desk.none')}</p> : null}
      <ul class="lines">
        {data.rules.map((rule) => (
          <li>
            <span>{t(`terms.rule.${rule.kind}`, { word: rule.form, target: rule.target ?? '' })}</span>
            <span class="quiet-text">{writeTermLanguage(view, rule.language)}</span>
            <form method="post" action={view.path}>
              <input type="hidden" name="rule" value={rule.id} />
              <button class="quiet" name="do" value="remove">{t('figures.target.remove')}</button>
            </form>
          </li>
        ))}
      </ul>
      <h2>{t('terms.desk.new')}</h2>
      <TermRuleForm view={view} languages={data.languages} form={form} />
      <h2>{t('terms.desk.built-in', { language: writeTermLanguage(view, data.language) })}</h2>
      <p class="quiet-text">{t('terms.desk.built-in.lead')}</p>
      <p lang={data.language} dir="auto">{builtIn.length === 0 ? '–' : builtIn.join(', ')}</p>
      <nav class="meta" aria-label={t('terms.filter.language')}>{data.languages.map((language) => <a href={`${view.path}?language=${language}`} aria-current={language === data.language ? 'true' : undefined}>{writeTermLanguage(view, language)}</a>)}</nav>
    </Layout>
  )
}
