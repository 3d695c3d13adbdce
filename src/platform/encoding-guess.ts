/** Guesses in which of the older encodings bytes were written, from what the words would look like in each. */

export interface EncodingGuess {
  /** A label of the Encoding Standard. */
  readonly encoding: string
  /** 1: every character beyond ASCII is one that texts in this encoding are made of; below 0: none is. */
  readonly score: number
}

interface Candidate {
  readonly encoding: string
  /** Bytes that mean nothing in it, though decoders let them pass. */
  readonly unused?: RegExp
  /** Characters that texts are mostly made of. */
  readonly frequent: RegExp
  /** Other characters at home in it. */
  readonly usual: RegExp
  /** Letters that do not stand in one word with letters of ASCII. */
  readonly isOwnScript: boolean
}

const QUOTES = '’‘“”«»–—…•€§°©·'
const HAN = '的一是不了在人有我他这這中大来來上国國和地到以说說时時要就出会會可也你对對生能而子那得于於着下自之年过過发發后後作里用道行所然家种種事成方多经經么去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重并物手应應战戰向头頭文体體政美相见見被利什二等产產或新己制身果加西斯月话話合回特代内信表化老给給世位次度门門任常先海通教儿兒原东東声聲提立及比员員解水名真论論处處走义義各入几幾口认認条條平系气氣题題活尔爾更别別打女变變四神总總何电電数數安少报報才结結反受目太量再感建务務做接必场場件计計管期市直德资資命山金指克许許统統区區保至队隊形社便空决決治展马馬科司五基眼书書非则則听聽白却界达達光放强強即像难難且权權思王象完设設式色路记記南品住告类類求据據程北边邊死张張该該交规規万萬取拉格望觉覺术術领領共确確传傳师師观觀清今切院让讓识識候带帶导導争爭运運笔筆网網络絡安全私人参與'

const CANDIDATES: readonly Candidate[] = [
  { encoding: 'windows-1252', unused: /[\u0081\u008d\u008f\u0090\u009d]/u, frequent: new RegExp(`[àâäáãåæçèéêëìíîïñòóôõöøœùúûüÿßÀÂÄÁÅÆÇÈÉÊËÍÎÏÑÓÔÕÖØŒÚÛÜ${QUOTES}]`, 'u'), usual: /[ýðþÝÐÞšžŠŽª º¿¡£²³½¼®™´†]/u, isOwnScript: false },
  { encoding: 'windows-1250', unused: /[\u0080-\u009f]/u, frequent: new RegExp(`[ąćęłńóśźżčďěňřšťůúýžáéíőűăâîşţĄĆĘŁŃÓŚŹŻČŘŠŽ${QUOTES}]`, 'u'), usual: /[öüäëôçßđďĺľŕŐŰÁÉÍÖÜ]/u, isOwnScript: false },
  { encoding: 'windows-1251', unused: /\u0098/u, frequent: new RegExp(`[оеаинтсрвлкмдОЕАИНТСРВЛКМДП${QUOTES}№]`, 'u'), usual: /\p{Script=Cyrillic}/u, isOwnScript: true },
  { encoding: 'koi8-r', frequent: /[оеаинтсрвлкмдОЕАИНТСРВЛКМДП]/u, usual: /\p{Script=Cyrillic}/u, isOwnScript: true },
  { encoding: 'windows-1253', unused: /[\u0080-\u009f]/u, frequent: new RegExp(`[αοιετσνηυρπκμλςάέίόήΑΟΕΤΣΗΠΚ${QUOTES}]`, 'u'), usual: /\p{Script=Greek}/u, isOwnScript: true },
  { encoding: 'windows-1256', frequent: new RegExp(`[ايلنموترهبةعدسفكأ،؟؛${QUOTES}]`, 'u'), usual: /\p{Script=Arabic}/u, isOwnScript: true },
  { encoding: 'gb18030', frequent: new RegExp(`[${HAN}，。、；：？！“”‘’（）《》]`, 'u'), usual: /[\u4e00-\u9fa5]/u, isOwnScript: true },
  { encoding: 'big5', frequent: new RegExp(`[${HAN}，。、；：？！「」『』（）]`, 'u'), usual: /[\u4e00-\u9fa5]/u, isOwnScript: true },
  { encoding: 'shift_jis', frequent: /[\u3040-\u30fe、。「」『』（）！？・]/u, usual: /[\u4e00-\u9fa5々〇ー]/u, isOwnScript: true },
  { encoding: 'euc-jp', frequent: /[\u3040-\u30fe、。「」『』（）！？・]/u, usual: /[\u4e00-\u9fa5々〇ー]/u, isOwnScript: true },
  { encoding: 'euc-kr', frequent: /[\uac00-\ud7a3]/u, usual: /[、。「」“”‘’·]/u, isOwnScript: true },
]

/** All encodings in which the bytes can be read at all, the likeliest first. The sample begins and ends with whole lines. */
export function guessEncodings(sample: Uint8Array): EncodingGuess[] {
  return CANDIDATES.flatMap((candidate) => {
    const text = decodeWhole(candidate.encoding, sample)
    return text === undefined || candidate.unused?.test(text) === true ? [] : [{ encoding: candidate.encoding, score: scoreOf(text, candidate) }]
  }).sort((a, b) => b.score - a.score)
}

/** Least score of a guess that is taken, and by how much it has to be better than the next. */
const LEAST_SCORE = 0.5
const LEAST_LEAD = 0.12

/** The one guess that can be relied on; undefined where two are alike or none is good. */
export function likeliest(guesses: readonly EncodingGuess[]): EncodingGuess | undefined {
  const [best, next] = guesses
  if (best === undefined || best.score < LEAST_SCORE) return undefined
  // Most letters with marks stand at one place in both, and the western one is by far the commoner.
  const isSister = best.encoding === 'windows-1252' && next?.encoding === 'windows-1250'
  return next === undefined || isSister || best.score - next.score >= LEAST_LEAD ? best : undefined
}

function decodeWhole(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function scoreOf(text: string, candidate: Candidate): number {
  let [sum, count] = [0, 0]
  for (const [word] of text.matchAll(/[\p{L}\p{M}]+|[^\p{L}\p{M}\u0000-\u007f]/gu)) {
    const beyond = Array.from(word).filter((character) => character > '\u007f')
    if (beyond.length === 0) continue
    count += beyond.length
    sum += isStrange(word, beyond.length, candidate) ? -beyond.length : beyond.reduce((total, character) => total + weightOf(character, candidate), 0)
  }
  return count === 0 ? 0 : sum / count
}

/** Letters of two scripts in one word, capitals within it, or in a language of Latin letters a word without any plain one. */
function isStrange(word: string, beyond: number, { isOwnScript }: Candidate): boolean {
  const length = Array.from(word).length
  if (/\p{Ll}\p{Lu}/u.test(word)) return true
  return isOwnScript ? beyond < length : length >= 4 && beyond === length
}

function weightOf(character: string, { frequent, usual }: Candidate): number {
  if (frequent.test(character)) return 1
  if (usual.test(character)) return 0.5
  return /[\p{Co}\p{Cn}\p{Cc}]/u.test(character) ? -2 : -0.5
}
