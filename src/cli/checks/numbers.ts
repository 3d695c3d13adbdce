import { listContributions } from '../../contributions/queries.ts'
import { STATES } from '../../contributions/sending/model.ts'
import { listVersionsOfCycle } from '../../drafts/versions/queries.ts'
import { listEditions } from '../../publication/queries.ts'
import { listComments } from '../../review/comments/queries.ts'
import { formatRef } from '../../shared/refs.ts'
import { overCycles, type Check, type Found, type Scope } from './check.ts'

const PAGE = 500

/** No number is missing between the first and the last: what was withdrawn keeps its number, so a gap has another cause. */
export const checkNumbers: Check = {
  name: 'numbers',
  run: (scope) =>
    overCycles(scope, async (cycle) => {
      const versions = await listVersionsOfCycle(scope.db, cycle.id)
      const series = [
        { numbers: await contributionNumbers(scope, cycle.id), name: (number: number) => formatRef(cycle.slug, 'C', number) },
        { numbers: (await listComments(scope.db, cycle.id)).map(({ number }) => number), name: (number: number) => formatRef(cycle.slug, 'R', number) },
        { numbers: (await listEditions(scope.db, cycle.id)).map(({ number }) => number), name: (number: number) => `${cycle.slug} edition ${number}` },
        ...[...Map.groupBy(versions, ({ documentSlug }) => documentSlug)].map(([slug, ofDocument]) => ({
          numbers: ofDocument.map(({ number }) => number),
          name: (number: number) => `${cycle.slug} ${slug} version ${number}`,
        })),
      ]
      const findings = series.flatMap(({ numbers, name }) => gapsIn(numbers).map((number) => gap(name(number))))
      return { checked: series.reduce((sum, { numbers }) => sum + numbers.length, 0), findings }
    }),
}

function gap(subject: string): Found {
  return { subject, sentence: 'This number was never given, or what bore it is gone without a trace.', serious: false }
}

/** The numbers from 1 to the largest that are not among these. */
export function gapsIn(numbers: readonly number[]): number[] {
  const given = new Set(numbers)
  const last = numbers.reduce((largest, number) => Math.max(largest, number), 0)
  return Array.from({ length: last }, (_, place) => place + 1).filter((number) => !given.has(number))
}

async function contributionNumbers({ db }: Scope, cycleId: Scope['cycles'][number]['id']): Promise<number[]> {
  const numbers: number[] = []
  for (let offset = 0; ; offset += PAGE) {
    const page = await listContributions(db, cycleId, { states: STATES }, { offset, limit: PAGE })
    numbers.push(...page.map(({ number }) => number))
    if (page.length < PAGE) return numbers
  }
}
