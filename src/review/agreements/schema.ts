import { z } from 'zod'
import { line, mailAddress, oneOf, optional } from '../../shared/fields.ts'

/** Somebody agrees with a comment. The address is needed where nobody is signed in: each counts once. */
export const agreementSchema = z.object({
  name: optional(line(200)),
  organisation: optional(line(300)),
  stakeholderGroup: optional(line(100)),
  regionalGroup: optional(line(100)),
  consent: oneOf(['full', 'without-name']),
  mail: optional(mailAddress()),
})
