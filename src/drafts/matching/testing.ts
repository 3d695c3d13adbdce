/** Documents of any length in six languages, with look-alikes among their paragraphs, and the edits they are tried with. */

export type TriedLanguage = 'en' | 'es' | 'fr' | 'ru' | 'zh' | 'ar'
export const TRIED_LANGUAGES: readonly TriedLanguage[] = ['en', 'es', 'fr', 'ru', 'zh', 'ar']

export interface Known {
  readonly id: string
  readonly text: string
}

/** A paragraph of an edited document with those of the first one that it comes from. */
export interface Edited {
  readonly text: string
  readonly from: readonly string[]
}

export type Random = (below: number) => number

/** The same numbers for the same seed. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

interface Speech {
  readonly who: readonly string[]
  readonly does: readonly string[]
  readonly what: readonly string[]
  readonly when: readonly string[]
  readonly names: readonly string[]
  /** A sentence that twins share but for `{name}` and `{year}`. */
  readonly twin: string
  readonly word: string
  /** What invented words of this script are made of. */
  readonly syllables: string
  readonly gap: string
  readonly stop: string
}

const split = (text: string): string[] => text.split('|').map((part) => part.trim())

const SPEECH: Readonly<Record<TriedLanguage, Speech>> = {
  en: {
    who: split('The harbour office|Every coastal town|A group of engineers|The drafting committee|Most of the operators|Several small islands|The regional council|Our technical partners|The port authorities|Two universities|The fishing fleet|Independent observers'),
    does: split('has proposed|should describe|quietly measured|could not confirm|published|now maintains|asked about|will finance|has compared|never received|translated|often discusses'),
    what: split('a register of damaged cables|the rules for night traffic|an open list of suppliers|the costs of dredging|a plan for clean fuel|warnings sent by radio|the training of pilots|a map of quiet anchorages|the fees for visitors|records of every accident|the shared weather service|a code of conduct'),
    when: split('before the winter season|in {n} of its offices|after {n} months of work|without further delay|for the whole coast|since {year}|with help from neighbours|as the treaty demands|under the new budget|when the survey ended|during {n} open meetings|despite strong objections'),
    names: split('Alpha|Beta|Gamma|Delta|Epsilon|Zeta|Harbin|Lagos|Quito|Oslo'),
    twin: 'The {name} partnership reported its results to the plenary in {year} and was thanked for them.',
    word: 'indeed', syllables: 'ta|lor|ven|shi|ber|ough|nel|kip|dra|mo|ster|wi', gap: ' ', stop: '.',
  },
  es: {
    who: split('La oficina del puerto|Cada pueblo costero|Un grupo de ingenieros|El comité de redacción|La mayoría de los operadores|Una isla pequeña|El consejo regional|Nuestro socio técnico|La autoridad portuaria|Una universidad vecina|La flota pesquera|Un observador independiente'),
    does: split('ha propuesto|debería describir|midió en silencio|no pudo confirmar|publicó|mantiene ahora|preguntó por|financiará|ha comparado|nunca recibió|tradujo|discute a menudo'),
    what: split('un registro de cables dañados|las reglas del tráfico nocturno|una lista abierta de proveedores|los costes del dragado|un plan de combustible limpio|avisos enviados por radio|la formación de los prácticos|un mapa de fondeaderos tranquilos|las tasas de los visitantes|datos de cada accidente|el servicio meteorológico común|un código de conducta'),
    when: split('antes del invierno|en {n} de sus oficinas|tras {n} meses de trabajo|sin más demora|para toda la costa|desde {year}|con ayuda de los vecinos|como exige el tratado|con el nuevo presupuesto|cuando terminó el estudio|durante {n} reuniones abiertas|pese a las objeciones'),
    names: split('Alfa|Beta|Gamma|Delta|Épsilon|Zeta|Harbin|Lagos|Quito|Oslo'),
    twin: 'La alianza {name} presentó sus resultados al plenario en {year} y recibió las gracias por ellos.',
    word: 'además', syllables: 'ta|ción|lle|ñar|ber|rra|nel|quí|dra|mo|tro|vi', gap: ' ', stop: '.',
  },
  fr: {
    who: split('Le bureau du port|Chaque ville côtière|Un groupe d’ingénieurs|Le comité de rédaction|La plupart des opérateurs|Une petite île|Le conseil régional|Notre partenaire technique|L’autorité portuaire|Une université voisine|La flotte de pêche|Un observateur indépendant'),
    does: split('a proposé|devrait décrire|a mesuré sans bruit|n’a pu confirmer|a publié|tient désormais|s’est enquis de|financera|a comparé|n’a jamais reçu|a traduit|examine souvent'),
    what: split('un registre des câbles abîmés|les règles du trafic de nuit|une liste ouverte de fournisseurs|les coûts du dragage|un plan de carburant propre|des alertes envoyées par radio|la formation des pilotes|une carte des mouillages calmes|les droits des visiteurs|le relevé de chaque accident|le service météorologique commun|un code de conduite'),
    when: split('avant l’hiver|dans {n} de ses bureaux|après {n} mois de travail|sans plus attendre|pour toute la côte|depuis {year}|avec l’aide des voisins|comme le traité l’exige|dans le nouveau budget|quand l’enquête a pris fin|pendant {n} réunions ouvertes|malgré de vives objections'),
    names: split('Alpha|Bêta|Gamma|Delta|Epsilon|Zêta|Harbin|Lagos|Quito|Oslo'),
    twin: 'Le partenariat {name} a présenté ses résultats à la plénière en {year} et en a été remercié.',
    word: 'aussi', syllables: 'ta|eau|vén|çon|ber|oui|nel|quê|dra|mo|trois|vi', gap: ' ', stop: '.',
  },
  ru: {
    who: split('Управление порта|Каждый прибрежный город|Объединение инженеров|Редакционный комитет|Большинство операторов|Небольшой остров|Региональный совет|Наш технический партнёр|Портовый надзор|Соседний университет|Рыболовный флот|Независимый наблюдатель'),
    does: split('предлагает|должно описать|тихо измеряет|не подтверждает|публикует|ведёт теперь|запрашивает|оплачивает|сравнивает|никогда не получает|переводит|часто обсуждает'),
    what: split('реестр повреждённых кабелей|правила ночного движения|открытый список поставщиков|расходы на углубление дна|план чистого топлива|предупреждения по радио|обучение лоцманов|карту тихих стоянок|сборы с посетителей|записи о каждой аварии|общую службу погоды|кодекс поведения'),
    when: split('до начала зимы|в {n} своих отделениях|после {n} месяцев работы|без дальнейшей задержки|для всего побережья|с {year} года|с помощью соседей|как требует договор|по новому бюджету|когда завершился опрос|на {n} открытых встречах|вопреки возражениям'),
    names: split('Альфа|Бета|Гамма|Дельта|Эпсилон|Дзета|Харбин|Лагос|Кито|Осло'),
    twin: 'Партнёрство {name} доложило пленуму о своих итогах в {year} году и получило за них благодарность.',
    word: 'действительно', syllables: 'та|лор|вен|щи|бер|ый|нел|жит|дра|мо|стер|ё', gap: ' ', stop: '.',
  },
  zh: {
    who: split('港口办公室|每个沿海城镇|一组工程师|起草委员会|多数运营商|几座小岛|地区理事会|我们的技术伙伴|港务局|两所大学|渔业船队|独立观察员'),
    does: split('提出了|应当说明|悄悄测量了|无法确认|公布了|如今维护|询问了|将资助|比较了|从未收到|翻译了|经常讨论'),
    what: split('受损电缆登记册|夜间通行规则|公开的供应商名单|疏浚费用|清洁燃料计划|无线电警报|引航员培训|安静锚地地图|游客收费标准|每起事故的记录|共用气象服务|行为守则'),
    when: split('在冬季之前|在{n}个办事处|经过{n}个月的工作|不再拖延|为了整个海岸|自{year}年以来|在邻居帮助下|按条约要求|依新的预算|在调查结束时|在{n}次公开会议上|不顾强烈反对'),
    names: split('阿尔法|贝塔|伽马|德尔塔|艾普西隆|泽塔|哈尔滨|拉各斯|基多|奥斯陆'),
    twin: '{name}伙伴关系于{year}年向全体会议报告了成果并因此受到感谢。',
    word: '确实', syllables: '渔|灯|塔|潮|沙|岸|桥|船|帆|锚|网|鸥|礁|湾|浪|雾|鲸|舵|缆|坞|堤|汛|渡|埠|汐|岛|峡|舟|桨|甲|炉|琴', gap: '', stop: '。',
  },
  ar: {
    who: split('مكتب الميناء|كل مدينة ساحلية|فريق من المهندسين|لجنة الصياغة|معظم المشغلين|جزيرة صغيرة|المجلس الإقليمي|شريكنا التقني|سلطة الموانئ|جامعة مجاورة|أسطول الصيد|مراقب مستقل'),
    does: split('اقترح|ينبغي أن يصف|قاس بهدوء|لم يؤكد|نشر|يدير الآن|سأل عن|سيمول|قارن|لم يتلق قط|ترجم|كثيرا ما يناقش'),
    what: split('سجل الكابلات المتضررة|قواعد المرور الليلي|قائمة مفتوحة بالموردين|تكاليف التجريف|خطة للوقود النظيف|تحذيرات مرسلة بالراديو|تدريب المرشدين|خريطة للمراسي الهادئة|رسوم الزوار|سجلات كل حادث|خدمة الطقس المشتركة|مدونة للسلوك'),
    when: split('قبل موسم الشتاء|في {n} من مكاتبه|بعد {n} أشهر من العمل|دون مزيد من التأخير|للساحل كله|منذ عام {year}|بمساعدة الجيران|كما تقتضي المعاهدة|وفق الميزانية الجديدة|عند انتهاء المسح|خلال {n} اجتماعا مفتوحا|رغم الاعتراضات القوية'),
    names: split('ألفا|بيتا|غاما|دلتا|إبسيلون|زيتا|هاربين|لاغوس|كيتو|أوسلو'),
    twin: 'قدمت شراكة {name} نتائجها إلى الجلسة العامة في عام {year} وتلقت الشكر عليها.',
    word: 'حقا', syllables: 'تا|لور|فين|شي|بر|وم|نل|كيت|درا|مو|ستر|عي', gap: ' ', stop: '.',
  },
}

const one = (list: readonly string[], random: Random): string => list[random(list.length)] ?? ''

/** A sentence made of four parts, some with a number. */
export function sentenceOf(language: TriedLanguage, random: Random): string {
  const speech = SPEECH[language]
  const invented = Array.from({ length: 3 + random(6) }, () => inventedWord(speech, random))
  const when = random(2) === 0 ? one(speech.when, random) : one(speech.when.filter((part) => !part.includes('{')), random)
  const parts = [one(speech.who, random), one(speech.does, random), one(speech.what, random), ...invented, when].join(speech.gap)
  return `${fill(parts, random)}${speech.stop}`
}

/** A word that nobody knows, few of them often and most seldom, as words are. */
function inventedWord({ syllables, gap }: Speech, random: Random): string {
  const parts = split(syllables)
  const rank = Math.min(random(400), random(400))
  const word = randomOf(rank)
  return Array.from({ length: (gap === '' ? 1 : 2) + word(2) }, () => parts[word(parts.length)] ?? '').join('')
}

function fill(text: string, random: Random): string {
  return text.replaceAll('{n}', () => String(2 + random(97))).replaceAll('{year}', () => String(2000 + random(26)))
}

/** Paragraphs of three to six sentences; one in six has another at some distance that says the same but for a name and a year. */
export function documentOf(language: TriedLanguage, count: number, seed: number): Known[] {
  const random = randomOf(seed * 31 + TRIED_LANGUAGES.indexOf(language))
  const speech = SPEECH[language]
  const join = (sentences: readonly string[]): string => sentences.join(speech.gap)
  const sentences = (): string[] => Array.from({ length: 2 + random(4) }, () => sentenceOf(language, random))
  const texts: string[] = []
  while (texts.length < count) {
    texts.push(join([sentenceOf(language, random), ...sentences()]))
    if (texts.length % 12 !== 10) continue
    const rest = sentences()
    const [name, year] = [random(speech.names.length), 2000 + random(25)]
    const twin = (step: number): string => join([speech.twin.replace('{name}', speech.names[(name + step) % speech.names.length] ?? '').replace('{year}', String(year + step)), ...rest])
    texts.push(twin(0))
    texts.splice(random(texts.length), 0, twin(1))
  }
  return texts.slice(0, count).map((text, at) => ({ id: `p${at}`, text }))
}

/** Sentences with what follows them, so that joined they are the text. */
export function sentencesOf(text: string): string[] {
  return text.match(/[^.!?。؟]+(?:[.!?。؟]+["”’)]*\s*|$)/gu) ?? [text]
}

export type Edit = (before: readonly Known[], language: TriedLanguage, random: Random) => Edited[]

const same = ({ id, text }: Known): Edited => ({ text, from: [id] })
const changed = (change: (text: string, language: TriedLanguage, random: Random) => string): Edit => (before, language, random) =>
  before.map(({ id, text }) => ({ text: change(text, language, random).trim(), from: [id] }))

function halves(text: string, gap: string): [string, string] | undefined {
  const parts = sentencesOf(text)
  const cut = Math.ceil(parts.length / 2)
  return parts.length < 2 ? undefined : [parts.slice(0, cut).join('').trim(), parts.slice(cut).join('').trim() || gap]
}

/** The edits by the name they have in the table. */
export const EDITS: Readonly<Record<string, Edit>> = {
  'five inserted, sections reordered, twins swapped': (before, language, random) => {
    const inserted = Array.from({ length: 5 }, (): Edited => ({ text: [1, 2, 3].map(() => sentenceOf(language, random)).join(SPEECH[language].gap), from: [] }))
    const sections = Array.from({ length: Math.ceil(before.length / 10) }, (_, at) => before.slice(at * 10, at * 10 + 10).map(same))
    return [...inserted, ...sections.filter((_, at) => at % 2 === 1), ...sections.filter((_, at) => at % 2 === 0)].flat()
  },
  'one word added to each': changed((text, language) => {
    const { word, gap } = SPEECH[language]
    const [first = '', ...others] = sentencesOf(text)
    return [gap === '' ? `${word}${first}` : first.replace(/\s/u, ` ${word} `), ...others].join('')
  }),
  'split in two': (before, language) =>
    before.flatMap((paragraph) => halves(paragraph.text, SPEECH[language].gap)?.map((text) => ({ text, from: [paragraph.id] })) ?? [same(paragraph)]),
  'every two merged': (before, language) =>
    Array.from({ length: Math.ceil(before.length / 2) }, (_, at) => {
      const pair = before.slice(at * 2, at * 2 + 2)
      return { text: pair.map(({ text }) => text).join(SPEECH[language].gap), from: pair.map(({ id }) => id) }
    }),
  'one sentence removed from each': changed((text, _, random) => {
    const parts = sentencesOf(text)
    return parts.length < 2 ? text : parts.toSpliced(random(parts.length), 1).join('')
  }),
  'first sentence rewritten in each': changed((text, language, random) => [`${sentenceOf(language, random)}${SPEECH[language].gap}`, ...sentencesOf(text).slice(1)].join('')),
  'one number changed in each': changed((text) => text.replace(/\p{Nd}+/u, (number) => String(Number(number) + 1))),
  'every seventh deleted': (before) => before.filter((_, at) => at % 7 !== 3).map(same),
  'every seventh replaced by a look-alike': (before) => before.map((paragraph, at) => (at % 7 === 3 && /\p{Nd}/u.test(paragraph.text) ? { text: paragraph.text.replace(/\p{Nd}+/u, (number) => String(Number(number) + 3)), from: [] } : same(paragraph))),
}
