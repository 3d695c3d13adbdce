import { REMARK_LIMITS, type FileRemark, type Named, type RemarksOfFile } from '../../shared/file-remarks.ts'

/** What a column of a table of comments holds; `ignored`: known, and nothing of a comment. */
const COLUMNS = ['ref', 'type', 'change', 'observation', 'date', 'line', 'paragraph', 'clause', 'organisation', 'group', 'region', 'target', 'language', 'member', 'comment'] as const
type Column = (typeof COLUMNS)[number]

/**
 * What columns are called in the commenting template of ISO, in our own tables and by people, in six languages; the first that fits
 * decides, so what is said more exactly comes first. `=` before a name: the whole of the header.
 */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  ref: ['=ref', '=reference', '=référence', '=referencia', '=№', '=номер', '=编号', '=序号', '=مرجع', '=الرقم', '=no', '=nr', '=id', '=n°', '=#'],
  type: ['type of comment', '=type', '=typ', 'type de commentaire', 'type d’observation', 'tipo', 'тип', '类型', 'نوع'],
  change: ['proposed change', 'proposedchange', 'proposed', 'proposal', 'suggested', 'modification', 'proposition', 'proposé', 'propuest', 'предлаг', 'предлож', '建议', 'مقترح'],
  observation: ['observation of', 'observations of', 'secretariat', 'secrétariat', 'secretaría', 'секретариат', '秘书处', 'الأمانة', '=observation', '=observations du secrétariat', '=disposition', '=response', '=resolution', '=réponse', '=respuesta', 'ответ', 'решение', '处理', '答复', '=الرد'],
  date: ['=received', '=date', '=reçu', '=reçu le', '=fecha', '=recibido', '=дата', '=получено', '=日期', '=收到', '=التاريخ', '=تاريخ', '=date received'],
  line: ['line number', '=line', '=lines', 'ligne', 'línea', 'строк', '=行', '行号', 'سطر'],
  paragraph: ['paragraph', '=para', '=¶', 'alinéa', 'párrafo', 'абзац', '段', 'فقرة'],
  clause: ['clause', 'section', 'chapter', 'chapitre', 'article', 'apartado', 'capítulo', 'cláusula', 'sección', 'пункт', 'раздел', 'статья', '条款', '章', '节', 'بند', 'قسم', 'فصل'],
  organisation: ['organisation', 'organization', 'organización', 'организаци', '组织', '机构', '单位', 'منظمة'],
  group: ['=stakeholdergroup', 'stakeholder group'],
  region: ['=regionalgroup', 'regional group'],
  target: ['=target'],
  language: ['=language', '=langue', '=idioma', '=язык', '=语言', '=لغة', '=اللغة'],
  member: ['member', '=mb', 'mb nc', '=nc', '=body', 'membre', 'organisme', 'author', 'auteur', '=name', '=nom', '=nombre', 'miembro', 'autor', 'commenter', 'contributor', 'submitted by', 'автор', 'член', '=орган', '=имя', '成员', '作者', '姓名', '提出', 'عضو', 'مؤلف', 'الاسم', 'الجهة', '=from', '=country'],
  comment: ['comment', 'remark', 'commentaire', 'remarque', '=observations', 'justification', 'comentario', 'observaciones', 'замечан', 'комментари', '意见', '评论', '评注', 'تعليق', 'ملاحظ'],
}

/** Letters and digits, small, without accents: what differs between two ways of writing a header. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}¶#№°]+/gu, ' ').trim()
}

const RULES = COLUMNS.flatMap((column) => NAMES[column].map((name) => ({ column, isWhole: name.startsWith('='), words: plain(name.replace(/^=/u, '')) })))

/** Rows among which the header is looked for: titles and dates may stand above it. */
const BEFORE_HEADER = 40

/** The header of a table of comments and what its columns are; undefined where no row is one. */
export function findHeader(rows: readonly (readonly string[])[]): { readonly row: number; readonly columns: ReadonlyMap<Column, number> } | undefined {
  for (const [row, cells] of rows.slice(0, BEFORE_HEADER).entries()) {
    const columns = new Map<Column, number>()
    cells.forEach((cell, at) => {
      const column = columnOf(cell)
      if (column !== undefined && !columns.has(column)) columns.set(column, at)
    })
    const says = columns.has('comment') || columns.has('change')
    if (says && [...columns.keys()].some((column) => column === 'clause' || column === 'paragraph' || column === 'member' || column === 'type' || column === 'change')) return { row, columns }
  }
  return undefined
}

function columnOf(cell: string): Column | undefined {
  const header = plain(cell)
  // No header is as long as a comment, so that a row of comments is not taken for one.
  if (header === '' || header.length > 120) return undefined
  return RULES.find(({ isWhole, words }) => words !== '' && (isWhole ? header === words : header.includes(words)))?.column
}

const REF = /(?:^|[\s/(])R-([1-9][0-9]{0,8})(?=$|[\s):,;])/u

/** A table of comments, row by row; undefined where it is none. */
export function readCommentTable(rows: readonly (readonly string[])[]): RemarksOfFile | undefined {
  const header = findHeader(rows)
  if (header === undefined) return undefined
  const remarks: FileRemark[] = []
  let silent = 0
  for (const [at, cells] of rows.slice(header.row + 1, REMARK_LIMITS.rows).entries()) {
    const cell = (column: Column): string => (cells[header.columns.get(column) ?? -1] ?? '').trim()
    if (cells.every((each) => each.trim() === '')) continue
    if (cell('comment') === '' && cell('change') === '') silent += 1
    else remarks.push(toRemark(`row-${at + header.row + 2}`, cell))
  }
  const left = Math.max(0, remarks.length - REMARK_LIMITS.remarks)
  const named: Named[] = [...(silent > 0 ? [{ code: 'rows-without-words' as const, count: silent }] : []), ...(left > 0 ? [{ code: 'cut-short' as const, count: left }] : [])]
  return { format: 'table', paragraphs: [], remarks: remarks.slice(0, REMARK_LIMITS.remarks), named, tables: [] }
}

function toRemark(key: string, cell: (column: Column) => string): FileRemark {
  // Our own tables have the reference before the name, in the same cell.
  const lines = cell('member').split('\n').map((line) => line.trim())
  const ref = REF.exec(cell('ref')) ?? REF.exec(lines[0] ?? '')
  const member = lines.filter((line, at) => line !== '' && !(at === 0 && REF.test(line))).join(', ')
  const date = /^\d{4}-\d{2}-\d{2}/u.exec(cell('date'))?.[0] ?? null
  return {
    key,
    kind: 'row',
    author: member === '' ? null : member,
    date,
    words: cell('comment'),
    was: '',
    becomes: cell('change'),
    answers: null,
    isResolved: false,
    places: [],
    page: null,
    row: {
      member, clause: cell('clause'), paragraphs: cell('paragraph'), type: cell('type'), target: cell('target'), ref: ref?.[1] === undefined ? '' : `R-${ref[1]}`, observation: cell('observation'),
      organisation: cell('organisation'), language: cell('language'), group: cell('group'), region: cell('region'),
    },
  }
}

/** What the letters or words of committees say a comment is: `ge`, `te`, `ed`, and their like in six languages; general where they say nothing. */
export function readType(text: string): 'general' | 'technical' | 'editorial' {
  const word = plain(text)
  if (/^(?:te|tech|тех|技|فن|tec)/u.test(word)) return 'technical'
  return /^(?:ed|ré?d|red|ред|编|تحرير)/u.test(word) ? 'editorial' : 'general'
}
