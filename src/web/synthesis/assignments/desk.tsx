import type { PastAssignment } from '../../../synthesis/assignments/queries.ts'
import type { Assignment } from '../../../synthesis/codebook/model.ts'
import type { View } from '../../context.ts'
import { titleOf } from '../codebook/data.ts'
import { dayOf, nameOf } from '../codebook/desk.tsx'
import { writeMachine } from '../similar/pages.tsx'
import type { PassageData } from '../reading/data.ts'

type Told = Pick<PassageData, 'assignments' | 'past' | 'lineage' | 'names'>

/** Who or what gave a passage each of its themes, and what it was about before. */
export function AssignmentHistory(props: { view: View; data: Told }) {
  const { view, data } = props
  const { t } = view
  return (
    <>
      {data.assignments.length === 0 ? null : (
        <ul class="lines">
          {data.assignments.map((assignment) => (
            <li><bdi>{titleOf(data, assignment.themeId)}</bdi><span class="quiet-text">{writeAssigner(view, data, assignment)}</span></li>
          ))}
        </ul>
      )}
      {data.past.length === 0 ? null : (
        <section class="block">
          <h2>{t('codebook.past')}</h2>
          <ul>{data.past.map((past) => <li>{writePast(view, data, past)}</li>)}</ul>
        </section>
      )}
    </>
  )
}

/** Who or what gave a theme, as words. */
export function writeAssigner(view: View, data: Pick<Told, 'names'>, { assignedBy, machine, signedBy, assignedAt }: Assignment): string {
  if (assignedAt === null) return view.t('codebook.assigned.unknown')
  const date = dayOf(view, assignedAt)
  if (machine !== null) return view.t('codebook.assigned.machine', { machine: writeMachine(view, machine), who: nameOf(view, data.names, signedBy), date })
  if (signedBy !== null && signedBy !== assignedBy) return view.t('codebook.assigned.signed', { by: nameOf(view, data.names, assignedBy), who: nameOf(view, data.names, signedBy), date })
  return view.t('codebook.assigned.by', { who: nameOf(view, data.names, assignedBy), date })
}

function writePast(view: View, data: Told, past: PastAssignment): string {
  const told = { theme: titleOf(data, past.themeId), into: titleOf(data, past.intoId), who: nameOf(view, data.names, past.endedBy), date: dayOf(view, past.endedAt) }
  if (past.kind === 'merge') return view.t('codebook.past.merged', told)
  if (past.kind === 'split') return view.t('codebook.past.split', told)
  return view.t(past.kind === 'removal' ? 'codebook.past.removed' : 'codebook.past.changed', told)
}
