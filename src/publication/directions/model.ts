import type { Direction } from '../text/model.ts'

const FROM_THE_RIGHT = /[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{sc=Adlam}\p{sc=Samaritan}\p{sc=Mandaic}]/u

/** The direction that the first letter of a text gives it; `otherwise` where it has no letter. */
export function directionOfWords(text: string, otherwise: Direction): Direction {
  const letter = /\p{L}/u.exec(text)?.[0]
  return letter === undefined ? otherwise : FROM_THE_RIGHT.test(letter) ? 'rtl' : 'ltr'
}
