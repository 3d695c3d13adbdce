/** Which file belongs to which row of a table: by a name that the row says, or by an id in the file's own name. */

/** What a row says of its documents. */
export interface Wanted {
  readonly row: number
  /** The row's id; null where it has none. */
  readonly key: string | null
  /** Names of files, or addresses whose last part is one; those of a pattern need not be there. */
  readonly names: readonly { readonly name: string; readonly isRequired: boolean }[]
}

export interface Joined {
  /** Places of files in the list, for each row that has any, in the order of the list. */
  readonly files: ReadonlyMap<number, readonly number[]>
  /** Names that a row says and no file has. */
  readonly missing: readonly { readonly row: number; readonly name: string }[]
  /** Files whose names hold the ids of several rows. */
  readonly ambiguous: readonly string[]
  /** Files that belong to no row. */
  readonly unused: readonly string[]
}

/** Joins files, by their paths, to rows. Case does not matter, nor does the folder in which a file stands. */
export function joinDocuments(paths: readonly string[], wanted: readonly Wanted[]): Joined {
  const byName = indexNames(paths)
  const files = new Map<number, Set<number>>()
  const used = new Set<number>()
  const give = (row: number, file: number): void => {
    files.set(row, (files.get(row) ?? new Set()).add(file))
    used.add(file)
  }
  const missing: { row: number; name: string }[] = []
  for (const { row, names } of wanted) {
    for (const { name, isRequired } of names) {
      const found = byName.get(plainPath(name)) ?? byName.get(lastPart(name)) ?? []
      for (const file of found) give(row, file)
      if (found.length === 0 && isRequired) missing.push({ row, name })
    }
  }
  const ambiguous = joinByIds(paths, used, wanted, give)
  return {
    files: new Map([...files].map(([row, places]) => [row, [...places].sort((a, b) => a - b)])),
    missing,
    ambiguous,
    unused: paths.filter((path, place) => !used.has(place) && !ambiguous.includes(path)),
  }
}

function indexNames(paths: readonly string[]): Map<string, number[]> {
  const index = new Map<string, number[]>()
  paths.forEach((path, place) => {
    for (const name of new Set([plainPath(path), lastPart(path)])) index.set(name, [...(index.get(name) ?? []), place])
  })
  return index
}

/** Files whose name, or the folder that they stand in, holds the id of one row, and of no other that is as long. */
function joinByIds(paths: readonly string[], used: ReadonlySet<number>, wanted: readonly Wanted[], give: (row: number, file: number) => void): string[] {
  const rows = new Map<string, number[]>()
  for (const { row, key } of wanted) if (key !== null && key !== '') rows.set(plainPath(key), [...(rows.get(plainPath(key)) ?? []), row])
  const ambiguous: string[] = []
  paths.forEach((path, place) => {
    if (used.has(place)) return
    const found = [...new Set(idsIn(path))].filter((id) => rows.has(id))
    const longest = Math.max(0, ...found.map((id) => id.length))
    const best = found.filter((id) => id.length === longest).flatMap((id) => rows.get(id) ?? [])
    if (best.length === 1 && best[0] !== undefined) give(best[0], place)
    else if (best.length > 1) ambiguous.push(path)
  })
  return ambiguous
}

/** Parts of a name between two signs that may be an id: an id in a name begins and ends where a word does. */
const MOST_PARTS = 24

function idsIn(path: string): string[] {
  const folders = plainPath(path).split('/')
  const stem = (folders.pop() ?? '').replace(/\.[^.]*$/u, '')
  return [stem, ...folders].flatMap((name) => {
    const edges = [...name.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map((match) => ({ start: match.index, end: match.index + match[0].length })).slice(0, MOST_PARTS)
    return edges.flatMap(({ start }, first) => edges.slice(first).map(({ end }) => name.slice(start, end)))
  })
}

function plainPath(path: string): string {
  return path.normalize('NFC').toLowerCase().replaceAll('\\', '/').replace(/^\.?\//u, '')
}

/** The last part of a path or of an address, as a file is called that was saved from it. */
function lastPart(path: string): string {
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//iu.test(path)
  const last = plainPath(isAddress ? (path.split(/[?#]/u)[0] ?? '') : path).replace(/\/+$/u, '').split('/').at(-1) ?? ''
  if (!isAddress) return last
  try {
    return decodeURIComponent(last).normalize('NFC')
  } catch {
    return last
  }
}
