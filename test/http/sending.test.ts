import { describe, expect, test } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import { unscopedListOutbox } from '../../src/record/queries.ts'
import { addMilliseconds } from '../../src/shared/time.ts'
import { testApplication, type RequestOptions } from '../harness/application.ts'

const app = await testApplication()

async function setUp() {
  const { forum, cycle } = await app.seedForum()
  const call = await buildCall(app.db, cycle, app.now)
  const base = `/${forum.slug}/2026`
  const [first = '', second = ''] = call.questions.map(({ id }) => `answer-${id}`)
  /** Opens the form: the address of what will be kept. */
  const open = async (query = '') => {
    const html = await text(`${base}/calls/main/contribute${query}`)
    return /action="([^"]+)\/answers"/u.exec(html)?.[1] ?? ''
  }
  const who = { contributor: 'Ada Example', consent: 'full', country: 'KE', mail: '' }
  return { forum, cycle, call, base, first, second, open, who }
}

const text = async (path: string, options?: RequestOptions) => (await app.get(path, options)).text()
const savedOf = async (address: string) => /name="saved" value="([0-9]+)"/u.exec(await text(address))?.[1] ?? ''
const go = async (path: string, fields: Parameters<typeof app.post>[1], options?: RequestOptions) => {
  const answer = await app.post(path, fields, options)
  expect(answer.status, await answer.clone().text()).toBe(303)
  return answer.headers.get('location') ?? ''
}

/** Writes one through all steps; answers the address under which it is kept. */
async function write(at: Awaited<ReturnType<typeof setUp>>, over: Record<string, string> = {}) {
  const address = await at.open()
  await go(`${address}/answers`, { [at.first]: 'Tout va bien.', language: 'fr', saved: '0', go: 'next' })
  await go(`${address}/who`, { ...at.who, ...over, saved: await savedOf(`${address}/who`), go: 'next' })
  return address
}

describe('a contribution in steps', () => {
  test('is kept from the first step on, resumed elsewhere, checked and sent once', async () => {
    const at = await setUp()
    const address = await at.open()
    expect((await app.get(`${address}/answers`)).status).toBe(200)
    expect(await text(`${address}/answers`)).toContain('Nothing is kept here')
    const first = { [at.first]: 'Tout va bien.', language: 'fr', saved: '0', go: 'save' }
    expect(await go(`${address}/answers`, first)).toBe(address)
    expect(await go(`${address}/answers`, first)).toBe(address)
    const later = await text(address)
    expect(later).toContain(`http://localhost:8080${address}`)
    expect(later).toContain('1 January 2027')
    expect(await text(`${address}/answers`)).toContain('Tout va bien.')
    expect(await go(`${address}/answers`, { [at.first]: 'Tout va bien.', saved: '1', go: 'next' })).toBe(`${address}/documents`)
    expect(await go(`${address}/documents`, { saved: '1', go: 'next' })).toBe(`${address}/who`)
    expect(await go(`${address}/who`, { ...at.who, saved: '1', go: 'next' })).toBe(`${address}/check`)
    const check = await text(`${address}/check`)
    for (const part of ['Tout va bien.', 'Ada Example', 'African Group, suggested from Kenya', 'Send the contribution']) expect(check).toContain(part)
    expect(await app.json(`${at.base}/contributions`)).toMatchObject({ total: 0 })
    const [one, two] = await Promise.all([app.post(`${address}/check`, { go: 'send' }), app.post(`${address}/check`, { go: 'send' })])
    expect([one.status, two.status]).toEqual([303, 303])
    expect(one.headers.get('location')).toBe(two.headers.get('location'))
    expect(await app.json(`${at.base}/contributions`)).toMatchObject({ total: 1, contributions: [{ regionalGroup: 'AFG', language: 'fr' }] })
    // The old link leads to the receipt.
    expect((await app.get(`${address}/who`)).headers.get('location')).toBe(one.headers.get('location'))
  })

  test('a wrong secret, another call and another site lead nowhere', async () => {
    const at = await setUp()
    const address = await at.open()
    await go(`${address}/answers`, { [at.first]: 'Mine', saved: '0', go: 'save' })
    for (const path of [address.replace(/.$/u, (last) => (last === '0' ? '1' : '0')), address.replace(/unsent\/./u, 'unsent/f')]) {
      for (const end of ['', '/answers', '/check']) expect((await app.get(`${path}${end}`)).status).toBe(404)
      expect((await app.post(`${path}/answers`, { [at.first]: 'Theirs', saved: '1' })).status).toBe(404)
    }
    expect((await app.post(`${address}/answers`, { [at.first]: 'Theirs', saved: '1' }, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    expect((await app.get(`${address}/answers`)).headers.get('cache-control')).toBe('no-store')
  })

  test('mistakes are told at their step with all that was typed, and at the check with the way there', async () => {
    const at = await setUp()
    const address = await write(at)
    const saved = await savedOf(`${address}/who`)
    const answer = await app.post(`${address}/who`, { ...at.who, contributor: '', mail: 'no address', capacity: 'organisation', 'other-1-name': 'Bea', 'other-1-country': 'XX', saved, go: 'next' })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    for (const part of ['id="error-contributor"', 'id="error-mail"', 'id="error-organisation"', 'id="error-other-1-country"', 'no address', 'Bea']) expect(html).toContain(part)
    const check = await text(`${address}/check`)
    expect(check).toContain(`${address}/who#field-other-1-country`)
    expect(check).not.toContain('value="send"')
    expect((await app.post(`${address}/check`, { go: 'send' })).status).toBe(422)
    expect(await app.json(`${at.base}/contributions`)).toMatchObject({ total: 0 })
  })

  test('two devices: the older save is turned back with both texts, then taken', async () => {
    const at = await setUp()
    const address = await at.open()
    await go(`${address}/answers`, { [at.first]: 'First', saved: '0', go: 'save' })
    await go(`${address}/answers`, { [at.first]: 'From the phone', saved: '1', go: 'save' })
    const answer = await app.post(`${address}/answers`, { [at.first]: 'From the desk', saved: '1', go: 'next' })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    for (const part of ['From the phone', 'From the desk', 'name="saved" value="2"']) expect(html).toContain(part)
    await go(`${address}/answers`, { [at.first]: 'From both', saved: '2', go: 'next' })
    expect(await text(`${address}/check`)).toContain('From both')
  })

  test('a mistake mended is no clash with what the same page saved before', async () => {
    const at = await setUp()
    const address = await write(at)
    const html = await text(`${address}/who`)
    const device = /name="device" value="([^"]+)"/u.exec(html)?.[1] ?? ''
    const saved = /name="saved" value="([0-9]+)"/u.exec(html)?.[1] ?? ''
    const wrong = await app.post(`${address}/who`, { ...at.who, mail: 'no address', saved, device, go: 'next' })
    expect([wrong.status, (await wrong.text()).includes(`name="device" value="${device}"`)]).toEqual([422, true])
    expect(await go(`${address}/who`, { ...at.who, mail: 'ada@mended.example', saved, device, go: 'next' })).toBe(`${address}/check`)
  })

  test('is saved as one types; a clash and an end are told', async () => {
    const at = await setUp()
    const address = await at.open()
    const save = (fields: Record<string, string>) => app.post(`${address}/answers`, { ...fields, go: 'keep' })
    expect((await save({ [at.first]: 'T', saved: '0', device: 'phone' })).status).toBe(303)
    expect((await save({ [at.first]: 'Tout', saved: '0', device: 'phone' })).status).toBe(303)
    expect(await text(`${address}/answers`)).toContain('name="saved" value="2"')
    expect((await save({ [at.first]: 'Autre', saved: '1', device: 'desk' })).status).toBe(422)
    const much = await save({ [at.first]: 'x'.repeat(2_000_001), saved: '2', device: 'phone' })
    expect([much.status, (await much.text()).includes('too much to be kept')]).toEqual([422, true])
    await go(address, { go: 'drop' })
    expect((await save({ [at.first]: 'Tout', saved: '2', device: 'phone' })).status).toBe(422)
    expect(await text(address)).toContain('Nothing is kept here')
    // The form without a script: nothing typed is lost, and going on saves it anew.
    expect(await (await app.post(`${address}/answers`, { [at.first]: 'Tout', saved: '2', go: 'next' })).text()).toContain('name="saved" value="0"')
  })

  test('the link is mailed where an address is given, once to each', async () => {
    const at = await setUp()
    const address = await write(at, { mail: 'ada@link.example' })
    for (let turn = 0; turn < 2; turn++) expect(await go(`${address}/check`, { go: 'save' })).toBe(`${address}?mailed=1`)
    await go(address, { go: 'mail', to: 'ada@link.example' })
    expect((await app.post(address, { go: 'mail', to: 'nobody' })).status).toBe(422)
    const mails = (await unscopedListOutbox(app.db, 20)).filter(({ recipient }) => recipient === 'ada@link.example')
    expect(mails).toHaveLength(1)
    expect(mails[0]?.body).toContain(`http://localhost:8080${address}`)
  })

  test('several files are added, shown by name, taken out, and sent', async () => {
    const at = await setUp()
    const address = await write(at)
    const saved = await savedOf(`${address}/documents`)
    const two = new FormData()
    for (const [name, value] of [['saved', saved], ['go', 'add']] as const) two.append(name, value)
    for (const name of ['eins.txt', 'zwei.txt', 'drei.txt']) two.append('file', new File([name], name))
    expect((await app.request(new Request(`http://localhost:8080${address}/documents`, { method: 'POST', body: two, redirect: 'manual' }))).status).toBe(303)
    expect((await app.post(`${address}/documents`, { saved, go: 'add' })).status).toBe(422)
    const html = await text(`${address}/documents`)
    const id = /name="remove" value="([^"]+)" aria-label="Take out zwei.txt"/u.exec(html)?.[1] ?? ''
    await go(`${address}/documents`, { saved, remove: id })
    const receipt = await go(`${address}/check`, { go: 'send' })
    const number = /C-([0-9]+)/u.exec(receipt)?.[1] ?? ''
    const sent = (await app.json(`${at.base}/contributions/C-${number}`)) as { files: { name: string }[] }
    expect(sent.files.map(({ name }) => name)).toEqual(['eins.txt', 'drei.txt'])
  })

  test('a coalition, a paper published elsewhere, a licence and what is known of an organisation', async () => {
    const at = await setUp()
    const one = await write(at, { organisation: 'Maison des Îles', stakeholderGroup: 'Government' })
    await go(`${one}/check`, { go: 'send' })
    const address = await at.open()
    await go(`${address}/answers`, { [at.first]: 'Gemeinsam.', saved: '0', go: 'next' })
    await go(`${address}/documents`, { 'elsewhere-title': 'Ten theses', 'elsewhere-url': 'https://house.example/theses', 'elsewhere-published': '2026-02-01', saved: '1', go: 'next' })
    expect(await go(`${address}/who`, { ...at.who, organisation: 'maison des îles', 'other-1-name': 'Bea', 'other-1-organisation': 'House 2', licence: 'CC0-1.0', saved: '2', go: 'add' })).toBe(`${address}/who?others=2#other-2`)
    expect(await text(`${address}/who?others=2`)).toContain('id="other-2"')
    const check = await text(`${address}/check`)
    for (const part of ['The forum knows Maison des Îles already as: Government', '2026/C-1', 'Contributor 2', 'Bea, House 2', 'Ten theses', 'CC0: use it freely']) expect(check).toContain(part)
    await go(`${address}/check`, { go: 'take' })
    expect(await text(`${address}/check`)).not.toContain('The forum knows')
    const receipt = await go(`${address}/check`, { go: 'send' })
    expect(await text(receipt)).toContain('Bea, House 2')
    const page = await text(`${at.base}/contributions/C-2`)
    for (const part of ['Bea, House 2', 'CC0: use it freely', 'Ten theses', 'In the library as 2026/L-1', 'Government']) expect(page).toContain(part)
    expect(await app.json(`${at.base}/contributions/C-2`)).toMatchObject({ licence: 'CC0-1.0', contributors: [{ name: 'Bea' }], reference: '2026/L-1', stakeholderGroup: 'Government' })
  })
})

describe('the deadline', () => {
  test('passed while one was writing: what was written is still there, and the page says why it cannot be sent', async () => {
    const at = await setUp()
    const address = await write(at)
    await app.db.updateTable('calls_call').set({ is_soft: false }).where('id', '=', at.call.id).execute()
    const before = app.now
    app.now = addMilliseconds(app.now, 30 * 86_400_000)
    try {
      expect(await text(`${address}/answers`)).toContain('Tout va bien.')
      const answer = await app.post(`${address}/check`, { go: 'send' })
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('The deadline, a firm one, has passed')
    } finally {
      app.now = before
    }
  })
})
