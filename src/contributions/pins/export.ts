import type { Reader } from '../../platform/database.ts'
import { tidy, type FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { writeYaml } from '../../shared/yaml.ts'
import { listPinnedFigures } from './queries.ts'

/** Names the pinned figures of a cycle, so that a citation can name them. */
export async function namePins(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames): Promise<void> {
  for (const { id, number } of await listPinnedFigures(db, cycle.id)) names.give(id, `${cycle.slug}/N-${number}`)
}

/** `cycles/<slug>/pinned-figures.yaml`; undefined when there are none. */
export async function writePinsFile(db: Reader, cycleId: Id): Promise<string | undefined> {
  const pins = await listPinnedFigures(db, cycleId)
  if (pins.length === 0) return undefined
  return writeYaml(
    pins.map((pin) =>
      tidy({
        id: pin.id, number: pin.number, title: pin.title, asOf: pin.asOf, cutOff: pin.cutOff, rows: pin.rowsBy, columns: pin.columnsBy,
        filter: Object.entries(pin.filter).map(([by, key]) => ({ by, key })),
        cells: pin.cells, total: pin.total, pinnedAt: pin.pinnedAt, sequence: pin.sequence,
      }),
    ),
  )
}
