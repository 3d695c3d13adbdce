const ADDRESS = /([^\s@<>()[\]"',;:]{1,64})(?:@|＠| at | \[at\] |&#64;)([^\s@<>()[\]"',;:./]+(?:\.[^\s@<>()[\]"',;:./]+)+)/giu

/** Text without anybody's mail address: what stands before the @ is left, so that readers know whom it was. */
export function withoutAddresses(text: string): string {
  return text.includes('@') || text.includes('＠') || text.includes('&#64;') ? text.replaceAll(ADDRESS, (whole, name: string) => (whole.includes(' at ') ? whole : `${name}@…`)) : text
}
