import { flag, group, oneOf, optional, optionalShortText, shortText } from '../../shared/folder-fields.ts'
import { REMARK_KINDS } from '../../shared/file-remarks.ts'

/** What an entry of `comments.yaml` has of the file it came from; left out where it came by none. */
export const originFields = {
  origin: optional(group({ file: shortText(), kind: oneOf(REMARK_KINDS), mark: shortText(), dated: optionalShortText(), resolved: flag() })),
}
