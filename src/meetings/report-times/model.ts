import { readTimeZone } from '../../shared/time.ts'
import { asciiDigits } from '../../shared/written-numbers.ts'

/** A time of day, or from one to another: `16:30 – 18:00`, `9:00 am`, `15h30`. */
const TIME = '(?<![\\d:.,/])(?:[01]?\\d|2[0-3])(?::|h)[0-5]\\d(?![\\d:])(?:\\s*[ap]\\.?m\\.?(?![\\p{L}]))?'
/** One figure before the colon may be a ratio: it is a time with another beside it, or with am and pm. */
const RATIO = /^\d:\d{2}$/u
const SPAN = new RegExp(`${TIME}(?:\\s*(?:[-–—]|to|until|à|a|bis|до|至|到|إلى)\\s*${TIME})?`, 'giu')
/** What names a zone: UTC and the like, an offset, letters such as CEST. */
const CODE = /(?<![\p{L}])(?:UTC|GMT|Z(?=[\s,.)]|$)|CES?T|WES?T|EES?T|MSK|[ECMP][SD]T|BST|IST|SAST|EAT|WAT|CAT|JST|KST|HKT|SGT|AE[SD]T|NZ[SD]T|BRT|ART|MEZ|MESZ)(?![\p{L}])|(?<!\d)[+−]\d{2}:?\d{2}(?!\d)/u
/** Or that it is the time of a place. */
const OF_A_PLACE = /local time|\p{L}+ time(?![\p{L}-])|heure (?:locale|de |d’|d')|hora (?:local|de )|ortszeit|местн|по времени|по \p{L}+скому времени|当地时间|當地時間|\p{Script=Han}+时间|世界时|بتوقيت|التوقيت/iu

function namesZone(sentence: string): boolean {
  if (CODE.test(sentence) || OF_A_PLACE.test(sentence)) return true
  return (sentence.match(/\p{Lu}[\p{L}_]+\/\p{Lu}[\p{L}_]+(?:\/\p{Lu}[\p{L}_]+)?/gu) ?? []).some((name) => readTimeZone(name) !== undefined)
}

/** The times of a text in whose sentence nothing says of which zone they are. */
export function findTimesWithoutZone(text: string): string[] {
  if (!/\d(?::|h)\d/iu.test(asciiDigits(text))) return []
  return text.split(/(?<=[.!?。！？؟])\s+|\n/u).flatMap((sentence) => {
    // What looks like a time within an address is none.
    const plain = asciiDigits(sentence).replace(/https?:\/\/\S+/gu, (address) => ' '.repeat(address.length))
    if (namesZone(plain)) return []
    return [...plain.matchAll(SPAN)].filter(([found]) => !RATIO.test(found)).map((match) => sentence.slice(match.index, match.index + match[0].length))
  })
}
