import type { Cycle, Forum } from '../../forums/model.ts'
import type { Db } from '../../platform/database.ts'
import type { FileStore } from '../../platform/files.ts'

/** What is looked at: a forum and all its cycles, or one of them. */
export interface Scope {
  readonly db: Db
  readonly files: FileStore
  readonly forum: Forum
  readonly cycles: readonly Cycle[]
}

export interface Found {
  /** What it is about: a reference, a chain, a document with its version and paragraph. */
  readonly subject: string
  readonly sentence: string
  /** Something was lost or changed behind the product's back. What is not serious waits for somebody's work. */
  readonly serious: boolean
}

export interface Checked {
  /** How many things were looked at. */
  readonly checked: number
  readonly findings: readonly Found[]
}

/** One thing that a secretariat must look at from time to time. */
export interface Check {
  readonly name: string
  readonly run: (scope: Scope) => Promise<Checked>
}

/** Runs a check on one cycle after the other and adds up what it found. */
export async function overCycles(scope: Scope, run: (cycle: Cycle) => Promise<Checked>): Promise<Checked> {
  let checked = 0
  const findings: Found[] = []
  for (const cycle of scope.cycles) {
    const found = await run(cycle)
    checked += found.checked
    findings.push(...found.findings)
  }
  return { checked, findings }
}
