import { describe, expect, test } from 'vitest'
import { testApplication } from '../../../test/harness/application.ts'

const app = await testApplication()

describe('forum pages', () => {
  test('an unknown address answers 404 with ways on, and as data', async () => {
    const page = await app.get('/no-such-forum')
    expect(page.status).toBe(404)
    expect(await page.text()).toContain('There is no page at this address')
    const data = await app.get('/no-such-forum.json')
    expect(data.status).toBe(404)
    expect(await data.json()).toEqual({ error: 'not-found' })
  })

  test('the ways on lead to what is there, and to nothing else', async () => {
    const { forum, cycle } = await app.seedForum()
    const waysOf = async (path: string) => Array.from((await (await app.get(path)).text()).matchAll(/<li><a href="([^"]*)">/gu), ([, href]) => href).slice(0, -1)
    const home = ['/', `/${forum.slug}`, `/${forum.slug}/${cycle.slug}`]
    const found = await Promise.all(['/nowhere/1900/contributions', `/${forum.slug}/1900/contributions`, `/${forum.slug}/${cycle.slug}/nothing`].map(waysOf))
    expect(found.map((ways) => home.filter((way) => ways.includes(way)).length)).toEqual([1, 2, 3])
    expect(found[0]).not.toContain('/nowhere')
    expect(found[1]).not.toContain(`/${forum.slug}/1900`)
  })

  test('a forum is served as a page and as data with its cycles', async () => {
    const { forum, cycle } = await app.seedForum()
    expect(await app.json(`/${forum.slug}`)).toMatchObject({ forum: forum.slug, title: forum.title, demonstration: false, cycles: [{ cycle: cycle.slug, title: cycle.title, focus: cycle.focus }] })
    const page = await app.get(`/${forum.slug}`, { language: 'fr' })
    expect(await page.text()).toContain('lang="fr"')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  })

  test('a watcher can ask whether the server answers', async () => {
    expect(await (await app.get('/health')).text()).toBe('ok\n')
  })

  test('a slash at the end leads to the page without it', async () => {
    const { forum } = await app.seedForum()
    const moved = await app.get(`/${forum.slug}/?lang=fr`)
    expect([moved.status, moved.headers.get('location')]).toEqual([301, `/${forum.slug}?lang=fr`])
    expect((await app.get('//elsewhere.example/')).headers.get('location')).toBe('/elsewhere.example')
  })

  test('an unchanged page is answered 304, and changes with the next act', async () => {
    const { forum } = await app.seedForum()
    const first = await app.get(`/${forum.slug}`)
    const again = await app.get(`/${forum.slug}`, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
    expect((await app.get('/')).status).toBe(200)
  })
})
