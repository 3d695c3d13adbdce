import type { WaitingComment } from '../../../review/waiting/model.ts'
import { excerpt } from '../../../shared/text.ts'
import type { View } from '../../context.ts'

/** Those that are alike, above the queue: how many, how they begin, and the way to all of them at once. */
export function AlikeGroups(props: { view: View; queue: string; groups: readonly (readonly WaitingComment[])[] }) {
  const { view, queue, groups } = props
  if (groups.length === 0) return null
  return (
    <section class="block">
      <h2>{view.t('limits.alike.title')}</h2>
      <ul class="todo">
        {groups.map(([first, ...others]) =>
          first === undefined ? null : (
            <li>
              <span><a href={`${queue}/alike/${first.id}`}>{view.t('limits.alike.count', { count: others.length + 1 })}</a> <span lang={first.said.language} dir="auto">{excerpt(first.said.text, 120)}</span></span>
            </li>
          ),
        )}
      </ul>
    </section>
  )
}
