/** Letters of a title that stand in an address, of the title alone where it is of another script. */
const LONGEST = 50

/**
 * What the address of a review by itself is made of: the letters of its title that an address can have, accents taken off; where that
 * leaves hardly anything, as in most scripts, `review` and the given sign, which is of letters and figures.
 */
export function addressFor(title: string, sign: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.split(/[^a-z0-9]+/u).filter((word) => word !== '')
  let slug = ''
  for (const word of words) {
    if (slug.length + word.length > LONGEST) break
    slug = slug === '' ? word : `${slug}-${word}`
  }
  return slug.length >= 3 && words.join('').length * 2 >= plain.replace(/[\s\p{P}]/gu, '').length ? slug : `review-${sign}`
}
