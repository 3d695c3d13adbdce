/** What somebody wants who answers a mail with a word: read in the languages of the United Nations, German and Portuguese, and the plainest words in some others. */
export type Intent = 'yes' | 'no' | 'satisfied' | 'not-satisfied' | 'accept' | 'contest' | 'object' | 'agree' | 'withdraw' | 'follow' | 'unfollow' | 'comes' | 'stays-away'

/** Phrases that say it; small letters, ’ for every apostrophe, е for ё, without Arabic vowel signs. */
export const PHRASES: Readonly<Record<Intent, readonly string[]>> = {
  yes: [
    'yes', 'yes please', 'ok', 'okay', 'oui', 'd’accord', 'sí', 'si', 'da', 'да', 'نعم', '是', '是的', '好', '好的', 'ja', 'sim', 'yep', 'yeah', 'sure', 'certainly',
    'of course', 'confirm', 'confirmed', 'i confirm', 'we confirm', 'oui oui', 'bien sûr', 'confirmé', 'je confirme', 'nous confirmons', 'confirmer', 'claro',
    'confirmo', 'confirmamos', 'confirmado', 'конечно', 'подтверждаю', 'подтверждаем', 'بالتأكيد', 'أؤكد', 'نؤكد', 'تأكيد', 'أجل', '确认', '確認', '对', 'jawohl', 'gerne',
    'bestätigt', 'bestätige', 'ich bestätige', 'bestätigen wir', 'confirmada', 'हाँ', 'हां', 'जी हाँ', 'はい', '確認しました', '네', '예', 'sì', 'confermo', 'evet', 'ya', 'ndiyo',
    '+1',
  ],
  no: [
    'no', 'non', 'нет', 'لا', '不', '不是', '否', 'nein', 'não', 'nao', 'nope', 'nei', 'नहीं', 'जी नहीं', 'いいえ', '아니요', 'hayır', 'tidak', 'hapana', '-1',
  ],
  satisfied: [
    'satisfied', 'satisfait', 'satisfaite', 'satisfaits', 'satisfaites', 'satisfecho', 'satisfecha', 'conforme', 'удовлетворен', 'удовлетворен', 'удовлетворена',
    'удовлетворены', 'согласен с ответом', 'راض', 'راضٍ', 'راضية', 'راضي', '满意', '滿意', 'zufrieden', 'einverstanden', 'satisfeito', 'satisfeita', 'satisfeitos',
    'content with', 'happy with', 'satisfechos', 'satisfechas', 'conformes', 'удовлетворен ответом', 'راضون', 'راضين', 'راضيا', 'راضيات', '满意的', 'satisfeitas',
    'संतुष्ट', '満足', '満足です', '満足しています', '만족', '만족합니다', 'soddisfatto', 'soddisfatta', 'soddisfatti', 'tevreden', 'memnunum', 'puas',
  ],
  'not-satisfied': [
    'not satisfied', 'unsatisfied', 'dissatisfied', 'pas satisfait', 'pas satisfaite', 'non satisfait', 'insatisfait', 'insatisfaite', 'ne suis pas satisfait',
    'ne suis pas satisfaite', 'ne sommes pas satisfaits', 'no satisfecho', 'no satisfecha', 'insatisfecho', 'insatisfecha', 'no estoy satisfecho', 'no estoy satisfecha',
    'no conforme', 'не удовлетворен', 'не удовлетворен', 'не удовлетворена', 'не удовлетворены', 'غير راض', 'غير راضٍ', 'غير راضية', 'لست راضيا', 'لست راضية', '不满意',
    '不滿意', 'nicht zufrieden', 'unzufrieden', 'nicht einverstanden', 'não satisfeito', 'não satisfeita', 'insatisfeito', 'insatisfeita', 'não estou satisfeito',
    'não estou satisfeita', 'insatisfaits', 'insatisfaites', 'insatisfechos', 'insatisfechas', 'неудовлетворен', 'неудовлетворена', 'неудовлетворены', 'insatisfeitos',
    'insatisfeitas', 'असंतुष्ट', '不満', '不満です', '満足していません', '満足できません', '불만족', 'insoddisfatto', 'insoddisfatta', 'ontevreden', 'memnun değilim', 'tidak puas',
  ],
  accept: [
    'accept', 'accepted', 'i accept', 'we accept', 'correct', 'right', 'j’accepte', 'nous acceptons', 'accepté', 'exact', 'acepto', 'aceptamos', 'aceptado', 'correcto',
    'принимаю', 'принято', 'верно', 'أقبل', 'أوافق', 'موافق', 'صحيح', '接受', '同意', '正确', '正確', 'akzeptiert', 'angenommen', 'ich akzeptiere', 'richtig', 'stimmt',
    'aceito', 'aceite', 'aceitamos', 'correto', 'accepter', 'acceptons', 'accepte', 'acceptée', 'exacte', 'j’approuve', 'aceptar', 'aceptada', 'correcta', 'принять',
    'принимаем', 'верное', 'قبول', 'نقبل', 'مقبول', 'صحيحة', 'annehmen', 'akzeptiere', 'akzeptieren', 'aceitar', 'aceita', 'correta', 'स्वीकार', '承認', '受け入れます', '正しい',
    '동의', '수락', 'accetto', 'accettiamo', 'corretto', 'akkoord', 'kabul', 'setuju',
  ],
  contest: [
    'contest', 'contested', 'i contest', 'we contest', 'disagree', 'i disagree', 'wrong', 'not correct', 'incorrect', 'je conteste', 'nous contestons', 'conteste',
    'contesté', 'pas d’accord', 'inexact', 'impugno', 'no acepto', 'en desacuerdo', 'no estoy de acuerdo', 'incorrecto', 'rechazo', 'оспариваю', 'не согласен',
    'не согласна', 'не принимаю', 'неверно', 'أعترض', 'لا أقبل', 'لا أوافق', 'غير صحيح', '不同意', '不接受', '不正确', '不正確', '有异议', 'ich widerspreche', 'widerspruch',
    'bestritten', 'ich bestreite', 'falsch', 'nicht richtig', 'stimmt nicht', 'contesto', 'contestamos', 'não aceito', 'discordo', 'incorreto', 'contester', 'contestée',
    'contestons', 'refuse', 'faux', 'inexacte', 'impugnar', 'impugnamos', 'rechazar', 'rechazamos', 'falso', 'incorrecta', 'оспорить', 'оспариваем', 'не верно',
    'отклоняю', 'اعتراض', 'نعترض', 'غير صحيحة', 'خطأ', '异议', '異議', '反对', 'bestreiten', 'wir bestreiten', 'stimmt so nicht', 'contestar', 'contestado', 'incorreta',
    'errado', 'अस्वीकार', '異議あり', '正しくない', '誤り', '이의', 'contestiamo', 'rifiuto', 'betwist', 'itiraz', 'keberatan', 'we disagree', 'do not agree', 'en désaccord',
    'desacuerdo', 'discordamos', 'não concordo', 'не согласны', 'لا نوافق', '不赞成', '不贊成', 'nicht einverstanden', 'widerspreche', 'wir widersprechen', 'stimme nicht zu',
    'stimmen nicht zu', 'stimme dem nicht zu', 'असहमत', '同意しない', '同意しません', '동의하지 않습니다', 'non sono d’accordo', 'oneens', 'katılmıyorum', 'tidak setuju',
  ],
  object: [
    'object', 'objection', 'i object', 'we object', 'je m’oppose', 'nous nous opposons', 'opposition', 'objeción', 'me opongo', 'nos oponemos', 'objeto', 'возражаю',
    'возражение', 'возражаем', 'против', 'أعترض', 'اعتراض', 'نعترض', '反对', '反對', '有异议', 'einspruch', 'ich bin dagegen', 'wir sind dagegen', 'widerspruch',
    'ich erhebe einspruch', 'objeção', 'oponho-me', 'opomo-nos', 'objections', 'opposé', 'opposée', 'opposés', 'm’oppose', 'm’y oppose', 'nous y opposons',
    'je suis contre', 'contre', 'objeciones', 'en contra', 'estoy en contra', 'en contra de', 'возражения', 'мы против', '反对意见', '有意见', '異議', '異議あり', '反対', '反対です',
    'dagegen', 'einwand', 'einwände', 'erhebe einspruch', 'lehne ab', 'ich lehne ab', 'wir lehnen ab', 'objeções', 'contra', 'oponho', 'opomos', 'आपत्ति', 'विरोध', '반대',
    '반대합니다', 'mi oppongo', 'obiezione', 'contrario', 'contraria', 'bezwaar', 'itiraz', 'itiraz ediyorum', 'keberatan', 'disagree', 'i disagree', 'we disagree',
    'do not agree', 'pas d’accord', 'en désaccord', 'en desacuerdo', 'desacuerdo', 'discordo', 'discordamos', 'não concordo', 'не согласен', 'не согласна',
    'не согласны', 'لا أوافق', 'لا نوافق', '不同意', '不赞成', '不贊成', 'nicht einverstanden', 'widerspreche', 'ich widerspreche', 'wir widersprechen', 'stimme nicht zu',
    'stimmen nicht zu', 'stimme dem nicht zu', 'असहमत', '同意しない', '同意しません', '동의하지 않습니다', 'non sono d’accordo', 'oneens', 'katılmıyorum', 'tidak setuju',
  ],
  agree: [
    'agree', 'agreed', 'i agree', 'we agree', 'no objection', 'no objections', 'je suis d’accord', 'nous sommes d’accord', 'd’accord', 'pas d’objection',
    'aucune objection', 'de acuerdo', 'estoy de acuerdo', 'estamos de acuerdo', 'sin objeción', 'sin objeciones', 'согласен', 'согласна', 'согласны', 'не возражаю',
    'нет возражений', 'أوافق', 'موافق', 'نوافق', 'لا اعتراض', 'لا مانع', '同意', '赞成', '贊成', '无异议', '沒有異議', '没有异议', 'ich stimme zu', 'wir stimmen zu', 'einverstanden',
    'kein einwand', 'keine einwände', 'concordo', 'concordamos', 'de acordo', 'sem objeção', 'sem objeções', 'in favour', 'in favor', 'in agreement', 'i support',
    'we support', 'approve', 'approved', 'i approve', 'we approve', 'fine with me', 'fine by me', 'ok for me', 'ok for us', 'okay for me', 'ok with me', 'pour',
    'favorable', 'j’approuve', 'nous approuvons', 'approuvé', 'a favor', 'conforme', 'поддерживаю', 'поддерживаем', 'за', 'одобряю', 'موافقة', 'موافقون', 'نؤيد', 'أؤيد',
    '没有意见', '没意见', '無異議', '同意します', '賛成', '賛成です', '異議なし', '异议没有', 'dafür', 'zustimmung', 'stimme zu', 'stimmen zu', 'stimme dem zu', 'keine bedenken', 'bin dafür',
    'favorável', 'aprovo', 'सहमत', '동의', '동의합니다', '찬성', 'd’accordo', 'favorevole', 'akkoord', 'katılıyorum', 'setuju',
  ],
  withdraw: [
    'withdraw', 'withdrawn', 'i withdraw', 'we withdraw', 'please withdraw', 'retire', 'je retire', 'nous retirons', 'retirer', 'retrait', 'retirar', 'retiro',
    'retiramos', 'retirada', 'отозвать', 'отзываю', 'отзываем', 'снимаю', 'سحب', 'أسحب', 'نسحب', 'اسحب', '撤回', '撤销', '收回', 'zurückziehen', 'ich ziehe zurück',
    'zurückgezogen', 'rückzug', 'bitte zurückziehen', 'retire-se', 'ich ziehe meinen einwand zurück', 'ich nehme zurück', 'ich nehme meinen einwand zurück',
    'ziehe zurück', 'take back', 'i take back', 'je retire mon', 'reprendre', 'отзыв', '撤消', '撤回します', '取り下げ', '取り下げます', 'वापस', '철회', 'ritiro', 'ritirare', 'intrekken',
    'geri çek', 'tarik',
  ],
  follow: [
    'follow', 'subscribe', 'suivre', 's’abonner', 'abonner', 'seguir', 'suscribir', 'suscribirme', 'следить', 'подписаться', 'подписка', 'متابعة', 'اشتراك', 'اشترك',
    '关注', '關注', '订阅', '訂閱', 'folgen', 'abonnieren', 'subscrever', 'inscrever', 'seguire', 'volgen', 'takip', 'フォロー', '购读', '팔로우', 'अनुसरण',
  ],
  unfollow: [
    'unfollow', 'unsubscribe', 'stop', 'stop following', 'leave', 'ne plus suivre', 'se désabonner', 'désabonner', 'désinscrire', 'arrêter', 'dejar de seguir',
    'no seguir', 'darme de baja', 'baja', 'cancelar suscripción', 'не следить', 'отписаться', 'отписка', 'стоп', 'إلغاء المتابعة', 'إلغاء الاشتراك', 'الغاء الاشتراك',
    'توقف', '取消关注', '取消關注', '退订', '取消订阅', 'nicht mehr folgen', 'abbestellen', 'abmelden', 'deixar de seguir', 'cancelar', 'cancelar inscrição', 'remove me',
    'remove my address', 'take me off', 'opt out', 'no more mails', 'no more emails', 'désabonnez-moi', 'désinscrivez-moi', 'désabonnement', 'désinscription',
    'plus suivre', 'bájenme', 'dese de baja', 'cancelar la suscripción', 'отпишите меня', 'отпишите', 'отменить подписку', 'إلغاء', 'ألغوا اشتراكي', '取消', '取消訂閱', '退訂',
    'austragen', 'bitte austragen', 'keine mails mehr', 'cancelem', 'remover', 'フォロー解除', '配信停止', '解除', '구독 취소', 'अनफ़ॉलो', 'annulla iscrizione', 'disiscrivermi',
    'afmelden', 'uitschrijven', 'takibi bırak', 'abonelikten çık', 'berhenti',
  ],
  comes: [
    'come', 'attend', 'participate', 'be there', 'take part', 'join', 'viens', 'venons', 'viendrai', 'viendrons', 'participe', 'participerai', 'participerons',
    'participons', 'serai présent', 'serai présente', 'serons présents', 'serai là', 'asistiré', 'asistiremos', 'asisto', 'participaré', 'iré', 'iremos', 'приду',
    'придем', 'придем', 'буду', 'будем', 'участвую', 'приму участие', 'سأحضر', 'سنحضر', 'أحضر', 'سأشارك', '参加', '出席', '會參加', 'komme', 'kommen', 'nehme teil',
    'nehmen teil', 'bin dabei', 'sind dabei', 'participo', 'participarei', 'participaremos', 'vou', 'vamos', 'irei', 'आऊँगा', 'आऊँगी', '参加します', '出席します', '참석', '참석합니다',
    'vengo', 'verrò', 'parteciperò', 'gelirim', 'katılacağım', 'hadir',
  ],
  'stays-away': [
    'decline', 'declined', 'i decline', 'we decline', 'cannot', 'can’t', 'unable', 'unable to', 'décline', 'je décline', 'absent', 'absente', 'empêché', 'empêchée',
    'rechazo', 'ausente', 'не приду', 'не смогу', 'не сможем', 'не буду', 'отклоняю', 'لن أحضر', 'لن نحضر', 'أعتذر', '无法', '不能', '不来', '不參加', '無法', 'ablehnen',
    'verhindert', 'lehne ab', 'recuso', 'não vou', '欠席', '欠席します', '不参加', '불참', 'declino', 'assente',
  ],
}

/** Words that turn what follows them into its contrary. */
export const NEGATIONS: readonly string[] = [
  'not', 'not at all', 'not yet', 'not really', 'never', 'no', 'none', 'don’t', 'do not', 'does not', 'am not', 'are not', 'aren’t', 'isn’t', 'ain’t', 'won’t',
  'will not', 'have no', 'has no', 'without', 'cannot', 'can’t', 'pas', 'pas du tout', 'pas vraiment', 'pas encore', 'plus', 'non', 'aucun', 'aucune', 'sans', 'jamais',
  'no tengo', 'no tenemos', 'sin', 'ninguna', 'ningún', 'не', 'нет', 'никаких', 'совсем не', 'لا', 'ليس', 'ليست', 'ليس لدي', 'غير', 'لست', 'لسنا', 'لن', 'لم', 'بدون',
  '不', '不是', '不太', '不很', '不会', '没有', '沒有', '没', '無', '并不', '並不', '毫不', 'nicht', 'gar nicht', 'noch nicht', 'überhaupt nicht', 'kein', 'keine', 'keinen', 'keinerlei',
  'nein', 'não', 'nem', 'não tenho', 'sem', 'नहीं', 'non sono', 'non siamo', 'niet', 'geen', 'değilim', 'tidak', 'no estoy', 'no estamos',
]

/** What people put before it, or behind a short word, and what decides nothing: "I am", "very", "with the response", "please". */
export const FILLERS: readonly string[] = [
  'i', 'we', 'i am', 'i’m', 'we are', 'we’re', 'it', 'it is', 'it’s', 'this', 'this is', 'that', 'that’s', 'that is', 'it was', 'it was me', 'that was me', 'it is me',
  'it’s me', 'it wasn’t me', 'it was not me', 'was', 'me', 'us', 'with the response', 'with the answer', 'with the reply', 'with your response', 'with your answer',
  'with your reply', 'with this response', 'with this answer', 'to', 'do', 'have', 'has', 'will', 'am', 'are', 'be', 'feel', 'remain', 'very', 'fully', 'completely',
  'totally', 'entirely', 'quite', 'perfectly', 'absolutely', 'wholly', 'really', 'strongly', 'still', 'yet', 'hereby', 'please', 'thank you', 'thanks', 'hello', 'hi',
  'dear all', 'yes', 'ok', 'would like to', 'wish to', 'want to', 'think', 'at all', 'any', 'also', 'and', 'so', 'go ahead', 'indeed', 'for me', 'for us', 'in full',
  'sorry', 'je', 'j’', 'j’ai', 'nous', 'nous sommes', 'nous ne sommes', 'je suis', 'je ne suis', 'je ne', 'nous ne', 'on est', 'sommes', 'suis', 'est', 'c’est',
  'c’est moi', 'c’était moi', 'moi', 'ai', 'avons', 'ne', 'n’', 'de la réponse', 'de votre réponse', 'par la réponse', 'de cette réponse', 'par votre réponse', 'très',
  'pleinement', 'entièrement', 'totalement', 'tout à fait', 'complètement', 'toujours', 'merci', 's’il vous plaît', 'svp', 'bonjour', 'vraiment', 'du tout', 'y', 'bien',
  'avec ce point', 'pourrai', 'pouvons', 'vais', 'yo', 'nosotros', 'nosotras', 'estoy', 'estamos', 'soy', 'somos', 'tengo', 'tenemos', 'muy', 'plenamente',
  'completamente', 'totalmente', 'con la respuesta', 'con su respuesta', 'con esta respuesta', 'por favor', 'gracias', 'hola', 'soy yo', 'fui yo', 'nos', 'quedo',
  'del todo', 'я', 'мы', 'это', 'это я', 'это был я', 'это была я', 'меня', 'ответом', 'вашим ответом', 'очень', 'полностью', 'вполне', 'совсем', 'совершенно',
  'пожалуйста', 'спасибо', 'здравствуйте', 'остаюсь', 'أنا', 'انا', 'نحن', 'عن', 'الرد', 'على', 'تماما', 'جدا', 'كليا', 'كان', 'هذا', 'هو', 'هذا أنا', 'شكرا', 'من فضلك',
  'رجاء', 'لدي', 'عندي', 'أي', '我', '我们', '我們', '本人', '对', '對', '对答复', '對答覆', '对回复', '对该答复', '对回应', '很', '非常', '十分', '完全', '比较', '答复', '答覆', '回复', '回應', '感到', '表示', '请',
  '請', '谢谢', '謝謝', '的', '了', '您好', '你好', '任何', '会', '會', '将', '將', '就是', '就是我', 'ich', 'wir', 'ich bin', 'wir sind', 'bin', 'sind', 'ich habe', 'wir haben', 'habe',
  'haben', 'mit der antwort', 'mit ihrer antwort', 'mit dieser antwort', 'mit dem punkt', 'dem', 'das', 'sehr', 'voll', 'völlig', 'ganz', 'vollkommen', 'hiermit',
  'bitte', 'danke', 'hallo', 'es', 'war', 'war ich', 'das war ich', 'das bin ich', 'ich war es', 'leider', 'weiterhin', 'immer noch', 'mich', 'melde mich', 'eu', 'nós',
  'estou', 'muito', 'com a resposta', 'com a sua resposta', 'com esta resposta', 'obrigado', 'obrigada', 'olá', 'fui eu', 'sou eu', 'ainda', 'को', 'मैं', 'हम', 'से',
  'जवाब', 'हूँ', 'बहुत', '私は', '私', '回答に', 'ご回答に', 'とても', 'お願いします', '저는', 'io', 'sono', 'siamo', 'molto', 'ik', 'ben', 'zijn', 'wij', 'met het antwoord', 'saya',
]

/** Words with which many a sentence begins that means something else: these count, as all short ones do, only where nothing but a sign or such fillers follow. */
export const ALONE: ReadonlySet<string> = new Set([
  'right', 'exact', 'exacte', 'richtig', 'stimmt', 'falsch', 'wrong', 'faux', 'falso', 'correcto', 'correcta', 'correto', 'correta', 'corretto', 'верно', 'неверно',
  'صحيح', 'صحيحة', 'خطأ', '正确', '正確', '正しい', 'conforme', 'conformes', 'objet', 'objeto', 'leave', 'retire', 'cancelar', 'remover', 'arrêter', 'refuse', 'approve',
  'follow', 'suivre', 'seguir', 'folgen', 'volgen', 'join', 'attend', 'come', 'vamos', 'unable', 'unable to', 'cannot', 'can’t', '无法', '不能', '取消', 'contre', 'contra',
  'contrario', 'contraria', 'favorable', 'absent', 'absente', 'ausente', 'pour', 'confirm', 'confirmer', 'sure', 'certainly', 'of course', 'claro', 'puas', 'setuju',
  'decline', 'refuser', 'incorrect', 'dafür', 'content with', 'happy with', 'opposition', 'accord', 'rifiuto', 'rechazo', 'vertraglich', 'correct',
])
