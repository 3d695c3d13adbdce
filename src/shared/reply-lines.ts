/**
 * What each line of an answered mail is: words of its writer, or what a mail program put there. Programs announce what they quote in the
 * language of their user; what is recognised are the words and shapes of those announcements, never anything in people's own words.
 */

/**
 * `attribution`: "On … somebody wrote:"; `marker`: "----- Original Message -----"; `header`: a line of a quoted mail's header;
 * `delimiter`: a line of signs alone; `signature`: the "--" before a signature; `device`: "Sent from my …".
 */
export type ReplyLineKind = 'text' | 'empty' | 'quote' | 'attribution' | 'marker' | 'header' | 'delimiter' | 'signature' | 'device'

export interface ReplyLine {
  readonly kind: ReplyLineKind
  readonly text: string
}

/** Lines that are looked at; what comes after is of the last kind that was seen. */
const MOST_LINES = 20_000
/** Characters of a line that are looked at for what it is. */
const LONGEST = 500

/** Parts a text into lines and says what each is. */
export function readReplyLines(text: string): ReplyLine[] {
  const lines = text.replaceAll(/\r\n?/gu, '\n').replaceAll('\u00a0', ' ').split('\n').slice(0, MOST_LINES)
  // Marks of the direction of writing are no part of what a line is told by.
  const plain = lines.map((line) => line.replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, ''))
  const kinds = plain.map((line) => kindOf(line))
  markAttributions(plain, kinds)
  markHeaders(plain, kinds)
  markNotices(plain, kinds)
  return lines.map((line, place) => ({ kind: kinds[place] ?? 'text', text: line }))
}

/** `>`, also behind the initials that some programs put before it. */
const QUOTE = /^\s{0,8}(?:[\p{L}\p{N}_.-]{0,15}>|\|(?:\s|$))/u
const DELIMITER = /^\s*[\p{Pd}_=+~#*ᐧ.]{2,}\s*$|^\s*[ᐧ—]\s*$/u
const MARKER = /^[\s*_>]{0,8}[\p{Pd}_=]{2,60}\s*[^\s\p{Pd}_=].{0,78}?\s*[\p{Pd}_=]{2,60}[\s*_]{0,8}$/u

function kindOf(line: string): ReplyLineKind {
  if (/^\s*$/u.test(line)) return 'empty'
  const start = line.slice(0, LONGEST)
  if (/^\s*--\s*$/u.test(start)) return 'signature'
  if (DELIMITER.test(start)) return 'delimiter'
  if (QUOTE.test(start)) return 'quote'
  if (line.length <= 200 && (MARKER.test(line) || FORWARDED.test(line))) return 'marker'
  if (line.length <= 120 && isDevice(line)) return 'device'
  return 'text'
}

/** Words for "wrote" that programs put at the end of the line before what they quote. */
const WROTE = [
  'wrote', 'writes', 'said', 'schrieb', 'schreibt', 'geschrieben', 'a écrit', 'écrit', 'écrivait', 'a ecrit', 'ha scritto', 'scrive', 'scrisse', 'escribió', 'escribio', 'escriure', 'va escriure', 'escreveu', 'escribiu', 'idatzi du',
  'geschreven', 'schreef', 'skrev', 'skreiv', 'skrifaði', 'kirjoitti', 'kirjutas', 'napisał', 'napisała', 'napisał\\(a\\)', 'pisze', 'napsal', 'napsala', 'napsal\\(a\\)', 'napísal', 'napísal\\(a\\)', 'napisao', 'napisala', 'je napisao/la', 'je napisao', 'je napisala',
  'написал', 'написала', 'написал\\(а\\)', 'писал', 'писала', 'писал\\(а\\)', 'пишет', 'написав', 'написала', 'пише', 'написа', 'напиша', 'је написао/ла', 'a scris', 'scris', 'ezt írta', 'írta', 'yazdı', 'şunu yazdı', 'έγραψε', 'ha escrit', 'rakstīja', 'rašė', 'parašė',
  'כתב', 'כתבה', 'כתב/ה', 'מאת', 'كتب', 'كتبت', 'نوشت', 'نوشته', 'नेलिखा', 'ने लिखा', 'लिखा', 'লিখেছেন', 'menulis', 'đã viết', 'viết', 'ah-andika', 'aliandika', 'shkroi', 'เขียนว่า', 'เขียน',
].join('|')
/** Scripts that put no space before it. */
const WROTE_ATTACHED = '写道|寫道|写到|来信|來信|書きました|さんは書きました|님이 작성|님이 씀|作成|のメール'
const SAYS_WROTE = new RegExp(`(?:^|[\\s>"”»),.;])(?:${WROTE})(?=[\\s:：,(\\-–]|$)|(?:${WROTE_ATTACHED})`, 'iu')
const ENDS_OPEN = /[:：]\s*[-–]{0,10}\s*$|[-–]{3,}\s*$/u
const ADDRESS = /[^\s<>@]{1,100}@[^\s<>@]{1,200}/u
const DATE = /(?:^|[^\d])(?:(?:19|20)\d\d|\d{1,2}[:.hH]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})(?!\d)/u
const ENDS_WITH_ADDRESS = /[\s<(][^\s<>()@]{1,100}@[^\s<>()@]{1,200}[>)]?\s?[:：]\s*$/u
/** A date with its zone or an address, and nothing behind: the shortest form. */
const STARTS_WITH_DATE = /^(?:\p{L}{1,12}[.,]{0,2} )?(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月|년 ?\d{1,2}월)\D.{0,30}?\d{1,2}:\d\d.{0,12}?(?:(?:GMT|UTC)\s?[+-]?\d|[+-]\d\d:?\d\d\b|<)/u

function isAttribution(joined: string): boolean {
  if (joined.length > LONGEST) return false
  const isOpen = ENDS_OPEN.test(joined)
  if (isOpen && SAYS_WROTE.test(joined) && (DATE.test(joined) || ADDRESS.test(joined))) return true
  if (isOpen && DATE.test(joined) && /<[^<>]{0,20}[^\s<>@]{1,100}@[^<>]{1,200}>/u.test(joined)) return true
  if (isOpen && DATE.test(joined) && joined.length <= 250 && ENDS_WITH_ADDRESS.test(joined)) return true
  return STARTS_WITH_DATE.test(joined) && joined.length <= 200
}

/** An announcement may run over up to four lines: the fewest that make one, and those above that it cannot do without. */
function markAttributions(lines: readonly string[], kinds: ReplyLineKind[]): void {
  for (let last = 0; last < lines.length; last++) {
    if (kinds[last] !== 'text') continue
    const first = attributionEndingAt(lines, kinds, last)
    if (first === undefined) continue
    const end = unbalanced(lines.slice(first, last + 1).join(' ')) && kinds[last + 1] === 'text' && ENDS_OPEN.test(lines[last + 1] ?? '') ? last + 1 : last
    for (let place = first; place <= end; place++) kinds[place] = 'attribution'
    last = end
  }
}

function attributionEndingAt(lines: readonly string[], kinds: readonly ReplyLineKind[], last: number): number | undefined {
  const line = lines[last] ?? ''
  if (line.length > LONGEST) return undefined
  // Without a name or a date: only where a quotation follows at once.
  const bare = ENDS_OPEN.test(line) && (SAYS_WROTE.test(line) || ENDS_WITH_ADDRESS.test(line)) && kinds[last + 1 + (kinds[last + 1] === 'empty' ? 1 : 0)] === 'quote'
  for (let first = last, joined = line; first > last - 4 && first >= 0 && kinds[first] === 'text'; joined = `${lines[--first] ?? ''} ${joined}`) {
    if (isAttribution(joined.trim())) return firstNeeded(lines, kinds, first, joined)
  }
  return bare ? last : undefined
}

/** Goes up while an address is cut in two, or while the date that such a line begins with stands above it. */
function firstNeeded(lines: readonly string[], kinds: readonly ReplyLineKind[], first: number, joined: string): number {
  let [place, whole] = [first, joined]
  while (place > first - 3 && kinds[place - 1] === 'text') {
    const above = lines[place - 1] ?? ''
    const isCut = !unbalanced(`<${whole}`) && /[^<]*>/u.test(whole) && !whole.slice(0, whole.indexOf('>')).includes('<')
    const lacksDate = !DATE.test(whole) && DATE.test(above) && !/[.!?:;…。]\s*$/u.test(above)
    const lacksSender = !ADDRESS.test(whole) && /<[^<>@]{1,100}@[^<>]{1,200}>/u.test(above) && !/[.!?:;…。]\s*$/u.test(above)
    if (!isCut && !lacksDate && !lacksSender) break
    place -= 1
    whole = `${above} ${whole}`
  }
  return place
}

function unbalanced(text: string): boolean {
  return text.lastIndexOf('<') > text.lastIndexOf('>')
}

/** What programs call the fields of a header: from, to, sent, date, subject, copy, reply to. */
const FIELDS = [
  'from', 'sender', 'to', 'sent', 'date', 'subject', 'cc', 'bcc', 'reply-to', 'reply to', 'importance', 'attachments', 'sent by', 'sent on', 'sent at', 'on behalf of', 'mailed-by', 'signed-by', 'organization',
  'von', 'gesendet', 'gesendet am', 'an', 'betreff', 'datum', 'kopie', 'antwort an', 'wichtigkeit', 'anlagen',
  'de', 'à', 'a', 'envoyé', 'envoyé le', 'envoyé à', 'date d’envoi', "date d'envoi", 'objet', 'copie à', 'répondre à', 'pour', 'expéditeur', 'destinataire',
  'para', 'enviado', 'enviado el', 'enviada', 'enviada em', 'enviado em', 'enviado por', 'fecha', 'asunto', 'assunto', 'data', 'responder a', 'responder para', 'remitente', 'destinatario',
  'da', 'inviato', 'inviata', 'oggetto', 'per', 'rispondi a', 'mittente', 'van', 'verzonden', 'aan', 'onderwerp', 'antwoord aan', 'från', 'skickat', 'till', 'ämne', 'fra', 'sendt', 'til', 'emne', 'lähettäjä', 'lähetetty', 'vastaanottaja', 'aihe', 'päivämäärä', 'kopio',
  'od', 'wysłano', 'wysłane', 'do', 'data wysłania', 'temat', 'dw', 'odesláno', 'komu', 'předmět', 'odoslané', 'predmet', 'poslano', 'za', 'kime', 'kimden', 'gönderen', 'gönderildi', 'gönderilme', 'tarih', 'konu', 'kime', 'bilgi',
  'feladó', 'küldve', 'címzett', 'tárgy', 'dátum', 'de la', 'trimis', 'către', 'subiect', 'от', 'отправлено', 'дата', 'кому', 'тема', 'копия', 'відправлено', 'від', 'надіслано', 'копія', 'από', 'στάλθηκε', 'προς', 'θέμα', 'ημερομηνία', 'ημ/νία',
  'מאת', 'נשלח', 'אל', 'נושא', 'תאריך', 'עותק', 'من', 'إلى', 'الى', 'التاريخ', 'تاريخ', 'الموضوع', 'موضوع', 'تم الإرسال', 'أرسل', 'تاريخ الإرسال', 'نسخة', 'از', 'به', 'ارسال', 'प्रेषक', 'प्रति', 'विषय', 'दिनांक', 'भेजा गया',
  '发件人', '收件人', '发送时间', '发送日期', '日期', '主题', '主 题', '抄送', '寄件者', '收件者', '傳送時間', '主旨', '副本', '差出人', '宛先', '送信日時', '日時', '件名', '보낸 사람', '받는 사람', '보낸 날짜', '보낸사람', '받는사람', '寄件日期', '寄件人', '날짜', '제목', '참조', 'จาก', 'ถึง', 'ส่ง', 'เรื่อง', 'วันที่', 'từ', 'đến', 'tới', 'đã gửi', 'gửi', 'chủ đề', 'ngày', 'dari', 'kepada', 'dikirim', 'tanggal', 'perihal', 'kutoka', 'kwa', 'tarehe', 'mada',
]
const FIELD_NAMES = new Set(FIELDS.map((name) => name.normalize('NFKC')))
const FIELD = /^[\s*_>]{0,8}([\p{L}\p{M}][\p{L}\p{M} ’'/-]{0,24}?)\s?[*_]{0,2}\s?[:：][*_]{0,2}(?:\s|$|\P{ASCII})/u

function isField(line: string): boolean {
  const name = FIELD.exec(line.slice(0, 80))?.[1]
  return name !== undefined && FIELD_NAMES.has(name.normalize('NFKC').toLowerCase())
}

/** Three fields or more, one of which names an address, a date or a subject: lines between them that are no fields go on from the one above. */
function markHeaders(lines: readonly string[], kinds: ReplyLineKind[]): void {
  for (let first = 0; first < lines.length; first++) {
    if (kinds[first] !== 'text' || !isField(lines[first] ?? '')) continue
    let [last, fields] = [first, 1]
    for (let place = first + 1, gap = 0; place < lines.length && (kinds[place] === 'text' || kinds[place] === 'attribution') && gap < 4; place++) {
      if (!isField(lines[place] ?? '')) gap += 1
      else [last, fields, gap] = [place, fields + 1, 0]
    }
    // A subject of two lines: what stands before the header's end is its own.
    const before = kinds[first - 1]
    if (fields < 3 && !(fields === 2 && (before === 'marker' || before === 'delimiter'))) continue
    for (let place = first; place <= last; place++) kinds[place] = 'header'
    if (before === 'text' && ORIGINAL.test(lines[first - 1] ?? '')) kinds[first - 1] = 'marker'
    first = last
  }
}

/** What some programs put above the header that they quote, without a sign around it. */
const ORIGINAL = /^\s*(?:original message|ursprüngliche nachricht|message d[’']origine|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|исходное сообщение|原始邮件|原始郵件|الرسالة الأصلية)\s*$/iu

const FORWARDED = /^[\s*_>]{0,8}(?:begin forwarded message|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|anfang der weitergeleiteten (?:nachricht|e-mail)|inizio messaggio inoltrato|início da mensagem encaminhada|begin doorgestuurd bericht|vidarebefordrat brev|начало переадресованного сообщения|начало переадресуемого сообщения|转发的邮件|以下是转发的邮件|بداية الرسالة المحولة|بدأت الرسالة المعاد توجيهها)\s?[:：]/iu

const SENT_FROM = [
  'sent from', 'download outlook', 'sent via', 'sent with', 'sent using', 'sent by', 'get outlook for', 'from my', 'envoyé de', 'envoyé depuis', 'envoyé à partir', 'envoyé avec', 'téléchargez outlook', 'obtenir outlook', 'obtenez outlook', 'télécharger outlook', 'envoyé via', 'von meinem', 'gesendet von', 'gesendet mit', 'gesendet über', 'outlook für', 'holen sie sich outlook',
  'diese nachricht wurde von', 'enviado desde', 'enviado do', 'enviado de', 'enviado a partir', 'enviado via', 'obtener outlook', 'obter o outlook', 'inviato da', 'inviato dal', 'verzonden vanaf', 'verstuurd vanaf', 'verzonden met', 'skickat från', 'sendt fra', 'lähetetty', 'wysłane z', 'odesláno z', 'отправлено с', 'отправлено из', 'надіслано з',
  'أرسلت من', 'أُرسلت من', 'مرسل من', 'تم الإرسال من', 'נשלח מ', '发自', '从我的', '來自', '来自', '从 ', '從', '发送自', '获取', '獲取', '取得', '發自', '傳送自', 'から送信', 'を入手', '나의 iphone에서', '내 iphone에서', 'gönderildi', 'से भेज', 'الحصول على', 'odesláno', 'odoslané', 'αποστολή από', 'εστάλη από', 'στάλθηκε από', 'trimis de', 'elküldve', 'poslano', 'надіслано', 'nadesłano', 'dikirim dari', 'gửi từ', 'ส่งจาก',
]
const DEVICE_NAME = /iphone|ipad|ipod|android|galaxy|samsung|huawei|xiaomi|blackberry|windows (?:mail|phone|10)|outlook|windows|\bmail app\b|\bnine\b|boxer|\bspark\b|icloud|\baol\b|gmx|web\.de|メール|邮件|郵件|mobil|smartphone|t[eé]l[eé]phone|tel[eé]fono|phone|tablet|yahoo|proton|gmail|thunderbird|k-9|airmail|mailbird|device|gerät|handy|móvil|celular|телефон|смартфон|мобильн|почт|手机|هاتف|جوال|טלפון/iu

/** "Sent from my telephone": a phrase that begins so, and a device or a program in it. */
function isDevice(line: string): boolean {
  const plain = line.replace(/^[\s<>(*_[]+/u, '').toLowerCase()
  return DEVICE_NAME.test(plain) && SENT_FROM.some((phrase) => plain.startsWith(phrase) || (plain.length <= 60 && plain.includes(phrase) && /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Devanagari}]|gönderildi/u.test(phrase)))
}

/** "This message", and what such notices say of it: below many mails of offices, in a paragraph of its own. */
const THIS_MAIL = /\b(?:this|the (?:above|foregoing)) (?:e-?mail|message|communication|transmission)|^(?:e-?mail |email )?(?:confidentiality|legal|privacy|privileged)[ /\w]{0,30}(?:notice|note|disclaimer|warning)|\bdisclaimer\s?:|(?:ce|le présent) (?:message|courriel|mail|courrier)|cet e-?mail|diese (?:e-?mail|nachricht|mail)|(?:este|esta|el presente|a presente) (?:mensaje|correo|e-?mail|mensagem|comunicación)|(?:quest[oa]|il presente) (?:messaggio|e-?mail)|(?:настоящее|данное|это) (?:электронное )?(?:сообщение|письмо)|[本此该這这](?:电子)?(?:邮件|郵件|电邮|電郵|信息|訊息)|(?:このメール|本メール|当メール)|(?:هذه الرسالة|هذا البريد|هذا الإيميل)|(?:dit|deze) (?:e-?mail|bericht)|यह ईमेल|(?:bu) (?:e-?posta|mesaj|ileti)/iu
const SECRET = /confiden[tc]|vertraulich|privileged|intended (?:only |solely |exclusively )?(?:recipient|for)|sole use of|конфиденциал|保密|机密|機密|秘密|سرية|سري |vertrouwelijk|riservat|गोपनीय|gizli|unauthori[sz]ed|virus-free|been (?:checked|scanned) for viruses|auf viren/iu
const BY_PROGRAMS = /^(?:virus-free\.|garanti sans virus|libre de virus|virenfrei|sin virus|livre de vírus|без вирусов|无病毒)|www\.avast\.com|\bavg\.com|(?:before|avant d’|avant d'|antes de) (?:printing|imprim\p{L}*) (?:this|ce|cet|este|esta)|(?:consider|pensez à|think of|respect) (?:the |l’|l')?environn?ement before/iu
const LONGEST_NOTICE = 3000

/** Notices of offices and of virus scanners below what somebody wrote: a whole paragraph that speaks of "this message" and of whom it is for. */
function markNotices(lines: readonly string[], kinds: ReplyLineKind[]): void {
  let isBelow = false
  for (let first = 0; first < lines.length; first++) {
    if (kinds[first] !== 'text') continue
    let last = first
    while (kinds[last + 1] === 'text') last += 1
    const words = lines.slice(first, last + 1).join(' ').trim().slice(0, LONGEST_NOTICE + 1)
    const isNotice = words.length <= LONGEST_NOTICE && ((THIS_MAIL.test(words) && SECRET.test(words)) || (words.length <= 200 && BY_PROGRAMS.test(words)))
    if (isBelow && isNotice) for (let place = first; place <= last; place++) kinds[place] = 'device'
    isBelow = true
    first = last
  }
}
