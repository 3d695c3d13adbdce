import { describe, expect, test } from 'vitest'
import { findHeader, readCommentTable, readType } from './model.ts'

describe('a table of comments', () => {
  test.each<[string, readonly string[]]>([
    ['en', ['MB/NC', 'Line number (e.g. 17)', 'Clause/ Subclause (e.g. 3.1)', 'Paragraph/ Figure/ Table (e.g. Table 1)', 'Type of comment (general/ technical/ editorial)', 'Comments', 'Proposed change', 'Observations of the secretariat']],
    ['fr', ['Membre', 'Numéro de ligne', 'Article', 'Paragraphe, figure ou tableau', 'Type de commentaire', 'Commentaires', 'Modification proposée', 'Observations du secrétariat']],
    ['es', ['Miembro', 'Número de línea', 'Apartado', 'Párrafo/Figura/Tabla', 'Tipo de comentario', 'Comentarios', 'Cambio propuesto', 'Observaciones de la secretaría']],
    ['ru', ['Член/орган', 'Номер строки', 'Пункт/подпункт', 'Абзац/Рисунок/Таблица', 'Тип замечания', 'Замечания', 'Предлагаемое изменение', 'Ответ секретариата']],
    ['zh', ['成员', '行号', '条款', '段落/图/表', '意见类型', '意见', '建议修改', '秘书处意见']],
    ['ar', ['العضو', 'رقم السطر', 'البند', 'الفقرة/الشكل/الجدول', 'نوع التعليق', 'التعليقات', 'التغيير المقترح', 'ملاحظات الأمانة']],
  ])('is known by its header in %s, whatever stands above it', (_, header) => {
    const rows = [['Title of the document'], ['2026-10-01', ''], header, ['Ama', '17', '3.1', '2', 'te', 'Why?', 'Because.', 'Noted.'], ['', '', '', '', '', '', '', ''], ['Ama', '', '3.2', '', 'ed', '', '', '']]
    expect(findHeader(rows)?.row).toBe(2)
    const file = readCommentTable(rows)
    expect(file?.remarks).toMatchObject([{ key: 'row-4', kind: 'row', author: 'Ama', words: 'Why?', becomes: 'Because.', row: { clause: '3.1', paragraphs: '2', type: 'te', observation: 'Noted.' } }])
    expect(file?.named).toEqual([{ code: 'rows-without-words', count: 1 }])
  })

  test('is none where nothing says what its columns are, and a row of comments is no header', () => {
    expect(readCommentTable([['Name', 'Amount'], ['Ama', '3']])).toBeUndefined()
    expect(readCommentTable([['Comments']])).toBeUndefined()
    expect(readCommentTable([])).toBeUndefined()
    expect(readCommentTable([['Ama', 'I comment on the clause and on the proposed change to its type, and on much besides, so that this is far too long to be what a column is called.', 'x']])).toBeUndefined()
  })

  test('says the kind of a comment in letters and words of six languages', () => {
    expect(['ge', 'te', 'ed', 'Technical', 'éditorial', 'тех.', 'ред.', '技术性', '编辑', 'فني', 'تحريري', '', '?'].map(readType)).toEqual(['general', 'technical', 'editorial', 'technical', 'editorial', 'technical', 'editorial', 'technical', 'editorial', 'technical', 'editorial', 'general', 'general'])
  })
})
