import { dateInZone, daysBetween } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import type { Task } from './data.ts'

/** What needs doing next, in one list: a line each, with the one action that moves it. */
export function TaskList(props: { view: View; tasks: readonly Task[] }) {
  const { view, tasks } = props
  if (tasks.length === 0) return <p class="empty">{view.t('forums.tasks.none')}</p>
  return (
    <ul class="todo">
      {tasks.map((task) => (
        <li>
          <span dir="auto">{view.t(task.sentence, task.facts)}{waits(view, task)}</span>
          <a href={task.href}>{view.t(task.action, task.facts)}</a>
        </li>
      ))}
    </ul>
  )
}

function waits(view: View, task: Task) {
  if (task.since === undefined) return null
  const days = daysBetween(task.since, dateInZone(view.now, 'UTC'))
  return days < 1 ? null : <small> · {view.t('forums.tasks.since', { days })}</small>
}
