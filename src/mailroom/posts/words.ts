import type { Decision } from '../../lists/posts/model.ts'

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
