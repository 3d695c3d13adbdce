import { expect } from 'vitest'
import type { TestApplication } from './application.ts'
import { fillSensibly, formsOf, type Fields, type FormOnPage } from './forms.ts'
import { goodFor } from './good-input.ts'
import { aliveIn } from './strange-input.ts'

/** A form that a page shows: where it is sent, and where it is shown. */
export interface Reached {
  readonly path: string
  readonly shown: string
  readonly form: FormOnPage
}

export interface Sent {
  readonly status: number
  readonly html: string
}

/** Which route an address leads to. */
export type FindRoute = (method: string, address: string) => string | undefined

const URLENCODED = { 'content-type': 'application/x-www-form-urlencoded' }

/** Sends forms as whoever is signed in, looks at every answer, and keeps account of what was taken. */
export interface FormSender {
  /** Whose cookie goes with what is sent. */
  cookie: string
  /** The routes of which a form was taken at least once: an entry of the record was written. */
  readonly taken: Set<string>
  /** Those that were answered with more than a refusal, whether or not the record speaks of it. */
  readonly accepted: Set<string>
  /** True when the record is longer than it was before this was last asked. */
  hasWritten(): Promise<boolean>
  /** Sends a body and checks what holds whatever was sent: no fault, a page of sentences, nothing written unless it was taken. */
  send(path: string, body: BodyInit | null, headers?: Readonly<Record<string, string>>, cookie?: string): Promise<Sent>
  sendFields(path: string, fields: Fields, headers?: Readonly<Record<string, string>>, cookie?: string): Promise<Sent>
  /** The form as it stands now (revisions and keys are of today), or as it stood when it is gone. */
  standing(pattern: string, reached: Reached): Promise<{ readonly path: string; readonly fields: Fields }>
}

export function formSender(app: TestApplication, find: FindRoute): FormSender {
  let length = 0
  const readLength = async (): Promise<number> => {
    const { sum } = await app.db.selectFrom('record_chain').select((select) => select.fn.sum('length').as('sum')).executeTakeFirstOrThrow()
    return Number(sum)
  }
  const sender: FormSender = {
    cookie: '',
    taken: new Set(),
    accepted: new Set(),
    hasWritten: async () => {
      const before = length
      length = await readLength()
      return length > before
    },
    send: async (path, body, headers = {}, cookie = sender.cookie) => {
      const response = await app.request(new Request(`http://localhost:8080${path}`, { method: 'POST', body, headers: { host: 'localhost:8080', ...(cookie === '' ? {} : { cookie }), ...headers }, redirect: 'manual' }))
      const [{ status }, html] = [response, await response.text()]
      const hasWritten = await sender.hasWritten()
      expect([200, 303, 400, 403, 404, 413, 422], `${path} answered ${status}`).toContain(status)
      if (status < 400) sender.accepted.add(find('POST', path) ?? '')
      if (status === 303) {
        if (hasWritten) sender.taken.add(find('POST', path) ?? '')
        return { status, html }
      }
      expect(response.headers.get('content-type')).toMatch(/^text\/html/u)
      expect(html).toMatch(/<h1[\s>]/u)
      // What a schema says by itself is no sentence of ours.
      expect(html).not.toMatch(/Invalid (input|option)|Too (big|small): expected/u)
      expect(aliveIn(html), path).toBeUndefined()
      expect(hasWritten, `${path} wrote although it answered ${status}`).toBe(false)
      return { status, html }
    },
    sendFields: (path, fields, headers = {}, cookie = sender.cookie) => sender.send(path, encode(fields), { ...URLENCODED, ...headers }, cookie),
    standing: async (pattern, { path, shown, form }) => {
      const html = await (await app.get(shown, { cookie: sender.cookie })).text()
      const now = reachedOn(shown, html).filter((one) => find('POST', one.path) === pattern)
      const alike = now.filter((one) => one.form.shape === form.shape)
      const each = alike.find((one) => one.path === path) ?? alike[0] ?? now[0]
      return { path: each?.path ?? path, fields: fillSensibly(each?.form ?? form, goodFor(pattern)) }
    },
  }
  return sender
}

function encode(fields: Fields): string {
  return new URLSearchParams(Object.entries(fields).flatMap(([name, values]) => values.map((value) => [name, value]))).toString()
}

/** The forms of a page, each with the address to which it is sent. */
export function reachedOn(shown: string, html: string): Reached[] {
  const here = new URL(shown, 'http://localhost:8080')
  return formsOf(html).map((form) => {
    const url = new URL(form.action === '' ? here.href : form.action, here)
    return { path: `${url.pathname}${url.search}`, shown, form }
  })
}

/** The fields with a file, as a browser sends them. */
export function withFile(fields: Fields, place: string, file: File): FormData {
  const form = new FormData()
  for (const [name, values] of Object.entries(fields)) for (const value of values) form.append(name, value)
  form.append(place, file)
  return form
}
