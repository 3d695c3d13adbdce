import type { ChangedAnswer } from '../../../contributions/amendments/model.ts'
import type { ContributedDocument } from '../../../contributions/documents/model.ts'
import { maskBlocks, type Redaction } from '../../../contributions/redaction/model.ts'
import type { PlacedBlock } from '../../../shared/extraction.ts'
import type { Id } from '../../../shared/ids.ts'

/** An amendment without the words of answers in which something is blackened: what stood before may hold it at another place. */
export function withholdRedacted<A extends { readonly changes: readonly ChangedAnswer[] }>(amendment: A, redacted: ReadonlySet<Id>): A {
  return { ...amendment, changes: amendment.changes.map((change) => (redacted.has(change.answerId) ? { ...change, before: change.before === null ? null : '', after: change.after === null ? null : '' } : change)) }
}

interface Texts {
  readonly documents: readonly ContributedDocument[]
  readonly beginnings: ReadonlyMap<Id, readonly PlacedBlock[]>
}

/** Documents as anyone may read them: redacted words blackened, and with them what the file says of itself, its title and author, left out. */
export function withholdDocuments({ documents, beginnings, fileRedactions }: Texts & { readonly fileRedactions: ReadonlyMap<Id, readonly Redaction[]> }): Texts {
  return {
    documents: documents.map((document) => (fileRedactions.has(document.attachmentId) ? { ...document, title: null, author: null } : document)),
    beginnings: new Map([...beginnings].map(([id, blocks]) => [id, maskBlocks(blocks, fileRedactions.get(id) ?? [])])),
  }
}
