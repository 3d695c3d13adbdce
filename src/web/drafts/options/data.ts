import type { Document, WorkingText } from '../../../drafts/model.ts'
import { loadWorkingText } from '../../../drafts/queries.ts'
import type { PageRequest } from '../../page.tsx'
import { loadSetting, type TextSetting } from '../blocks/data.ts'
import { loadDocumentsDesk, type DocumentsData } from '../data.ts'

export interface OptionsData extends DocumentsData {
  readonly outlines: readonly { readonly document: Document; readonly text: WorkingText; readonly setting: TextSetting }[]
}

/** The outlines of a cycle at the desk, each with its text. */
export async function loadOptions(request: PageRequest): Promise<OptionsData | 'forbidden' | undefined> {
  const data = await loadDocumentsDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const outlines = await Promise.all(
    data.documents
      .filter(({ kind }) => kind === 'outline')
      .map(async (document) => {
        const text = await loadWorkingText(request.db, document.id)
        return { document, text, setting: await loadSetting(request.db, { ...data, document }, text) }
      }),
  )
  return { ...data, outlines }
}
