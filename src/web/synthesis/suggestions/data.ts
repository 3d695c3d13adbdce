import { hmac } from '../../../platform/digest.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Suggestion } from '../../../synthesis/suggestions/model.ts'
import type { Services } from '../../context.ts'

/** A suggestion as data, as anyone may read it. */
export function suggestionToJson(cycle: string, suggestion: Suggestion): object {
  const { number, statement, proposal, comment, author, language, receivedAt, withdrawnAt, verdict, reason, answeredAt } = suggestion
  return { ref: `${cycle}/S-${number}`, statement, proposal, comment, author, language, receivedAt, withdrawnAt, verdict, reason, answeredAt }
}

/** What lets somebody follow and withdraw a suggestion: derived from the installation's secret, so that it is stored nowhere. */
export function suggestionSecret(services: Pick<Services, 'secret'>, id: Id): string {
  return hmac(services.secret, `suggestion:${id}`)
}
