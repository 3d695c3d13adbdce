import { bare } from '../replies/numbers.ts'

/** What is said of a paper in a line of its own: "Author: …". Languages as of the words that answers are read by. */
export type PaperPart = 'title' | 'author' | 'publisher' | 'published' | 'address' | 'note'

const LABELS: Readonly<Record<PaperPart, readonly string[]>> = {
  title: ['title', 'titre', 'título', 'titulo', 'titel', 'название', 'заголовок', 'заглавие', 'العنوان', 'عنوان', 'عنوان الورقة', '标题', '標題', '题目', '題目', '题名', '題名', '篇名', '书名', '書名'],
  author: ['author', 'authors', 'author s', 'by', 'written by', 'auteur', 'auteurs', 'autrice', 'auteurs et autrices', 'autor', 'autora', 'autores', 'autores as', 'autoren', 'autorin', 'verfasser', 'verfasserin', 'von', 'автор', 'авторы', 'المؤلف', 'المؤلفون', 'المؤلفة', 'الكاتب', 'تأليف', '作者', '著者'],
  publisher: ['publisher', 'published by', 'published in', 'journal', 'publication name', 'éditeur', 'maison d édition', 'revue', 'publié par', 'publié dans', 'editorial', 'editora', 'revista', 'publicado por', 'publicado en', 'publicado em', 'verlag', 'zeitschrift', 'erschienen in', 'herausgeber', 'издательство', 'издатель', 'журнал', 'опубликовано в', 'الناشر', 'دار النشر', 'المجلة', 'نشر في', '出版社', '出版者', '期刊', '刊物', '发表于', '發表於'],
  published: ['year', 'date', 'published', 'published on', 'date of publication', 'publication date', 'année', 'date de publication', 'publié', 'publié en', 'publié le', 'paru en', 'paru le', 'año', 'fecha', 'fecha de publicación', 'publicado', 'publicado el', 'jahr', 'datum', 'erschienen', 'erschienen am', 'erscheinungsjahr', 'ano', 'data', 'data de publicação', 'год', 'дата', 'дата публикации', 'год издания', 'опубликовано', 'السنة', 'سنة', 'التاريخ', 'تاريخ النشر', 'سنة النشر', '年份', '年', '日期', '出版日期', '出版年', '发表日期', '發表日期'],
  address: ['address', 'web address', 'url', 'link', 'web', 'website', 'doi', 'arxiv', 'available at', 'adresse', 'adresse web', 'lien', 'site', 'disponible sur', 'enlace', 'dirección', 'dirección web', 'disponible en', 'webadresse', 'verfügbar unter', 'endereço', 'ligação', 'disponível em', 'ссылка', 'адрес', 'сайт', 'رابط', 'الرابط', 'الموقع', '链接', '連結', '网址', '網址', '地址'],
  note: ['why', 'why it matters', 'note', 'notes', 'comment', 'reason', 'abstract', 'summary', 'pourquoi', 'remarque', 'commentaire', 'motif', 'résumé', 'por qué', 'nota', 'notas', 'comentario', 'motivo', 'resumen', 'warum', 'anmerkung', 'bemerkung', 'kommentar', 'grund', 'begründung', 'zusammenfassung', 'porquê', 'por que', 'comentário', 'resumo', 'почему', 'зачем', 'примечание', 'комментарий', 'причина', 'аннотация', 'لماذا', 'ملاحظة', 'ملاحظات', 'السبب', 'تعليق', 'ملخص', '为什么', '為什麼', '理由', '原因', '备注', '備註', '说明', '說明', '摘要'],
}
const BY_LABEL = new Map(Object.entries(LABELS).flatMap(([part, labels]) => labels.map((label) => [bare(label), part as PaperPart] as const)))

const LINE = /^[\s*_>•-]{0,6}([\p{L}\p{M} ’'()/-]{1,30}?)[*_]{0,2}\s?[:：][*_]{0,2}[ \t]*(.*)$/u

/** What a line says of a paper by its label; undefined where it has none. */
export function readLabel(line: string): { readonly part: PaperPart; readonly value: string } | undefined {
  const [, label, value = ''] = LINE.exec(line.slice(0, 3000)) ?? []
  const part = label === undefined ? undefined : BY_LABEL.get(bare(label))
  return part === undefined ? undefined : { part, value: value.replace(/[*_\s]+$/u, '').trim() }
}

/** Words by which somebody begins an answer that suggests a paper, alone on their line or before a colon. */
const PHRASES = [
  'suggest a paper', 'suggest papers', 'suggest this paper', 'i suggest a paper', 'i suggest this paper', 'paper suggestion', 'suggested paper', 'suggested papers', 'suggested reading', 'suggested readings', 'reading suggestion', 'further reading', 'for the library', 'for your library',
  'suggérer un article', 'suggérer un document', 'proposer un article', 'proposer un document', 'je propose un article', 'suggestion d article', 'suggestion de lecture', 'lecture suggérée', 'lectures suggérées', 'à lire', 'pour la bibliothèque',
  'sugerir un artículo', 'sugiero un artículo', 'proponer un artículo', 'artículo sugerido', 'lectura sugerida', 'lecturas sugeridas', 'sugerencia de lectura', 'para la biblioteca',
  'sugerir um artigo', 'sugiro um artigo', 'propor um artigo', 'artigo sugerido', 'leitura sugerida', 'leituras sugeridas', 'sugestão de leitura', 'para a biblioteca',
  'literaturhinweis', 'literaturhinweise', 'literaturvorschlag', 'lektürevorschlag', 'leseempfehlung', 'vorschlag für die bibliothek', 'für die bibliothek', 'ich schlage einen aufsatz vor', 'aufsatz vorschlagen', 'papier vorschlagen', 'paper vorschlagen',
  'предлагаю статью', 'предложить статью', 'предлагаю работу', 'рекомендуемая литература', 'рекомендую прочитать', 'для библиотеки', 'для чтения',
  'اقتراح ورقة', 'أقترح ورقة', 'أقترح ورقة بحثية', 'اقتراح مرجع', 'أقترح مرجعا', 'ورقة مقترحة', 'قراءة مقترحة', 'اقتراح للقراءة', 'للمكتبة',
  '推荐论文', '推薦論文', '建议论文', '建議論文', '推荐文献', '推薦文獻', '建议文献', '建議文獻', '推荐阅读', '推薦閱讀', '建议阅读', '图书馆推荐', '資料庫建議',
].map(bare)
/** One word may begin any sentence: these count before a colon alone. */
const WORDS = ['paper', 'papers', 'reading', 'readings', 'lecture', 'lectures', 'lectura', 'lecturas', 'leitura', 'leituras', 'lektüre', 'literatur', 'литература', 'публикация', 'ورقة', 'ورقة بحثية', 'قراءة', '论文', '論文', '文献', '文獻', '阅读', '閱讀'].map(bare)

/** Whether a line begins a suggestion, and what stands behind the words on it; undefined: it does not. */
export function readBeginning(line: string): { readonly rest: string } | undefined {
  const [, words = '', sign = '', rest = ''] = /^[\s>*_"“«•-]*([^:：]{2,60}?)[*_]{0,2}\s?([:：])[*_]{0,2}\s*(.*)$/u.exec(line.slice(0, 3000)) ?? /^[\s>*_"“«•-]*(.{2,60}?)[.!*_\s]*()()$/u.exec(line.slice(0, 200)) ?? []
  const said = bare(words)
  if (said === '' || !(PHRASES.includes(said) || (sign !== '' && WORDS.includes(said)))) return undefined
  return { rest: rest.trim() }
}

/** Subjects that say what the mail is, and not what the paper is called. */
export function isNoTitle(subject: string): boolean {
  const words = bare(subject)
  return words === '' || PHRASES.includes(words) || WORDS.includes(words) || ['no subject', 'sans objet', 'sin asunto', 'kein betreff', 'без темы', 'sem assunto', 'بلا موضوع', 'بدون موضوع', '无主题', '無主旨', '无标题'].map(bare).includes(words)
}

/** What mail programs and lists put before a subject: Re:, Fwd:, [tags]; in the languages in which they write it. */
const PREFIX = /^(?:\s*(?:(?:re|aw|sv|vs|antw|antwort|odp|ynt|rif|res|rv|fwd?|fw|wg|tr|enc|i|vl|doorst|回复|回覆|答复|转发|轉寄|轉發|رد|إعادة توجيه|ответ|отв|пересл|пер)(?:\s?\[[0-9]{1,3}\])?\s*[:：]|\[[^\]]{1,40}\]))+\s*/iu

export function baseSubject(subject: string): string {
  return subject.replace(PREFIX, '').trim()
}
