import { z } from 'zod'
import { oneOf, prose, requiredLine, revision } from '../../shared/fields.ts'
import { NAME_KINDS, readUnitWords } from './model.ts'

const name = requiredLine(1000)

/** Two names, of which `from` is to be known as `into`, or which are said to be apart. */
export const pairSchema = z.object({ kind: oneOf(NAME_KINDS), from: name, into: name })

/** Unit words, one to a line, at least one. */
export const unitWordsSchema = z.object({ words: prose(20_000).refine((text) => readUnitWords(text).length > 0, { error: 'required' }), revision: revision() })
