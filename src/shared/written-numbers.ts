/** Figures of every script as ASCII ones, one for one, so that places in the text stay what they are. */
export function asciiDigits(text: string): string {
  return /[^\u0000-\u024f]/u.test(text) ? text.replace(/[\u0660-\uffff]/gu, (sign) => digitOf(sign) ?? sign) : text
}

/** The blocks of figures begin at a code point that ends in 0 or, in most Indic scripts, in 6. */
function digitOf(sign: string): string | undefined {
  if (!/\p{Nd}/u.test(sign)) return undefined
  const code = sign.codePointAt(0) ?? 0
  const zero = code & ~15
  return String(code - (/\p{Nd}/u.test(String.fromCodePoint(zero)) ? zero : zero + 6))
}

const HAN = '〇一二三四五六七八九'
/** A number in Chinese characters, below ten thousand: `二十八`, `二〇一九`, `两百`. */
export const HAN_NUMBER = '[〇零一二两三四五六七八九十百千]+'

/** Reads it; undefined where it is none. */
export function readHanNumber(written: string): number | undefined {
  const signs = Array.from(written.replaceAll('零', '〇').replaceAll('两', '二'))
  if (signs.every((sign) => HAN.includes(sign))) return Number(signs.map((sign) => HAN.indexOf(sign)).join(''))
  let [sum, digit] = [0, 0]
  for (const sign of signs) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[sign]
    if (unit === undefined) {
      if (!HAN.includes(sign)) return undefined
      digit = HAN.indexOf(sign)
      continue
    }
    // `十二` begins with the ten itself.
    sum += (digit === 0 ? 1 : digit) * unit
    digit = 0
  }
  return sum + digit
}

/** A number in figures as reports write it, with or without marks between thousands; undefined where a part of it is no whole number. */
export function readFigures(written: string): number | undefined {
  const plain = asciiDigits(written)
  if (!/^\d{1,9}$|^\d{1,3}(?:[,.'’\u00a0\u202f \u066c]\d{3})+$/u.test(plain)) return undefined
  return Number(plain.replace(/\D/gu, ''))
}

const EN = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ')
const EN_TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const FR = 'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'.split(' ')
const FR_TENS = '- - vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt'.split(' ')
const ES = 'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve'.split(' ')
const ES_TENS = '- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa'.split(' ')
const RU = 'ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать'.split(' ')
const RU_TENS = '- - двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто'.split(' ')

/** How the numbers from 2 to 99 are written in words, by language: more is written in figures. One is left out, for it is an article as well. */
const SPELLED: Readonly<Record<string, (number: number) => readonly string[]>> = {
  en: (number) => [number < 20 ? (EN[number] ?? '') : `${EN_TENS[Math.trunc(number / 10)] ?? ''}${number % 10 === 0 ? '' : `-${EN[number % 10] ?? ''}`}`].flatMap((word) => [word, word.replace('-', ' ')]),
  fr: (number) => spellFrench(number),
  es: (number) => [number < 30 ? (ES[number] ?? '') : `${ES_TENS[Math.trunc(number / 10)] ?? ''}${number % 10 === 0 ? '' : ` y ${ES[number % 10] ?? ''}`}`].flatMap((word) => [word, word.replace(/uno$/u, 'una'), word.replace(/uno$/u, 'ún'), word.replace(/uno$/u, 'un')]),
  ru: (number) => [number < 20 ? (RU[number] ?? '') : `${RU_TENS[Math.trunc(number / 10)] ?? ''}${number % 10 === 0 ? '' : ` ${RU[number % 10] ?? ''}`}`].flatMap((word) => [word, word.replace(/два$/u, 'две'), word.replace(/один$/u, 'одна')]),
}

function spellFrench(number: number): string[] {
  if (number < 20) return [FR[number] ?? '']
  const tens = Math.trunc(number / 10)
  // 70 to 79 and 90 to 99 count on from sixty and eighty.
  const rest = tens === 7 || tens === 9 ? (number % 10) + 10 : number % 10
  const stem = FR_TENS[tens] ?? ''
  if (rest === 0) return [tens === 8 ? `${stem}s` : stem]
  const isAnd = (rest === 1 || rest === 11) && tens < 8
  return isAnd ? [`${stem} et ${FR[rest] ?? ''}`, `${stem}-et-${FR[rest] ?? ''}`, `${stem} et une`] : [`${stem}-${FR[rest] ?? ''}`]
}

const spelled = new Map<string, ReadonlyMap<string, number>>()

/** Numbers in words of a language, from 2 to 99; empty for languages of which none are known here. */
export function spelledNumbers(language: string): ReadonlyMap<string, number> {
  const known = spelled.get(language)
  if (known !== undefined) return known
  const write = SPELLED[language]
  const made = new Map(write === undefined ? [] : Array.from({ length: 98 }, (_, at) => at + 2).flatMap((number) => write(number).map((word): [string, number] => [word, number])))
  spelled.set(language, made)
  return made
}
