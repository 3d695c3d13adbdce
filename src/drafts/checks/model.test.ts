import { describe, expect, it } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS } from '../../shared/vocabularies.ts'
import { textOf, type Body, type Inline } from '../blocks/model.ts'
import type { Earlier } from '../cross-references/model.ts'
import { checkNames, indexNames } from '../names/model.ts'
import { listWordsOf, type CheckedText } from '../notices/model.ts'
import { groupsOf, type Counts } from '../tallies/model.ts'
import { checkText } from './model.ts'

const GROUPS = groupsOf({ stakeholderGroups: DEFAULT_STAKEHOLDER_GROUPS, regionalGroups: DEFAULT_REGIONAL_GROUPS })

/** The twenty-five contributions of 2017, as their rows come out (annex III of the 2017-10-11 report, recomputed). */
const ROWS = {
  'stakeholderGroup Civil Society': 10, 'stakeholderGroup Technical Community': 5, 'stakeholderGroup Multistakeholder': 4, 'stakeholderGroup Private Sector': 3, 'stakeholderGroup IGO': 2,
  'stakeholderGroup Government': 1, 'regionalGroup APG': 8, 'regionalGroup AFG': 5, 'regionalGroup GRULAC': 5, 'regionalGroup WEOG': 5, 'regionalGroup EEG': 0, 'capacity organisation': 19, 'capacity individual': 6,
}

function counts(asOf: string, total: number, groups: Readonly<Record<string, number>>): Counts {
  const sure = (counted: number): { counted: number; atMost: number } => ({ counted, atMost: counted })
  return { asOf: asOf as PlainDate, total: sure(total), byGroup: new Map(Object.entries(groups).map(([key, count]) => [key, sure(count)])) }
}

const COUNTS = [counts('2017-10-27', 25, ROWS), counts('2017-09-15', 14, {}), counts('2017-10-27', 17, {})]
const NAMES = [
  'Shreedeep Rayamajhi', 'Markus Kummer', 'Maarten Van Horenbeeck', 'Internet Society', 'Mozilla Foundation', 'Global Commission on the Stability of Cyberspace', 'United Nations Cuban Association', 'Ana Silva',
  'Ana Silvia', 'Лаборатория Касперского', '中国互联网络信息中心', 'الاتحاد الدولي للاتصالات', 'Access Now', 'Hamburg Chapter',
]
const names = indexNames({ names: new Map(NAMES.map((name) => [name, name])), isApart: () => false })

const idOf = (at: number): Id<'paragraph'> => `019a0000-0000-7000-8000-${String(at).padStart(12, '0')}` as Id<'paragraph'>

function toText(paragraphs: readonly (string | Body)[], title = 'A heading'): CheckedText {
  return [{
    id: idOf(9999) as string as Id<'section'>, title, level: 1, isAnnex: false,
    paragraphs: paragraphs.map((each, at) => ({ id: idOf(at + 1), number: at + 1, text: typeof each === 'string' ? each : textOf(each), body: typeof each === 'string' ? undefined : each })),
  }]
}

function look(paragraphs: readonly (string | Body)[], over: { language?: string; years?: number[]; earlier?: Earlier; title?: string; cutOff?: PlainDate } = {}): string[] {
  const notices = checkText(toText(paragraphs, over.title), {
    language: over.language ?? 'en', years: over.years ?? [2019, 2020], tallies: { groups: GROUPS, counts: COUNTS }, names, earlier: over.earlier, cutOff: over.cutOff ?? ('2017-10-27' as PlainDate),
  })
  return notices.map(({ number, text, problem: { kind, ...more } }) => `${number ?? '-'} ${kind} ${JSON.stringify(text)} ${Object.values(more).join(' ')}`.trim())
}

describe('weekdays and dates', () => {
  it('finds the Thursday that the 2019-09-25 report calls a Wednesday, and the 30th of February', () => {
    expect(look(['The workshop is on Wednesday Nov 28, 15:00-16:30 (UTC+1).'])).toEqual(['1 weekday "Wednesday Nov 28" 2019-11-28 4 true'])
    expect(look(['It met on 30 February 2019.', 'See 2019-02-29.'])).toEqual(['1 no-such-day "30 February 2019"', '2 no-such-day "2019-02-29"'])
    expect(look(['Nothing'], { title: 'Agenda of Friday 25 September 2019' })).toEqual(['- weekday "Friday 25 September 2019" 2019-09-25 3 false'])
  })

  it.each([
    ['en', 'We met on Friday, 28 November 2019.'],
    ['fr', 'La réunion a eu lieu le vendredi 28 novembre 2019.'],
    ['es', 'La reunión fue el viernes 28 de noviembre de 2019.'],
    ['ru', 'Совещание прошло в пятницу, 28 ноября 2019 года.'],
    ['zh', '会议于2019年11月28日（星期五）举行。'],
    ['ar', 'عقد الاجتماع يوم الجمعة ٢٨ نوفمبر ٢٠١٩.'],
    ['ar', 'عقد الاجتماع يوم الجمعة 28 تشرين الثاني 2019.'],
    ['pt', 'A reunião foi na sexta-feira, 28 de novembro de 2019.'],
    ['de', 'Das Treffen war am Freitag, den 28. November 2019.'],
    ['ja', '会議は2019年11月28日(金)に開かれた。'],
  ])('knows the weekday in %s: %s', (language, sentence) => {
    expect(look([sentence], { language }).map((line) => line.replace(/".*" /u, ''))).toEqual(['1 weekday 2019-11-28 4 false'])
  })

  it.each([
    ['en', 'We met on Thursday, 28 November 2019 and on Wednesday 27 Nov.'],
    ['en', 'From Monday to Friday, 25-29 November 2019; on 25 and 26 November, Monday and Tuesday.'],
    ['en', 'In 2018 the workshop was on Wednesday 28 November.'],
    ['en', 'Thursday 11/28/2019, Thursday 28/11/2019, Saturday 5/10/2019, Friday 10/5/2019.'],
    ['en', 'We may 28 times say so. Wed 2 of them. On Tuesday 15:00, 27 November 2019 (Wed).'],
    ['fr', 'Le mercredi 27 novembre 2019, puis le dimanche 1er décembre 2019.'],
    ['ru', 'В среду, 27 ноября 2019 г. (среда), и в четверг 28 ноября.'],
    ['zh', '2019年11月27日（星期三）和11月28日星期四。'],
    ['ar', 'يوم الأربعاء 27 نوفمبر 2019 والخميس 28 نوفمبر.'],
    ['es', 'El miércoles 27 de noviembre. El 28 (jueves) seguimos.'],
  ])('says nothing of what is right, in %s: %s', (language, sentence) => {
    expect(look([sentence], { language })).toEqual([])
  })
})

describe('numbers of contributions', () => {
  it('finds the WEOG of annex III, which says four where five rows have it', () => {
    expect(look(['The contributions by region:', 'APG: 8', 'AFG: 5', 'GRULAC: 5', 'WEOG: 4'])).toEqual(['5 tally "4" Western European and Others Group 4 5 2017-10-27'])
    expect(look(['Of the 25 contributions, 10 came from Civil Society, 6 from the Technical Community, 3 from the Private Sector and 1 from Government.'])).toEqual(['1 tally "6" Technical Community 6 5 2017-10-27'])
    expect(look(['We had twenty-six contributions: ten from civil society, five from the technical community, four from Multistakeholder bodies.'])).toEqual(['1 tally "twenty-six"  26 25 2017-10-27'])
    expect(look(['A total of 26 contributions were received.'])).toEqual(['1 tally "26"  26 25 2017-10-27'])
    expect(look(['In all, 11 contributions from Civil Society came in.'])).toEqual(['1 tally "11" Civil Society 11 10 2017-10-27'])
  })

  it('reads a column of a table, and its total', () => {
    const table = tableOf([['Contributions', '2017'], ['Civil Society', '10'], ['Technical Community', '5'], ['Multistakeholder', '4'], ['Private Sector', '3'], ['IGO', '3'], ['Government', '1'], ['Total', '25']])
    expect(look([table])).toEqual(['1 tally "3" Intergovernmental Organisation 3 2 2017-10-27', '1 total "25" 25 26'])
  })

  it.each([
    ['en', 'We received 25 contributions: 10 from Civil Society, 5 from the Technical Community, 4 Multistakeholder, 3 from the Private Sector, 2 from IGOs, 1 from Government.'],
    ['en', '12 contributions mention encryption, of which 9 from Civil Society.'],
    ['en', 'The number of contributions grew from 14 to 25, after 17 contributions in total the year before.'],
    ['en', 'A total of 17 contributions came in 2016. A total of 120 contributions went to the General Assembly.'],
    ['en', 'Thirty people took part: 12 from Civil Society, 9 from Government, 9 from the Private Sector.'],
    ['en', 'Of the contributions 40% came from Civil Society, 20% from the Technical Community.'],
    ['en', 'In 2030 Government 5 will come, and 3 contributions from Asia and Civil Society.'],
    ['fr', 'Au total, 25 contributions ont été reçues.'],
    ['zh', '共收到25份意见。'],
    ['ar', 'بلغ مجموع المساهمات ٢٥ مساهمة.'],
  ])('says nothing of what is right or may be meant in another way, in %s: %s', (language, sentence) => {
    expect(look([sentence], { language })).toEqual([])
  })

  it('asks for the day where numbers are stated without one', () => {
    const said = (sentence: string): string[] => checkText(toText([sentence]), { language: 'en', years: [2019], tallies: { groups: GROUPS, counts: COUNTS }, names, earlier: undefined, cutOff: null }).map(({ problem }) => problem.kind)
    expect(said('A total of 25 contributions were received.')).toEqual(['no-cut-off'])
    expect(said('By 27 October 2017 a total of 25 contributions were received.')).toEqual([])
    expect(said('Many contributions were received.')).toEqual([])
  })
})

describe('totals of tables', () => {
  it.each([
    [[['Region', 'n'], ['A', '8'], ['B', '5'], ['C', '4'], ['Total', '18']], ['1 total "18" 18 17']],
    [[['地区', '数'], ['甲', '1,200'], ['乙', '300'], ['合计', '1,600']], ['1 total "1,600" 1600 1500']],
    [[['المنطقة', 'عدد'], ['أ', '٨'], ['ب', '٥'], ['المجموع', '١٤']], ['1 total "١٤" 14 13']],
    [[['', 'X', 'Y', 'Total'], ['A', '1', '2', '3'], ['B', '3', '4', '8'], ['C', '1', '1', '2']], ['1 total "8" 8 7']],
  ])('contradicted by their parts: %j', (rows, found) => {
    expect(look([tableOf(rows)])).toEqual(found)
  })

  it.each([
    [[['Region', 'n'], ['A', '8'], ['B', '5'], ['Total', '13']]],
    [[['Region', 'n'], ['A', '8'], ['B', '5'], ['Subtotal', '13'], ['C', '2'], ['Total', '15']]],
    [[['Region', 'n', '%'], ['A', '8', '66.7%'], ['B', '4', '33.4%'], ['Total', '12', '100%']]],
    [[['Region', 'when'], ['A', 'May 8'], ['B', '5'], ['Total', '12']]],
    [[['Region', '2016', '2017'], ['A', '8', '9'], ['B', '–', '1'], ['Total', '8', '10']]],
    [[['1', '2'], ['x', '2'], ['Total', '9']]],
  ])('that add up or may be meant in another way: %j', (rows) => {
    expect(look([tableOf(rows)])).toEqual([])
  })
})

describe('notes', () => {
  it('finds the fourth mark of the 2016-10-27 report, which has three notes', () => {
    const report = ['The last meeting1 was short.', 'Inputs were discussed with the contributions2 at hand.', 'The draft goes to review, and comments3 follow.', 'The sessions are on the schedule4.', '1 See the site', '2 See the list', '3 See the platform']
    expect(look(report)).toEqual(['4 mark-without-note "4" 4'])
    expect(look(['One [1] and.[1]', 'Two words.[2]', '[1] Author', '[2] Other', '[3] Nobody'])).toEqual(['5 note-without-mark "" 3'])
  })

  it('finds a footnote without words, and a raised mark without a note', () => {
    const empty: Body = { kind: 'paragraph', content: [{ kind: 'text', text: 'Words' }, { kind: 'footnote', id: idOf(77) as string as Id<'footnote'>, content: [] }] }
    const raised = (text: string, mark: string): Body => ({ kind: 'paragraph', content: [{ kind: 'text', text }, { kind: 'text', text: mark, marks: ['superscript'] }] })
    expect(look([empty])).toEqual(['1 empty-note ""'])
    expect(look([raised('One thing', '1'), raised('Another thing', '2'), '1 The note'])).toEqual(['2 mark-without-note "2" 2'])
  })

  it.each([
    [['IPv6 and Web2 and covid19 and phase1, phase2, phase3.']],
    [['Annex1 is short.', 'The annex2 is long.', 'What annex3 says.']],
    [['An area of 10 m² and 5 km².']],
    [['See https://example.org/page1 and mail2 here.']],
    [['Only one mark1 in all.']],
  ])('leaves alone what is no mark: %j', (paragraphs) => {
    expect(look(paragraphs)).toEqual([])
  })
})

describe('references', () => {
  const to = (id: Id<'paragraph'>): Inline => ({ kind: 'reference', to: id })

  it('finds those to what was removed and to itself', () => {
    expect(look([{ kind: 'paragraph', content: [{ kind: 'text', text: 'See ' }, to(idOf(2)), to(idOf(50)), to(idOf(1))] }, 'Other'])).toEqual(['1 broken-reference ""', '1 reference-to-itself ""'])
  })

  it.each([
    ['en', 'As paragraph 9 says, and see ¶ 3.', ['1 no-such-paragraph "paragraph 9" 9 5']],
    ['fr', 'Comme le dit le paragraphe 9.', ['1 no-such-paragraph "paragraphe 9" 9 5']],
    ['es', 'Véase el párrafo 9 y la sección 4.', ['1 no-such-paragraph "párrafo 9" 9 5', '1 no-such-section "sección 4" 4 1']],
    ['ru', 'Это сказано в пункте 9.', ['1 no-such-paragraph "пункте 9" 9 5']],
    ['zh', '参见第9段。', ['1 no-such-paragraph "第9段" 9 5']],
    ['ar', 'انظر الفقرة ٩ أعلاه.', ['1 no-such-paragraph "الفقرة ٩" 9 5']],
    ['en', 'Paragraph 9 of the Tunis Agenda, resolution 70/125, paragraph 9, and the Tunis Agenda (paragraph 2).', []],
    ['en', 'The Commission said in paragraph 9 that section 230 is no model; draft 2 ¶ 9.', []],
    ['zh', '《突尼斯议程》第9段，决议第9段的内容。', []],
  ])('typed by hand, in %s: %s', (language, sentence, found) => {
    expect(look([sentence, 'Two', 'Three', 'Four', 'Five'], { language })).toEqual(found)
  })

  it('follows a number typed by hand from the version before', () => {
    const earlier: Earlier = { textOf: new Map<Id, string>([[idOf(1), 'See ¶ 2.'], [idOf(5), 'See ¶ 3.']]), idOf: new Map<number, Id>([[2, idOf(4)], [3, idOf(60)], [1, idOf(1)]]) }
    expect(look(['See ¶ 2 and ¶ 1.', 'New', 'New', 'What was 2', 'See ¶ 3.'], { earlier })).toEqual(['1 renumbered "¶ 2" 2 4', '5 renumbered "¶ 3" 3'])
    expect(look(['See ¶ 4.', 'New', 'New', 'What was 2'], { earlier })).toEqual([])
  })
})

describe('names', () => {
  it.each([
    ['Shredeep Rayamajhi said so.', 'Shreedeep Rayamajhi'],
    ['We thank Marcus Kummer and others.', 'Markus Kummer'],
    ['The Global Comission on the Stability of Cyberspace wrote.', 'Global Commission on the Stability of Cyberspace'],
    ['The Mozila Foundation wrote.', 'Mozilla Foundation'],
    ['وقال الاتحاد الدولى للإتصلات ذلك', 'الاتحاد الدولي للاتصالات'],
    ['感谢中国互联网路信息中心。', '中国互联网络信息中心'],
  ])('finds a slip: %s', (sentence, known) => {
    const language = sentence.startsWith('感') ? 'zh' : 'en'
    const found = checkNames(listWordsOf(toText([sentence]), language), names)
    expect(found.map(({ problem }) => (problem.kind === 'name' ? problem.known : ''))).toEqual([known])
  })

  it.each([
    ['Maarten van Horenbeeck, MARKUS KUMMER, Markus Kummer’s and Ana Silvia; Ana Silva.'],
    ['The Internet Societies, an internet society, Access New things, Homburg Chapter.'],
    ['Эксперты Лаборатории Касперского; Лабораторией Касперского.'],
    ['والاتحاد الدولي للاتصالات، بالاتحاد الدولي للاتصالات'],
    ['中国互联网络信息中心的报告，中国互联网信息办公室'],
    ['Shreedeep. Rayamajhis are many; Global; Commission of the Stability'],
    ['Mozilla (Foundation), Markus, Kumer'],
  ])('leaves alone: %s', (sentence) => {
    expect(look([sentence])).toEqual([])
  })
})

function tableOf(rows: readonly (readonly string[])[]): Body {
  return { kind: 'table', content: [], rows: rows.map((row) => row.map((text) => ({ content: text === '' ? [] : [{ kind: 'text' as const, text }] }))) }
}
