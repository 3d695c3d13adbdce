import { findCycle, findForum, listCycles } from '../forums/queries.ts'
import { checkAttachments } from './checks/attachments.ts'
import type { Check, Found, Scope } from './checks/check.ts'
import { checkFates } from './checks/fates.ts'
import { checkFigures } from './checks/figures.ts'
import { checkGrounds, checkLinks } from './checks/grounds.ts'
import { checkNumbers } from './checks/numbers.ts'
import { checkQuotations } from './checks/quotations.ts'
import { checkRecord } from './checks/record.ts'
import { checkReports } from './checks/reports.ts'
import { checkTexts } from './checks/texts.ts'
import type { Installation } from './installation.ts'
import type { Result, Verb } from './verb.ts'

const CHECKS: readonly Check[] = [checkRecord, checkAttachments, checkFigures, checkNumbers, checkQuotations, checkLinks, checkGrounds, checkFates, checkTexts, checkReports]

/** `convoke check FORUM[/CYCLE]`: what a secretariat must look at. Exit 1 when something was lost or changed behind the product's back. */
export const check: Verb = {
  usage: 'check FORUM[/CYCLE]',
  words: ['check'],
  arguments: [1, 1],
  run: async (installation, [subject = '']) => {
    const scope = await findScope(installation, subject)
    if (scope === undefined) {
      const sentence = `There is no forum or cycle "${subject}" here.`
      return { exit: 1, result: resultOf(0, [{ check: 'subject', subject, sentence, serious: true }]), text: [sentence] }
    }
    let checked = 0
    const findings: Finding[] = []
    for (const { name, run } of CHECKS) {
      const found = await run(scope)
      checked += found.checked
      findings.push(...found.findings.map((finding) => ({ check: name, ...finding })))
    }
    const serious = findings.filter((finding) => finding.serious).length
    const text = findings.map((finding) => `${finding.serious ? 'SERIOUS ' : ''}${finding.check}: ${finding.subject}: ${finding.sentence}`)
    text.push(`${checked} things checked, ${findings.length} findings, ${serious} of them serious.`)
    return { exit: serious === 0 ? 0 : 1, result: resultOf(checked, findings), text }
  },
}

type Finding = Found & { readonly check: string }

/** `refused` are the serious findings, as every verb tells what it refuses. */
function resultOf(checked: number, findings: readonly Finding[]): Result {
  const serious = findings.filter((finding) => finding.serious)
  return { read: checked, taken: 0, refused: serious.map((each) => ({ row: each.subject, field: each.check, reason: each.sentence })), checked, findings }
}

async function findScope({ db, files }: Installation, subject: string): Promise<Scope | undefined> {
  const [forumSlug = '', cycleSlug, ...more] = subject.split('/')
  const forum = more.length > 0 ? undefined : await findForum(db, forumSlug)
  if (forum === undefined) return undefined
  if (cycleSlug === undefined) return { db, files, forum, cycles: await listCycles(db, forum.id) }
  const cycle = await findCycle(db, forum.id, cycleSlug)
  return cycle === undefined ? undefined : { db, files, forum, cycles: [cycle] }
}
