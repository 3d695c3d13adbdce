import { listEditions } from '../../publication/queries.ts'
import { traceFates } from '../../trace/coverage/model.ts'
import { loadTraceRows } from '../../trace/coverage/queries.ts'
import { overCycles, type Check, type Found } from './check.ts'

/** Every answer and comment that was not withdrawn has a fate. */
export const checkFates: Check = {
  name: 'fates',
  run: ({ db, ...scope }) =>
    overCycles({ db, ...scope }, async (cycle) => {
      const published = (await listEditions(db, cycle.id)).map(({ versionId }) => versionId)
      const rows = await loadTraceRows(db, cycle, { published })
      const fates = traceFates(rows)
      const units = rows.units.filter(({ isWithdrawn }) => !isWithdrawn)
      const open = units.filter(({ id }) => (fates.get(id)?.fate ?? 'none') === 'none')
      return { checked: units.length, findings: open.map(({ ref }): Found => ({ subject: ref, sentence: 'Nothing says yet what became of it.', serious: false })) }
    }),
}
