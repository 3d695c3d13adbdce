import type { JSX } from 'hono/jsx/jsx-runtime'
import type { View } from '../../context.ts'
import { Picture } from '../../ui/picture.tsx'
import type { Sheet } from './data.ts'

/** A whole picture as the text of its file. */
export async function drawSheet(view: View, sheet: Sheet): Promise<string> {
  const picture: JSX.Element = <Picture title={sheet.title} notes={sheet.notes} lang={view.lang === 'fr' ? 'fr' : 'en'} drawing={sheet.drawing} />
  return `<?xml version="1.0" encoding="UTF-8"?>\n${String(await picture)}\n`
}
