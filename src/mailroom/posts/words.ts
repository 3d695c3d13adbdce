import type { Decision } from '../../lists/posts/model.ts'
import type { TakenAs } from '../../lists/taken/model.ts'

/** Words by which a moderator decides about a post, in the first line of an answer; whole words, in any script. */
const DECISIONS: Readonly<Record<Exclude<Decision, 'publish-and-trust'>, readonly string[]>> = {
  publish: ['publish', 'approve', 'accept', 'yes', 'ok', 'publier', 'approuver', 'accepter', 'oui', 'publicar', 'aprobar', 'aprovar', 'aceptar', 'sí', 'si', 'sim', 'veröffentlichen', 'freigeben', 'ja', 'опубликовать', 'одобрить', 'да', '发布', '批准', '同意', '是', 'نشر', 'موافق', 'نعم'],
  reject: ['reject', 'decline', 'no', 'refuser', 'rejeter', 'non', 'rechazar', 'rejeitar', 'não', 'ablehnen', 'nein', 'отклонить', 'нет', '拒绝', '否', 'رفض', 'لا'],
  discard: ['discard', 'drop', 'spam', 'écarter', 'ecarter', 'descartar', 'verwerfen', 'удалить', 'спам', '丢弃', '垃圾', 'حذف', 'تجاهل'],
}

export interface ReadDecision {
  readonly decision: Exclude<Decision, 'publish-and-trust'>
  /** What stands below or after the word; '' for nothing. */
  readonly reason: string
}

/** What a moderator's answer decides: its first word has to be one that is known, for a wrong guess publishes what nobody wanted. */
export function readDecision(own: string): ReadDecision | undefined {
  const text = own.trim()
  const [first = ''] = text.split('\n', 1)
  const word = /^[\s>*"'«“]*([\p{L}\p{M}]+)/u.exec(first)
  const said = word?.[1]?.normalize('NFC').toLowerCase()
  if (said === undefined || word === null) return undefined
  const decision = (['publish', 'reject', 'discard'] as const).find((each) => DECISIONS[each].includes(said))
  if (decision === undefined) return undefined
  const after = `${first.slice(word[0].length)}\n${text.slice(first.length)}`.replace(/^[\s.,:;!"'»”–-]+/u, '').trim()
  return { decision, reason: after }
}

const JOIN = ['subscribe', 'join', 'inscrire', 'inscription', 'abonner', 'suscribir', 'inscrever', 'anmelden', 'abonnieren', 'подписаться', '订阅', '加入', 'اشتراك']
const LEAVE = ['unsubscribe', 'leave', 'remove', 'désinscrire', 'désinscription', 'désabonner', 'desinscrire', 'baja', 'cancelar', 'sair', 'abmelden', 'abbestellen', 'отписаться', '退订', '退出', 'إلغاء']

/** What somebody asks of a list in the first words of a mail. */
export function readRequest(text: string): 'join' | 'leave' | 'help' {
  const words = text.normalize('NFC').toLowerCase().match(/[\p{L}\p{M}]+/gu)?.slice(0, 3) ?? []
  if (words.some((word) => LEAVE.includes(word))) return 'leave'
  return words.some((word) => JOIN.includes(word)) ? 'join' : 'help'
}

/** What a post of one's own may be taken as, in the words of the languages that requests are read in. */
const AS: Readonly<Record<TakenAs, readonly string[]>> = {
  contribution: ['contribution', 'contributions', 'contribute', 'contribuer', 'contribución', 'contribuciones', 'contribucion', 'contribuição', 'contribuições', 'beitrag', 'beiträge', 'вклад', 'материал', 'мнение', 'предложение', '意见书', '意見書', '投稿', '贡献', '貢獻', '提案', 'مساهمة', 'المساهمة', 'إسهام', 'مشاركة'],
  comment: ['comment', 'comments', 'commentaire', 'commentaires', 'comentario', 'comentarios', 'comentário', 'comentários', 'kommentar', 'kommentare', 'anmerkung', 'комментарий', 'комментарии', 'замечание', 'замечания', '评论', '評論', '意见', '意見', 'تعليق', 'تعليقات', 'ملاحظة', 'ملاحظات'],
}

/** What asks for it without saying as what. */
const TAKE = ['register this', 'register it', 'register my post', 'register', 'take this', 'take it', 'take my post', 'take my mail', 'take', 'count this', 'count it', 'count my post', 'count', 'enregistrer', 'enregistrez', 'prendre en compte', 'prenez en compte', 'registrar', 'registre', 'registren', 'tener en cuenta', 'tomar en cuenta', 'ter em conta', 'registrieren', 'aufnehmen', 'übernehmen', 'зарегистрировать', 'зарегистрируйте', 'учесть', 'учтите', '登记', '登記', '采纳', '採納', '收录', '收錄', '计入', '計入', 'تسجيل', 'سجلوا', 'سجل', 'احتساب', 'احتسبوا']

/** What people put before it. */
const BEFORE = ['please', 's’il vous plaît', 'svp', 'por favor', 'bitte', 'пожалуйста', 'من فضلك', 'الرجاء', 'يرجى', '请', '請', 'as a', 'as', 'my', 'a', 'comme', 'ma', 'mon', 'como', 'mi', 'una', 'un', 'als', 'mein', 'meinen', 'как', '作为', '作為', 'هذه', 'هذا']

/** Re:, Fwd: and a list's tag before a subject. */
const LEAD = /^(?:\s*(?:\p{L}{1,12}(?:\[\d+\])?\s*[:：]|\[[^\]]{1,80}\]))+\s*/u

export interface WishToTake {
  /** As what, where that is said. */
  readonly as: TakenAs | undefined
  /** The rest of the line. */
  readonly rest: string
}

/** Whether a line, a subject or the first one of a mail, asks that a post be taken; it must begin with that. */
export function readWishToTake(line: string): WishToTake | undefined {
  const words = line.normalize('NFC').replaceAll(/['‘`´]/gu, '’').trim()
  const read = readWish(words)
  return read ?? readWish(words.replace(LEAD, ''))
}

function readWish(line: string): WishToTake | undefined {
  let rest = line.replace(/^[\s>*_"“«¿¡•-]+/u, '')
  for (let more = true; more; ) {
    const before = BEFORE.find((word) => startsWithWord(rest, word))
    more = before !== undefined
    rest = rest.slice(before?.length ?? 0).replace(/^[\s,:،，：]+/u, '')
  }
  const phrase = [...TAKE, ...AS.contribution, ...AS.comment].filter((each) => startsWithWord(rest, each)).sort((a, b) => b.length - a.length)[0]
  if (phrase === undefined) return undefined
  const said = line.toLowerCase()
  const as = (['contribution', 'comment'] as const).filter((each) => AS[each].includes(phrase) || (TAKE.includes(phrase) && AS[each].some((word) => said.split(/[^\p{L}\p{M}]+/u).includes(word))))
  return { as: as.length === 1 ? as[0] : undefined, rest: rest.slice(phrase.length).trim() }
}

/** Where words are not parted by spaces, one may be followed by anything. */
function startsWithWord(text: string, word: string): boolean {
  if (!text.toLowerCase().startsWith(word)) return false
  return /\p{Script=Han}$/u.test(word) || !/^[\p{L}\p{M}\p{N}’-]/u.test(text.slice(word.length))
}
