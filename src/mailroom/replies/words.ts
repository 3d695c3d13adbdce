/** What somebody wants who answers a mail with a word: read in the languages of the United Nations, German and Portuguese. */
export type Intent = 'yes' | 'no' | 'satisfied' | 'not-satisfied' | 'accept' | 'contest' | 'object' | 'agree' | 'withdraw' | 'follow' | 'unfollow'

/** Phrases as they stand at the beginning of a line; small letters, ’ for every apostrophe. */
const PHRASES: Readonly<Record<Intent, readonly string[]>> = {
  yes: ['yes', 'yes please', 'ok', 'okay', 'oui', 'd’accord', 'sí', 'si', 'da', 'да', 'نعم', '是', '是的', '好', '好的', 'ja', 'sim'],
  no: ['no', 'non', 'нет', 'لا', '不', '不是', '否', 'nein', 'não', 'nao'],
  satisfied: ['satisfied', 'satisfait', 'satisfaite', 'satisfaits', 'satisfaites', 'satisfecho', 'satisfecha', 'conforme', 'удовлетворен', 'удовлетворён', 'удовлетворена', 'удовлетворены', 'согласен с ответом', 'راض', 'راضٍ', 'راضية', 'راضي', '满意', '滿意', 'zufrieden', 'einverstanden', 'satisfeito', 'satisfeita', 'satisfeitos'],
  'not-satisfied': ['not satisfied', 'unsatisfied', 'dissatisfied', 'pas satisfait', 'pas satisfaite', 'non satisfait', 'insatisfait', 'insatisfaite', 'ne suis pas satisfait', 'ne suis pas satisfaite', 'ne sommes pas satisfaits', 'no satisfecho', 'no satisfecha', 'insatisfecho', 'insatisfecha', 'no estoy satisfecho', 'no estoy satisfecha', 'no conforme', 'не удовлетворен', 'не удовлетворён', 'не удовлетворена', 'не удовлетворены', 'غير راض', 'غير راضٍ', 'غير راضية', 'لست راضيا', 'لست راضية', '不满意', '不滿意', 'nicht zufrieden', 'unzufrieden', 'nicht einverstanden', 'não satisfeito', 'não satisfeita', 'insatisfeito', 'insatisfeita', 'não estou satisfeito', 'não estou satisfeita'],
  accept: ['accept', 'accepted', 'i accept', 'we accept', 'correct', 'right', 'j’accepte', 'nous acceptons', 'accepté', 'exact', 'acepto', 'aceptamos', 'aceptado', 'correcto', 'принимаю', 'принято', 'верно', 'أقبل', 'أوافق', 'موافق', 'صحيح', '接受', '同意', '正确', '正確', 'akzeptiert', 'angenommen', 'ich akzeptiere', 'richtig', 'stimmt', 'aceito', 'aceite', 'aceitamos', 'correto'],
  contest: ['contest', 'contested', 'i contest', 'we contest', 'disagree', 'i disagree', 'wrong', 'not correct', 'incorrect', 'je conteste', 'nous contestons', 'conteste', 'contesté', 'pas d’accord', 'inexact', 'impugno', 'no acepto', 'en desacuerdo', 'no estoy de acuerdo', 'incorrecto', 'rechazo', 'оспариваю', 'не согласен', 'не согласна', 'не принимаю', 'неверно', 'أعترض', 'لا أقبل', 'لا أوافق', 'غير صحيح', '不同意', '不接受', '不正确', '不正確', '有异议', 'ich widerspreche', 'widerspruch', 'bestritten', 'ich bestreite', 'falsch', 'nicht richtig', 'stimmt nicht', 'contesto', 'contestamos', 'não aceito', 'discordo', 'incorreto'],
  object: ['object', 'objection', 'i object', 'we object', 'je m’oppose', 'nous nous opposons', 'opposition', 'objeción', 'me opongo', 'nos oponemos', 'objeto', 'возражаю', 'возражение', 'возражаем', 'против', 'أعترض', 'اعتراض', 'نعترض', '反对', '反對', '有异议', 'einspruch', 'ich bin dagegen', 'wir sind dagegen', 'widerspruch', 'ich erhebe einspruch', 'objeção', 'oponho-me', 'opomo-nos'],
  agree: ['agree', 'agreed', 'i agree', 'we agree', 'no objection', 'no objections', 'je suis d’accord', 'nous sommes d’accord', 'd’accord', 'pas d’objection', 'aucune objection', 'de acuerdo', 'estoy de acuerdo', 'estamos de acuerdo', 'sin objeción', 'sin objeciones', 'согласен', 'согласна', 'согласны', 'не возражаю', 'нет возражений', 'أوافق', 'موافق', 'نوافق', 'لا اعتراض', 'لا مانع', '同意', '赞成', '贊成', '无异议', '沒有異議', '没有异议', 'ich stimme zu', 'wir stimmen zu', 'einverstanden', 'kein einwand', 'keine einwände', 'concordo', 'concordamos', 'de acordo', 'sem objeção', 'sem objeções'],
  withdraw: ['withdraw', 'withdrawn', 'i withdraw', 'we withdraw', 'please withdraw', 'retire', 'je retire', 'nous retirons', 'retirer', 'retrait', 'retirar', 'retiro', 'retiramos', 'retirada', 'отозвать', 'отзываю', 'отзываем', 'снимаю', 'سحب', 'أسحب', 'نسحب', 'اسحب', '撤回', '撤销', '收回', 'zurückziehen', 'ich ziehe zurück', 'zurückgezogen', 'rückzug', 'bitte zurückziehen', 'retire-se'],
  follow: ['follow', 'subscribe', 'suivre', 's’abonner', 'abonner', 'seguir', 'suscribir', 'suscribirme', 'следить', 'подписаться', 'подписка', 'متابعة', 'اشتراك', 'اشترك', '关注', '關注', '订阅', '訂閱', 'folgen', 'abonnieren', 'subscrever', 'inscrever'],
  unfollow: ['unfollow', 'unsubscribe', 'stop', 'stop following', 'leave', 'ne plus suivre', 'se désabonner', 'désabonner', 'désinscrire', 'arrêter', 'dejar de seguir', 'no seguir', 'darme de baja', 'baja', 'cancelar suscripción', 'не следить', 'отписаться', 'отписка', 'стоп', 'إلغاء المتابعة', 'إلغاء الاشتراك', 'الغاء الاشتراك', 'توقف', '取消关注', '取消關注', '退订', '取消订阅', 'nicht mehr folgen', 'abbestellen', 'abmelden', 'deixar de seguir', 'cancelar', 'cancelar inscrição'],
}

/** What people put before it: "I am", "we are". */
const PREFIXES = ['i am', 'i’m', 'we are', 'we’re', 'je suis', 'nous sommes', 'je', 'nous', 'yo', 'nosotros', 'eu', 'nós', 'ich', 'wir', 'estoy', 'estamos', 'я', 'мы', 'أنا', 'نحن', 'انا', '我', '我们', '我們', 'ich bin', 'wir sind', 'estou', 'hiermit', 'hereby', 'please', 'bitte', 'por favor', 's’il vous plaît', 'пожалуйста', '请', '請']

/** One word can be the beginning of any sentence: these count only where nothing but a sign follows. */
const SHORT = 4

export interface Said<I extends Intent> {
  readonly intent: I
  /** What follows it, and all other lines: a reason, where one is given. */
  readonly rest: string
}

/** Finds what is wanted, of the intents that make sense here; undefined where nothing or more than one thing is. */
export function readIntent<I extends Intent>(text: string, intents: readonly I[]): Said<I> | undefined {
  const lines = text.split('\n')
  const found: { readonly intent: I; readonly place: number; readonly rest: string }[] = []
  for (const [place, line] of lines.slice(0, 12).entries()) {
    const said = readLine(line, intents)
    if (said !== undefined) found.push({ ...said, place })
  }
  const [first] = found
  if (first === undefined || found.some(({ intent }) => intent !== first.intent)) return undefined
  return { intent: first.intent, rest: [first.rest, ...lines.slice(first.place + 1)].join('\n').trim() }
}

function readLine<I extends Intent>(line: string, intents: readonly I[]): Said<I> | undefined {
  const words = line.normalize('NFC').replaceAll(/['‘`´]/gu, '’').replace(/^[\s>*_"“«¿¡•-]+/u, '')
  const plain = words.toLowerCase()
  const starts = [plain, ...PREFIXES.filter((prefix) => plain.startsWith(prefix)).map((prefix) => plain.slice(prefix.length).trimStart())]
  let best: { intent: I; phrase: string; start: string } | undefined
  for (const intent of intents) {
    for (const phrase of PHRASES[intent]) {
      for (const start of starts) if (begins(start, phrase) && phrase.length > (best?.phrase.length ?? 0)) best = { intent, phrase, start }
    }
  }
  if (best === undefined) return undefined
  const behind = words.slice(words.length - best.start.length + best.phrase.length)
  return { intent: best.intent, rest: behind.replace(/^[\s*_"”».,;:!。，；：！–—-]+/u, '') }
}

function begins(start: string, phrase: string): boolean {
  if (!start.startsWith(phrase)) return false
  const next = start.slice(phrase.length)
  if (next === '' || /^[.,;:!*_"”»。，；：！、)–—]|^\s*$|^\s+[–—-]/u.test(next)) return true
  // A word that may begin any sentence counts alone.
  return phrase.length > SHORT && !/^[\p{L}\p{N}\p{M}]/u.test(next) && !/^-\p{L}/u.test(next)
}
