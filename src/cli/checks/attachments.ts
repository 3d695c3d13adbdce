import { createHash } from 'node:crypto'
import { STATES } from '../../contributions/sending/model.ts'
import { pipeline } from 'node:stream/promises'
import { listAttachments, listContributions } from '../../contributions/queries.ts'
import type { Attachment, Contribution } from '../../contributions/model.ts'
import type { FileStore } from '../../platform/files.ts'
import { formatRef } from '../../shared/refs.ts'
import { overCycles, type Check, type Found } from './check.ts'

const PAGE = 500

/** The file of every attachment is there, and is the one that came. */
export const checkAttachments: Check = {
  name: 'attachments',
  run: (scope) =>
    overCycles(scope, async (cycle) => {
      const findings: Found[] = []
      let checked = 0
      for (let offset = 0; ; offset += PAGE) {
        const contributions = await listContributions(scope.db, cycle.id, { states: STATES }, { offset, limit: PAGE })
        const attachments = await listAttachments(scope.db, contributions.map(({ id }) => id))
        const numbers = new Map<string, Contribution['number']>(contributions.map(({ id, number }) => [id, number]))
        for (const attachment of attachments) {
          checked += 1
          const problem = await problemOf(scope.files, attachment)
          const subject = formatRef(cycle.slug, 'C', numbers.get(attachment.contributionId) ?? 0)
          if (problem !== undefined) findings.push({ subject, sentence: `The attached file "${attachment.name}" is ${problem}.`, serious: true })
        }
        if (contributions.length < PAGE) return { checked, findings }
      }
    }),
}

async function problemOf(files: FileStore, { sha256 }: Attachment): Promise<'missing' | 'damaged' | undefined> {
  if (!(await files.has(sha256))) return 'missing'
  const hash = createHash('sha256')
  await pipeline(files.read(sha256), hash)
  return hash.digest('hex') === sha256 ? undefined : 'damaged'
}
