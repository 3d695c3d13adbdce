/**
 * What stands on both sides of the @, however it was written: as it is, as an address of the web has it, by its number. The part before it may
 * be quoted; the one after it may be a machine's name alone, or its number in brackets.
 */
const ADDRESS = /("[^"\n@]{1,64}"|[^\s@＠<>()[\]"',;:]{0,63}[^\s@＠<>()[\]"',;:/])(?:@|＠|%40|&#(?:64|x40);)(?:\[[^\]\s]{1,60}\]|\p{L}[^\s@＠<>()[\]"',;:/?&=#%!\\]*|\p{N}[^\s@＠<>()[\]"',;:/?&=#%!\\]*\.[^\s@＠<>()[\]"',;:/?&=#%!\\]*)/giu
/** What a text has in which an address may stand. */
export const SIGNS = /[@＠]|%40|&#(?:64|x40);/iu

/** Text without anybody's mail address: what stands before the @ is left, so that readers know whom it was. */
export function withoutAddresses(text: string): string {
  return SIGNS.test(text) ? text.replaceAll(ADDRESS, (_, name: string) => `${name.startsWith('"') ? name.slice(1, -1) : name}@…`) : text
}
