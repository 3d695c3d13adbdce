import { z } from 'zod'
import type { Call } from '../../../calls/model.ts'
import type { Reader } from '../../../platform/database.ts'
import { unscopedListTextsOf } from '../../../record/queries.ts'
import type { Id } from '../../../shared/ids.ts'

const sent = z.object({ answers: z.array(z.object({ questionId: z.string(), original: z.string().optional() })) })

/** What was pasted where an answer was cleaned, by the number of its question, as the record keeps it for its sender. */
export async function loadOriginals(db: Reader, call: Call, contributionId: Id): Promise<Map<number, string>> {
  const originals = new Map<number, string>()
  const numbers = new Map<string, number>(call.questions.map(({ id, number }) => [id, number]))
  for (const text of await unscopedListTextsOf(db, contributionId, 'sent')) {
    const parsed = sent.safeParse(readJson(text))
    for (const { questionId, original } of parsed.success ? parsed.data.answers : []) {
      const number = numbers.get(questionId)
      if (number !== undefined && original !== undefined) originals.set(number, original)
    }
  }
  return originals
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
