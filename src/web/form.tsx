import type { Context } from 'hono'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { findUpload, keepUpload, type Upload } from '../platform/uploads.ts'
import type { FieldErrors } from '../shared/fields.ts'
import { toMilliseconds, type Instant } from '../shared/time.ts'
import { privateHtml } from './answer.ts'
import type { App, Env, Fields, FormState, Services, View } from './context.ts'
import { crossSitePage, forbiddenPage, notAFormPage, notFoundPage, tooLargePage } from './errors.tsx'
import { readBody, type ReceivedFile } from './http.ts'
import { isSeeOther, readRequest, type PageRequest, type SeeOther } from './page.tsx'

/** What arrived with a form. */
export interface Submitted {
  readonly fields: Fields
  readonly uploads: Readonly<Record<string, Upload>>
  /** Every file that came with it, in order, several of one field among them. */
  readonly files: readonly (Upload & { readonly field: string })[]
  /** The fields whose single value counts, the last one sent. */
  value(name: string): string
}

/** Where to go next (with cookies to set, at sign-in); what is wrong, field by field (and when to try again, where it is too much); or another page to go on with, where nothing was written. */
export type FormOutcome = { readonly seeOther: string; readonly setCookies?: readonly string[] } | { readonly errors: FieldErrors; readonly retryAt?: Instant } | { readonly page: JSX.Element }

export interface FormPage<Data> {
  readonly path: string
  readonly load: (request: PageRequest) => Promise<Data | SeeOther | 'forbidden' | undefined>
  readonly render: (view: View, data: Data, form: FormState) => JSX.Element
  /** Values shown before anything was typed. */
  readonly initial?: (data: Data, request: PageRequest) => Readonly<Record<string, string | readonly string[]>>
  /** Runs the command: where to go next, or what is wrong, field by field. A GET never gets here. */
  readonly submit: (request: PageRequest, data: Data, submitted: Submitted) => Promise<FormOutcome>
}

/**
 * Serves a form at one address: GET shows it, POST takes it. A form with a mistake is shown again (422) with what was typed, the
 * files that had arrived, and a sentence beside each field. Forms sent from another site are declined.
 */
export function serveForm<Data extends object>(app: App, services: Services, form: FormPage<Data>): void {
  app.get(form.path, async (c) => {
    const request = await readRequest(c, services)
    const data = await form.load(request)
    if (data === undefined || c.env.json === true) return notFoundPage(c, request)
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    if (isSeeOther(data)) return c.redirect(data.seeOther, 303)
    return privateHtml(c, form.render(request.view, data, { values: toFields(form.initial?.(data, request) ?? {}), errors: {}, uploads: {} }))
  })
  app.post(form.path, (c) => takeForm(c, services, form))
}

async function takeForm<Data extends object>(c: Context<Env>, services: Services, form: FormPage<Data>): Promise<Response> {
  const request = await readRequest(c, services)
  if (isFromElsewhere(c)) return crossSitePage(c, request.view)
  const data = await form.load(request)
  if (data === undefined) return notFoundPage(c, request)
  if (data === 'forbidden') return forbiddenPage(c, request.view)
  if (isSeeOther(data)) return c.redirect(data.seeOther, 303)
  const body = await readBody(c.req.raw, services.files)
  if (!body.ok) return body.problem === 'too-large' ? tooLargePage(c, request.view) : notAFormPage(c, request.view)
  const uploads = await gatherUploads(services, body.fields, body.files)
  const submitted: Submitted = { fields: body.fields, uploads, files: body.files, value: (name) => body.fields[name]?.at(-1) ?? '' }
  const wrongFiles = Object.fromEntries([...body.tooLarge.map((field) => [field, 'file-too-large']), ...body.empty.map((field) => [field, 'file-empty'])]) as Record<string, string>
  const outcome: FormOutcome = Object.keys(wrongFiles).length > 0 ? { errors: wrongFiles } : await form.submit(request, data, submitted)
  if ('errors' in outcome) {
    const kept = await keepUploads(services, uploads, request)
    if (outcome.retryAt !== undefined) c.header('retry-after', String(Math.max(1, Math.ceil((toMilliseconds(outcome.retryAt) - toMilliseconds(request.now)) / 1000))))
    return privateHtml(c, form.render(request.view, data, { values: body.fields, errors: outcome.errors, uploads: kept }), outcome.retryAt === undefined ? 422 : 429)
  }
  if ('page' in outcome) return privateHtml(c, outcome.page)
  if (isOneClick(submitted)) return answerOneClick(c, request, form, data)
  for (const cookie of outcome.setCookies ?? []) c.header('set-cookie', cookie, { append: true })
  return c.redirect(outcome.seeOther, 303)
}

/** Posted by a mail program, because its reader wants no more of these mails (RFC 8058). */
export function isOneClick(submitted: Submitted): boolean {
  return submitted.value('List-Unsubscribe') === 'One-Click'
}

/** A mail program is not sent elsewhere (RFC 8058, 3.1: no redirect): it gets the page as it is now. */
async function answerOneClick<Data extends object>(c: Context<Env>, request: PageRequest, form: FormPage<Data>, before: Data): Promise<Response> {
  const loaded = await form.load(request)
  const data = loaded === undefined || loaded === 'forbidden' || isSeeOther(loaded) ? before : loaded
  return privateHtml(c, form.render(request.view, data, { values: toFields(form.initial?.(data, request) ?? {}), errors: {}, uploads: {} }))
}

/** The last value of each field, for a schema; fields named in `lists` keep all of theirs. */
export function fieldsToObject(fields: Fields, lists: readonly string[] = []): Record<string, string | readonly string[]> {
  const object: Record<string, string | readonly string[]> = {}
  for (const [name, values] of Object.entries(fields)) object[name] = lists.includes(name) ? values : (values.at(-1) ?? '')
  for (const name of lists) object[name] ??= []
  return object
}

/** Browsers say where a form came from; a program that says nothing has no cookie of ours to misuse. */
export function isFromElsewhere(c: Context<Env>): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'cross-site' || site === 'same-site'
  const origin = c.req.header('origin')
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== c.req.header('host'))
}

async function gatherUploads(services: Services, fields: Fields, files: readonly ReceivedFile[]): Promise<Record<string, Upload>> {
  const uploads: Record<string, Upload> = {}
  for (const [name, values] of Object.entries(fields)) {
    if (!name.startsWith('upload:')) continue
    const upload = await findUpload(services.db, values.at(-1) ?? '')
    if (upload !== undefined) uploads[name.slice('upload:'.length)] = upload
  }
  for (const file of files) uploads[file.field] = { name: file.name, mediaType: file.mediaType, size: file.size, sha256: file.sha256 }
  return uploads
}

async function keepUploads(services: Services, uploads: Readonly<Record<string, Upload>>, request: PageRequest): Promise<Record<string, Upload & { key: string }>> {
  const kept: Record<string, Upload & { key: string }> = {}
  for (const [field, upload] of Object.entries(uploads)) kept[field] = { ...upload, key: await keepUpload(services.db, upload, request.now) }
  return kept
}

function toFields(values: Readonly<Record<string, string | readonly string[]>>): Fields {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]))
}
