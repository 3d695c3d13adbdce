/** What came of asking whether something answers at an address. */
export type Probed =
  | { readonly outcome: 'reached'; readonly status: number }
  /** `isSilent`: nothing answered at all, which is also so where this machine has no network. */
  | { readonly outcome: 'unreached'; readonly status: number | null; readonly isSilent: boolean }
  /** It asked to be left alone for now. */
  | { readonly outcome: 'later' }
  /** Not asked: it is not public, or not of a kind that is asked. */
  | { readonly outcome: 'unchecked' }

/** A web address within words; signs that end a sentence or a bracket are none of it. */
const ADDRESS = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'’»。、，]+)/giu

/** Splits a text at its web addresses: words stand at even places, addresses at odd ones. */
export function splitAtAddresses(text: string): string[] {
  return text.split(ADDRESS)
}

/** The web addresses of a text, each once, in order. */
export function findAddresses(text: string): string[] {
  return [...new Set(splitAtAddresses(text).filter((_, place) => place % 2 === 1))]
}
