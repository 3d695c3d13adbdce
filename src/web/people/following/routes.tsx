import type { JSX } from 'hono/jsx/jsx-runtime'
import { transact, type Tx } from '../../../platform/database.ts'
import { PUBLIC, type Actor } from '../../../record/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { isRefusal, type Refusal } from '../../../shared/result.ts'
import type { Instant } from '../../../shared/time.ts'
import type { App, FormState, Services, View } from '../../context.ts'
import { isOneClick, serveForm } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'

type Answered = Refusal<'confirmed-already' | 'left-already'>

export interface FollowLink<Data, Kind extends string> {
  /** With `:token`, the secret of the link that was mailed. */
  readonly path: string
  readonly load: (request: PageRequest) => Promise<Data | undefined>
  readonly render: (view: View, data: Data, form: FormState) => JSX.Element
  readonly confirm: (tx: Tx, actor: Actor, input: { followerId: Id<Kind> }, now: Instant) => Promise<object | Answered>
  readonly stop: (tx: Tx, actor: Actor, input: { followerId: Id<Kind> }, now: Instant) => Promise<object | Answered>
  /** What is said where the link was used before. */
  readonly sayRefusal: (view: View, refusal: Answered['refusal']) => string
}

/** The page behind the link of somebody who asked to be told of something by mail: it confirms the wish, and ends it, also by a mail program's one click (RFC 8058). */
export function serveFollowLink<Kind extends string, Data extends { readonly follower: { readonly id: Id<Kind> } }>(app: App, services: Services, link: FollowLink<Data, Kind>): void {
  const { path, load, render, confirm, stop, sayRefusal } = link
  serveForm<Data>(app, services, {
    path,
    load,
    render,
    submit: async (request, data, submitted) => {
      const isEnd = submitted.value('shall') === 'leave' || isOneClick(submitted)
      const done = await transact<object | Answered>(request.db, (tx) => (isEnd ? stop : confirm)(tx, PUBLIC, { followerId: data.follower.id }, request.now))
      // What a mail program posts twice has happened already.
      return isRefusal(done) && !isOneClick(submitted) ? { errors: { '': sayRefusal(request.view, done.refusal) } } : { seeOther: request.view.path }
    },
  })
}
