import { listCountries } from '../../shared/countries.ts'
import type { Consent, ListEntry } from '../../shared/vocabularies.ts'
import { bare } from './numbers.ts'

/** What somebody says of themselves in lines of their own: "Name: …", "Organisation: …". */
export interface Details {
  readonly name?: string | undefined
  readonly organisation?: string | undefined
  readonly group?: string | undefined
  readonly country?: string | undefined
  readonly consent?: Consent | undefined
}

type Part = 'name' | 'organisation' | 'group' | 'country' | 'publish'

const LABELS: Readonly<Record<Part, readonly string[]>> = {
  name: ['name', 'my name', 'nom', 'nombre', 'имя', 'الاسم', '姓名', '名字', 'nome'],
  organisation: ['organisation', 'organization', 'institution', 'organización', 'institución', 'организация', 'المنظمة', 'المؤسسة', '组织', '組織', '机构', '機構', '单位', 'einrichtung', 'organização', 'instituição'],
  group: ['group', 'stakeholder group', 'groupe', 'groupe d’acteurs', 'grupo', 'grupo de interés', 'группа', 'المجموعة', 'فئة', '群体', '群體', '类别', 'gruppe', 'interessengruppe'],
  country: ['country', 'pays', 'país', 'страна', 'البلد', 'الدولة', '国家', '國家', 'land'],
  publish: ['publish', 'publication', 'publier', 'publicar', 'publicación', 'опубликовать', 'публикация', 'النشر', 'نشر', '发布', '發布', '公开', '公開', 'veröffentlichen', 'veröffentlichung', 'publicação'],
}
const BY_LABEL = new Map(Object.entries(LABELS).flatMap(([part, labels]) => labels.map((label) => [bare(label), part as Part] as const)))

const WITHOUT_NAME = ['without name', 'without my name', 'anonymous', 'anonymously', 'no name', 'sans nom', 'sans mon nom', 'anonyme', 'sin nombre', 'sin mi nombre', 'anónimo', 'без имени', 'анонимно', 'بدون اسم', 'دون اسم', 'مجهول', '匿名', '不署名', '不具名', 'ohne namen', 'ohne name', 'anonym', 'sem nome', 'anónimo', 'anônimo'].map(bare)
const NOT_AT_ALL = ['no', 'not', 'not at all', 'do not publish', 'not for publication', 'non', 'ne pas publier', 'no publicar', 'нет', 'не публиковать', 'لا', 'عدم النشر', '不', '否', '不发布', '不公开', '不公開', 'nein', 'nicht', 'nicht veröffentlichen', 'não', 'não publicar'].map(bare)

/** Languages in which a country may be named. */
const NAMED_IN = ['en', 'fr', 'es', 'ru', 'ar', 'zh', 'de', 'pt']
const LINE = /^[\s*_>-]{0,6}([\p{L}\p{M} ’'-]{2,30}?)[*_]{0,2}\s?[:：][*_]{0,2}\s*(\S.{0,300})$/u

/** Takes such lines out of a text, wherever they stand; of two of one kind the later one counts. */
export function readDetails(text: string, lists: { readonly stakeholderGroups: readonly ListEntry[] }): { readonly details: Details; readonly rest: string } {
  const said = new Map<Part, string>()
  const rest: string[] = []
  for (const line of text.split('\n')) {
    const [, label = '', value = ''] = LINE.exec(line) ?? []
    const part = BY_LABEL.get(bare(label))
    if (part === undefined) rest.push(line)
    else said.set(part, value.trim())
  }
  return {
    details: { name: said.get('name'), organisation: said.get('organisation'), group: findGroup(said.get('group'), lists.stakeholderGroups), country: findCountry(said.get('country')), consent: readConsent(said.get('publish')) },
    rest: rest.join('\n').trim(),
  }
}

function findGroup(said: string | undefined, groups: readonly ListEntry[]): string | undefined {
  if (said === undefined) return undefined
  const words = bare(said)
  return groups.find(({ key, title }) => bare(key) === words || bare(title) === words)?.key
}

function findCountry(said: string | undefined): string | undefined {
  if (said === undefined) return undefined
  const words = bare(said)
  for (const language of NAMED_IN) {
    const found = listCountries(language).find(({ code, name }) => bare(name) === words || code.toLowerCase() === words)
    if (found !== undefined) return found.code
  }
  return undefined
}

function readConsent(said: string | undefined): Consent | undefined {
  if (said === undefined) return undefined
  const words = bare(said)
  if (WITHOUT_NAME.includes(words)) return 'without-name'
  if (NOT_AT_ALL.includes(words)) return 'not-at-all'
  return undefined
}

/** Greetings and wishes at the end of a letter, which belong to no answer. */
const CLOSINGS = ['regards', 'best', 'best regards', 'kind regards', 'warm regards', 'best wishes', 'yours', 'yours sincerely', 'sincerely', 'sincerely yours', 'yours faithfully', 'thanks', 'thank you', 'many thanks', 'thanks and regards', 'cheers', 'respectfully', 'cordialement', 'bien cordialement', 'bien à vous', 'salutations', 'meilleures salutations', 'merci', 'merci d’avance', 'sincères salutations', 'saludos', 'saludos cordiales', 'un saludo', 'atentamente', 'cordialmente', 'gracias', 'muchas gracias', 'с уважением', 'с наилучшими пожеланиями', 'спасибо', 'مع التحية', 'تحياتي', 'مع أطيب التحيات', 'وتفضلوا بقبول فائق الاحترام', 'شكرا', 'شكراً', '此致', '敬礼', '敬禮', '谢谢', '謝謝', '顺祝商祺', '祝好', 'mit freundlichen grüßen', 'mit freundlichem gruß', 'freundliche grüße', 'viele grüße', 'beste grüße', 'liebe grüße', 'mfg', 'danke', 'vielen dank', 'atenciosamente', 'cumprimentos', 'com os melhores cumprimentos', 'obrigado', 'obrigada', 'abraço', 'abraços'].map(bare)

/** Takes the wishes at the end and the few lines of a name below them away; all of it where nothing else is left. */
export function withoutClosing(text: string): string {
  const lines = text.trimEnd().split('\n')
  for (let first = Math.max(0, lines.length - 8); first < lines.length; first++) {
    if (!CLOSINGS.includes(bare(lines[first] ?? ''))) continue
    const below = lines.slice(first + 1)
    if (below.every((line) => line.length <= 80)) return lines.slice(0, first).join('\n').trimEnd()
  }
  return lines.join('\n')
}

/** A short line or two before an answer: whom it greets. Longer words are words. */
export function isGreeting(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.length <= 3 && text.trim().length <= 120
}
