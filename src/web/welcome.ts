import { listCycles, listForums } from '../forums/queries.ts'
import type { Db } from '../platform/database.ts'
import { listEditions } from '../publication/queries.ts'

/** What is printed when the server is ready: its address, the pages to look at first, where mail comes in, the secretariat's one-time link. */
export async function writeWelcome(db: Db, address: string, token: string, mail?: string): Promise<string> {
  const lines = [`Convoke is ready:        ${address}`]
  for (const forum of await listForums(db)) {
    lines.push(`  ${forum.title}:`, `    ${address}/${forum.slug}`)
    for (const cycle of await listCycles(db, forum.id)) {
      const edition = (await listEditions(db, cycle.id)).at(0)
      if (edition !== undefined) lines.push(`    ${address}/${forum.slug}/${cycle.slug}/editions/${edition.number}   (an output report)`, `    ${address}/${forum.slug}/${cycle.slug}/trace   (what became of it)`)
    }
  }
  if (mail !== undefined) lines.push(`Mail comes in at:        ${mail}`)
  lines.push(`Secretariat, once, within 24 hours:`, `  ${address}/login/${token}`)
  return `\n${lines.join('\n')}\n\n`
}
