import { sql } from 'kysely'
import { Transform } from 'prosemirror-transform'
import type { Node } from 'prosemirror-model'
import type { Tx } from '../../platform/database.ts'
import type { Actor } from '../../record/model.ts'
import type { Instant } from '../../shared/time.ts'
import { tiesOf, type Tie } from '../effects/model.ts'
import { MOVED } from '../live/acts.ts'
import { openLiveText, takeOwn } from '../live/commands.ts'
import { loadLiveText } from '../live/queries.ts'
import { fits } from '../nodes/schema.ts'
import { projectText } from '../projection/commands.ts'
import type { Document, WorkingText } from '../model.ts'
import { judgeBy } from '../rebase/model.ts'
import { toTree } from '../tree/model.ts'

/** A text whose document the caller has locked, with its rows as they stand. */
export interface LockedText {
  readonly document: Pick<Document, 'id' | 'rollingSince'>
  readonly text: WorkingText
}

/**
 * Changes a text from within a command: the one way to change sections and paragraphs of a working text, so that those who write in it at
 * the same time get the same steps. `work` adds steps to the transform it is given; what it answers may name ties that the steps
 * alone do not show. Rows and lineage follow in the same transaction. Answers the tree as it then stands.
 */
export async function editText(tx: Tx, actor: Actor, { document, text }: LockedText, work: (tr: Transform) => readonly Tie[] | undefined, now: Instant): Promise<Node> {
  // Readers who follow a text are told by its version, which it has from then on.
  const live = (await loadLiveText(tx, document.id)) ?? (document.rollingSince === null ? undefined : await openLiveText(tx, document.id))
  const before = live?.doc ?? toTree(text, document.id)
  const tr = new Transform(before)
  const named = work(tr) ?? []
  if (tr.steps.length === 0) return before
  expectWhole(tr)
  const ties = allTies(tr, named)
  if (live !== undefined) await takeOwn(tx, live, tr, actor.kind === 'person' ? actor.id : null, now)
  else await sql`select pg_notify(${MOVED}, ${`${document.id} 0`})`.execute(tx)
  await projectText(tx, document.id, before, tr.doc, ties, now)
  return tr.doc
}

/** What a command makes is held to the rules of every step, but for how much a text may hold; a broken one is a fault of ours. */
function expectWhole(tr: Transform): void {
  const judge = judgeBy({ fits, mostBlocks: Infinity, mostSize: Infinity, brought: () => true })
  for (const at of tr.steps.keys()) {
    const reason = judge(tr.docs[at] ?? tr.doc, tr.docs[at + 1] ?? tr.doc)
    if (reason !== undefined) throw new Error(`A command made a step that no text takes: ${reason}`)
  }
}

function allTies(tr: Transform, named: readonly Tie[]): Tie[] {
  const found = tr.steps.flatMap((step, at) => tiesOf(step, tr.docs[at] ?? tr.doc, tr.docs[at + 1] ?? tr.doc))
  const isFound = (tie: Tie): boolean => found.some(({ from, to, kind }) => from === tie.from && to === tie.to && kind === tie.kind)
  return [...found, ...named.filter((tie) => !isFound(tie))]
}
