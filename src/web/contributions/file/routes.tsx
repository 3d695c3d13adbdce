import { Readable } from 'node:stream'
import type { Context } from 'hono'
import type { SentFile } from '../../../contributions/sending/model.ts'
import { downloadName, safeMediaType } from '../../../contributions/model.ts'
import type { App, Env, Services } from '../../context.ts'
import { notFoundPage } from '../../errors.tsx'
import { readRequest, type PageRequest } from '../../page.tsx'
import { loadContribution, type ContributionData } from '../data.ts'

/** An attached file, for anyone: none once withdrawn, nor without consent. */
export function fileRoutes(app: App, services: Services): void {
  app.get('/:forum/:cycle/contributions/:ref/files/:position/:name', async (c) => {
    const request = await readRequest(c, services)
    const data = await loadContribution(request)
    // Of a file with redacted words the text is public, and the file is not: it has them all.
    return sendFile(c, request, data === undefined ? undefined : { ...data, attachments: data.attachments.filter(({ id }) => !data.fileRedactions.has(id)) })
  })
}

/**
 * Sends a file as it came: to be kept, never shown, so that nothing in it runs here. It is found by its position; the name at the
 * end of the address is for whoever reads it.
 */
export async function sendFile(c: Context<Env>, request: PageRequest, data: ContributionData | undefined): Promise<Response> {
  return sendBytes(c, request, data?.attachments.find(({ position }) => String(position) === request.params['position']))
}

/** Sends what is stored under a name and a type that are harmless; not found where there is none. */
export async function sendBytes(c: Context<Env>, request: PageRequest, file: SentFile | undefined): Promise<Response> {
  const { files } = request.services
  if (file === undefined || !(await files.has(file.sha256))) return notFoundPage(c, request)
  const name = downloadName(file.name)
  const plain = Array.from(name, (character) => (/[\u0020-\u007e]/u.test(character) && !/["\\%]/u.test(character) ? character : '_')).join('')
  return c.body(Readable.toWeb(files.read(file.sha256)) as ReadableStream, 200, {
    'content-type': safeMediaType(file.mediaType),
    'content-length': String(file.size),
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`,
    'cache-control': 'no-cache',
    'x-robots-tag': 'noindex',
  })
}
