/**
 * What mail systems say in other languages than English, by the words that all of their wordings share. Letters are compared as they are
 * written: no wording is put together from parts, and none is longer than a few words, so that the time stays bounded.
 */

/** That a mail did not arrive. */
export const FAILED_ELSEWHERE = anyOf([
  // French, German, Dutch
  "non (?:remis|distribu|délivr)", "n['’]a pas (?:pu être|été) (?:remis|distribu|délivr|envoy)", "échec (?:de (?:la )?)?(?:remise|distribution|livraison|l['’]envoi)", 'impossible de (?:remettre|distribuer|délivrer)',
  'unzustellbar', 'nicht (?:zugestellt|zustellbar|ausgeliefert)', 'zustell(?:ung|fehler)[^.\\n]{0,40}(?:fehlgeschlagen|gescheitert|nicht möglich)', 'zustellfehler',
  'onbestelbaar', 'niet (?:worden )?(?:afgeleverd|bezorgd|besteld)', 'kon niet worden (?:afgeleverd|bezorgd)',
  // Spanish, Portuguese, Italian, Romanian, Catalan
  'no (?:se )?(?:ha |pudo |puede |pudieron )?(?:podido )?(?:ser )?(?:entregar|entregad)', 'error de entrega', 'no entregad', 'mensaje devuelto', "no s['’]ha pogut lliurar",
  'não (?:foi |pôde |pode )?(?:possível )?(?:ser )?(?:entreg)', 'falha (?:na|de) entrega', 'mensagem devolvida',
  'mancat[ao] (?:recapito|consegna)', 'non (?:è stato (?:possibile )?|può essere )?(?:recapit|consegn)', 'impossibile (?:recapitare|consegnare)', 'nu a putut fi (?:livrat|transmis|trimis)', 'nelivrat',
  // Scandinavian, Finnish
  'kunde inte levereras', 'gick inte att leverera', 'olevererbar', 'kunne ikke leveres', 'ikke (?:levert|leveret)', 'ei (?:voitu|voida) toimittaa', 'toimittaminen epäonnistui',
  // Slavic, Greek, Hungarian, Turkish
  'nie (?:można|mogła|mógł|może|została|został|udało się)[^.\\n]{0,20}(?:dostarcz|doręcz)', 'niedostarczon', 'nedoručiteln', 'n(?:elze|ebylo možné|epodařilo se) doručit', 'nepodarilo sa doručiť',
  'не (?:удалось |может быть |могло быть |смогл\\S{1,2} быть |был[оа]? )?доставлен', 'не удалось (?:доставить|отправить)', 'недоставлен', 'ошибка доставки', 'не (?:вдалося|може бути) достав', 'не може да бъде достав',
  'δεν (?:παραδόθηκε|ήταν δυνατή η παράδοση|μπόρεσε να παραδοθεί)', 'αδυναμία παράδοσης', 'nem (?:kézbesíthető|sikerült kézbesíteni)', 'kézbesíthetetlen', '(?:teslim edil|iletil|gönderil)(?:e)?medi',
  // Japanese, Chinese, Korean
  '(?:送信|配信|配送|送達|お届け)(?:が)?でき(?:ません|なかった)', '届けられません', 'メールエラー通知', '配信不能', '不達', '配信(?:に失敗|エラー)', '退信', '无法(?:投递|送达|发送|传递|送達)', '無法(?:投遞|送達|傳送|傳遞|寄送)', '(?:投递|投遞|发送|發送|传递|傳遞)失[败敗]', '未(?:送达|送達|传递|傳遞|能送达)', '系统退信', '被退回',
  '(?:배달|전송|전달)(?:되지 않|하지 못|할 수 없| ?실패|이 실패)', '반송(?:된|되)',
  // Arabic, Hebrew, Persian, Vietnamese, Thai, Indonesian, Hindi
  'تعذ(?:ّ)?ر (?:تسليم|توصيل|إرسال)', 'فشل (?:في )?(?:تسليم|توصيل|التسليم|إرسال)', 'لم يتم (?:تسليم|توصيل)', 'לא ניתן (?:היה )?למסור', 'לא נמסרה', 'تحویل داده نشد', 'không (?:thể )?(?:gửi|chuyển)(?: được)?', 'ไม่สามารถส่ง', 'ส่งไม่สำเร็จ', 'tidak (?:dapat|bisa) (?:dikirim|terkirim)', 'gagal (?:dikirim|terkirim)', 'डिलीवर नहीं',
])

/** That it is still tried. */
export const DELAYED_ELSEWHERE = anyOf([
  'verzögert', 'weiter(?:hin)? versucht', 'sera (?:à nouveau|de nouveau) (?:tenté|essayé)', 'nouvelle tentative', 'retardé', 'se seguirá intentando', 'retrasad', 'atrasad', 'ritardat', 'vertraagd', 'försenad', 'forsinket', 'opóźnion', 'zpožděn', 'задерж', 'затрим', '遅延', '遅れて', '再送(?:を|信を)?(?:試|行)', '延迟', '延遲', '지연', 'تأخ', 'עיכוב',
])

/** That nobody has such a mailbox, or such a domain. */
export const GONE_ELSEWHERE = anyOf([
  'unbekannt', 'existiert nicht', 'kein solche[rs]? (?:benutzer|postfach)', 'introuvable', "n['’]existe pas", 'inconnue?', 'onbekend', 'bestaat niet', 'no (?:fue |se )?encontrad[oa]', 'desconocid[oa]', 'inexistente', 'no existe', 'não (?:existe|foi encontrad)', 'desconhecid[oa]', 'non esiste', 'sconosciut[oa]', 'non (?:è stato )?trovat[oa]', 'inesistente', 'nu există', 'okänd', 'finns inte', 'findes ikke', 'finnes ikke', 'ukjent', 'ukendt', 'tuntematon', 'ei (?:ole olemassa|löydy)',
  'nie istnieje', 'nie (?:znaleziono|został[ao]? znalezion)', 'nieznany', 'neexistuje', 'neznám', 'не (?:существует|найден|зарегистрирован|існує|знайден)', 'несуществующ', 'неизвест', 'невідом', 'δεν υπάρχει', 'άγνωστο', 'nem (?:létezik|található)', 'ismeretlen', 'bulunamadı', 'mevcut değil',
  '存在し(?:ない|ません)', '見つかりません', '(?:宛|あて)先(?:が|メールアドレスが)?(?:不明|間違)', 'ユーザー?(?:が)?不明', '不存在', '找不到', '未找到', '無此', '无此', '존재하지 않', '찾을 수 없', '없는 (?:사용자|계정|주소)', 'غير (?:موجود|معروف)', 'لم يتم العثور', 'לא (?:קיים|נמצא|ידוע)', 'وجود ندارد', 'không tồn tại', 'ไม่(?:มีอยู่|พบ)', 'tidak (?:ada|ditemukan|dikenal)', 'मौजूद नहीं',
])

/** That a mailbox is full. */
export const FULL_ELSEWHERE = anyOf([
  '(?:postfach|speicher|mailbox|kontingent|quota)[^.\\n]{0,40}(?:voll|überschritten|überfüllt|vol\\b|overschreden)', '(?:boîte|quota|espace)[^.\\n]{0,40}(?:plein|dépass|satur)', '(?:buzón|cuota|bandeja|espacio)[^.\\n]{0,40}(?:llen[oa]|exced|super|agotad)', '(?:caixa|cota|quota)[^.\\n]{0,40}(?:chei[oa]|exced|lotad)', '(?:casella|quota|spazio)[^.\\n]{0,40}(?:pien[oa]|superat|esaurit)',
  '(?:brevlåda|inkorg|postboks|indbakke)[^.\\n]{0,30}(?:full|fuld)', 'przepełnion', 'przekrocz[^.\\n]{0,30}(?:limit|pojemno)', 'schránk[^.\\n]{0,30}pln', '(?:ящик|скриньк)[^.\\n]{0,30}(?:переполнен|переповнен|заполнен)', 'превышен[^.\\n]{0,20}(?:квот|объем|размер ящика)', '(?:kota|posta kutusu)[^.\\n]{0,30}(?:dolu|aşıl)', 'γραμματοκιβώτιο[^.\\n]{0,30}(?:γεμάτο|πλήρες)', 'megtelt',
  'メールボックス[^。\\n]{0,20}(?:一杯|いっぱい|満杯|超|容量)', '容量[^。\\n]{0,15}(?:超え|超過|オーバー|不足|いっぱい|一杯)', '(?:邮箱|郵箱|信箱|空间|空間|容量)[^。\\n]{0,15}(?:满|滿|超|不足)', '(?:편지함|사서함|메일함|용량|메일박스)[^.\\n]{0,20}(?:초과|부족|가득|꽉)', 'ممتلئ', 'تجاوز[^.\\n]{0,20}(?:الحصة|السعة)', 'התיבה מלאה', 'hộp thư[^.\\n]{0,20}đầy', 'penuh',
])

function anyOf(phrases: readonly string[]): RegExp {
  return new RegExp(phrases.join('|'), 'iu')
}
