import { z } from 'zod'
import { oneOf, revision } from '../../shared/fields.ts'
import { GROUP_LIMITS, VOICE_LIMITS } from './model.ts'

export const minorityRuleSchema = z.object({ groups: oneOf(GROUP_LIMITS).transform(Number), voices: oneOf(VOICE_LIMITS).transform(Number), revision: revision() })
