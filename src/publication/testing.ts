import type { Body, Inline } from '../drafts/blocks/model.ts'
import type { FrozenText } from '../drafts/model.ts'
import type { Id } from '../shared/ids.ts'
import { textDirection } from '../shared/language.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { composeText } from './composing/model.ts'
import { labelsOf } from './labels/model.ts'
import type { Print } from './text/model.ts'

/** A small text with one of everything in the languages of the United Nations; invented. */
const WORDS: Readonly<Record<string, readonly [title: string, heading: string, sentence: string, short: string]>> = {
  en: ['Sharing the quay', 'What works', 'A list that is walked past every day corrects itself.', 'Every Monday'],
  fr: ['Partager le quai', 'Ce qui marche', 'Une liste devant laquelle on passe chaque jour se corrige d’elle-même.', 'Chaque lundi'],
  es: ['Compartir el muelle', 'Lo que funciona', 'Una lista ante la que se pasa cada día se corrige sola.', 'Cada lunes'],
  ru: ['Общий причал', 'Что помогает', 'Список, мимо которого проходят каждый день, исправляет себя сам.', 'Каждый понедельник'],
  zh: ['共用码头', '行之有效的做法', '每天有人经过的名单会自行更正。', '每逢星期一'],
  ar: ['تقاسم الرصيف', 'ما ينجح', 'القائمة التي يمر بها الناس كل يوم تصحح نفسها.', 'كل يوم اثنين'],
}

export const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAHgAAAA8CAIAAAAiz+n/AAAAlElEQVR42u3asQ0AIAwDsM6cyAt8zQGIE/oBnehkKXMGj1Fin1tmzFVGzzsBCDRo0KBBgwYEGjRo0KBBA2qBhtjTAxo0aNCgQYMGBBo0aNCgQQPqgYZovQMNGjRo0IBAgwYNGjRoQKD9OiBa70CDBgQaNGjQoEEDAg0aNGi/DusdINCgQYMGDRoQaNCgQYMGDehzTwJRuQ3fQOzpiAAAAABJRU5ErkJggg==', 'base64')

let last = 0
function anId<K extends string>(): Id<K> {
  last += 1
  return `01900000-0000-7000-8000-${last.toString(16).padStart(12, '0')}` as Id<K>
}

function text(words: string): Inline {
  return { kind: 'text', text: words }
}

/** The body of each paragraph of a text that has one of everything, in the words of a language. */
export function inventedText(language: string, picture?: { readonly sha256: string }): FrozenText {
  const [, heading, sentence, short] = WORDS[language] ?? WORDS['en'] ?? ['', '', '', '']
  let number = 0
  const paragraph = (body: Body) => ({ id: anId<'paragraph'>(), number: ++number, text: '', body, isOwnVoice: number % 2 === 0 })
  const first = paragraph({ kind: 'paragraph', content: [text(`${sentence} `), { kind: 'text', text: short, marks: ['strong'] }, text(' '), { kind: 'text', text: short, marks: ['emphasis'] }, { kind: 'footnote', id: anId<'footnote'>(), content: [{ kind: 'text', text: `${sentence} (1)` }] }, text(' '), { kind: 'text', text: 'example.org', link: 'https://example.org/a?b=1&c=2' }] })
  const item = (list: 'bullet' | 'ordered', depth: number) => paragraph({ kind: 'item', list, depth, content: [text(sentence)] })
  const cell = (words: string, isHeading = false) => ({ content: [text(words)], ...(isHeading ? { isHeading } : {}) })
  const opening = [first, item('bullet', 1), item('bullet', 2), item('ordered', 1), item('ordered', 1), paragraph({ kind: 'quotation', content: [text(sentence)] })]
  const table = paragraph({ kind: 'table', rows: [[cell(short, true), cell('1', true), cell('2', true)], [cell(short, true), cell('3'), { content: [text('4'), { kind: 'footnote', id: anId<'footnote'>(), content: [{ kind: 'text', text: `${short} (2)` }] }] }], [{ content: [text(sentence)], columns: 3 }]], content: [text(heading)] })
  const figure = picture === undefined ? [] : [paragraph({ kind: 'figure', source: { kind: 'file', sha256: picture.sha256, mediaType: 'image/png' }, alternative: sentence, content: [text(heading)] })]
  const second = [table, ...figure, paragraph({ kind: 'paragraph', content: [text(`${sentence} (`), { kind: 'reference', to: first.id }, text(', '), { kind: 'reference', to: anId<'paragraph'>() }, text(')')] })]
  const annex = [paragraph({ kind: 'paragraph', content: [text(sentence)] })]
  return [
    { id: anId<'section'>(), title: heading, level: 1, isAnnex: false, paragraphs: opening },
    { id: anId<'section'>(), title: `${heading} 2`, level: 2, isAnnex: false, paragraphs: second },
    { id: anId<'section'>(), title: `${heading} 3`, level: 1, isAnnex: true, paragraphs: annex },
  ]
}

/** An edition of a text, as it is handed to the formats. */
export function buildPrint(language: string, frozen: FrozenText = inventedText(language), over: Partial<Print> = {}): Print {
  const label = labelsOf(language)
  const [title = '', , sentence = ''] = WORDS[language] ?? WORDS['en'] ?? []
  const ids = frozen.flatMap(({ paragraphs }) => paragraphs)
  const address = 'http://localhost:8080/harbours/2026/editions/1'
  const errata = new Map(ids.slice(0, 1).map(({ id }) => [id as Id, [{ date: '2026-10-02' as PlainDate, text: sentence }]]))
  const restsOn = new Map(ids.slice(0, 1).map(({ id }) => [id as Id, [{ kind: 'finding', ref: 'F-1', address: `${address}#F-1` }]]))
  const chart = { title: label('stakeholderGroup'), series: [''], bars: [{ label: 'Civil Society', values: [3] }, { label: 'Government', values: [1] }], direction: textDirection(language), language }
  const { sections, notes } = composeText(frozen, language, { restsOn, errata, pinned: new Map() })
  return {
    kind: 'edition',
    language,
    direction: textDirection(language),
    matter: {
      forum: 'Forum on Shared Harbours', isDemonstration: true, cycle: '2026', title, summary: sentence, edition: 1, document: 'Draft output', version: 2, frozenAt: '2026-09-01T10:00:00.000Z' as Instant, publishedAt: '2026-09-24T10:00:00.000Z' as Instant,
      cutOff: '2026-08-31' as PlainDate, credits: ['A. Editor'], coverage: { units: 64, accounted: 60 }, address, citation: `${title}. ${address}`, translation: null, others: [{ relation: 'later', title, address: `${address}2` }],
    },
    sections,
    notes,
    annexes: [
      { kind: 'contributors', label: label('annex', { letter: 'B' }), title: label('contributors'), parts: [{ kind: 'text', text: sentence }, { kind: 'list', lines: [{ text: 'A. Contributor' }, { text: 'R-1', address }] }] },
      { kind: 'overview', label: label('annex', { letter: 'C' }), title: label('overview'), parts: [{ kind: 'heading', text: label('stakeholderGroup') }, { kind: 'chart', chart }, { kind: 'table', title: label('dispositions'), rows: [[{ text: label('comment') }, { text: label('response') }], [{ text: 'R-1', address }, { text: label('disposition.accepted') }]] }, { kind: 'words', words: [{ word: 'quay', count: 12 }, { word: 'berth', count: 9 }], language: 'en' }] },
    ],
    errata: [{ date: '2026-10-01' as PlainDate, text: sentence }],
    comments: [],
    ...over,
  }
}
