import { Readable } from 'node:stream'
import { findPicture } from '../../../drafts/blocks/queries.ts'
import { PICTURE_TYPES } from '../../../drafts/blocks/model.ts'
import type { App, Services } from '../../context.ts'
import { notFoundPage } from '../../errors.tsx'
import { readRequest } from '../../page.tsx'
import { loadDocument } from '../data.ts'

const ENDINGS = { 'image/png': 'png', 'image/jpeg': 'jpg' } as const

/**
 * The pictures of a document's figures. The name in the address is the digest of what is in it, so that it may be kept for good; who
 * can name a picture has seen it. Served only where it stands in the document, under the type that was found in its bytes.
 */
export function pictureFileRoutes(app: App, services: Services): void {
  app.get('/:forum/:cycle/documents/:document/pictures/:file', async (c) => {
    const request = await readRequest(c, services)
    const name = /^([0-9a-f]{64})\.(png|jpg)$/u.exec(request.params['file'] ?? '')
    const [sha256, ending] = [name?.[1] ?? '', name?.[2]]
    const data = sha256 === '' ? undefined : await loadDocument(request)
    const found = data === undefined ? undefined : await findPicture(request.db, data.document.id, sha256)
    const type = PICTURE_TYPES.find((each) => each === found && ENDINGS[each] === ending)
    if (type === undefined || c.env.json === true || !(await services.files.has(sha256))) return notFoundPage(c, request)
    return c.body(Readable.toWeb(services.files.read(sha256)) as ReadableStream, 200, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' })
  })
}
