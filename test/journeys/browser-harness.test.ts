import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibilityViolations, faultsOf, firstVisitWeight, openPage, overflowsSideways } from '../harness/browser.ts'

const good = '<!doctype html><html lang="en"><title>A page</title><link rel="stylesheet" href="/wide.css"><main><h1>A page</h1><p id="p">plain</p><script src="/s.js"></script></main></html>'
const bad = '<!doctype html><html><title>x</title><img src="/s.js"><p style="width: 2000px">x</p></html>'
const script = "document.querySelector('#p').textContent = 'scripted'"
const style = `p { color: black }\n${'/* heavy */'.repeat(5000)}`
const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
  '/good': ['text/html; charset=utf-8', good],
  '/bad': ['text/html; charset=utf-8', bad],
  '/s.js': ['text/javascript', script],
  '/wide.css': ['text/css', style],
}

let server: Server
let url = ''
beforeAll(async () => {
  server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ''] ?? ['text/plain', '']
    response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip', 'content-security-policy': "default-src 'self'" })
    response.end(gzipSync(body))
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  url = `http://localhost:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('the browser', () => {
  test.each([true, false])('finds no violation in a good page and some in a bad one (JavaScript %s)', async (javaScript) => {
    const page = await openPage({ javaScript })
    await page.goto(`${url}/good`)
    expect(await page.locator('#p').textContent()).toBe(javaScript ? 'scripted' : 'plain')
    expect(await accessibilityViolations(page)).toEqual([])
    expect(faultsOf(page)).toEqual([])
    await page.goto(`${url}/bad`)
    const violations = await accessibilityViolations(page)
    expect(violations.map((each) => each.split(':')[0])).toEqual(expect.arrayContaining(['html-has-lang', 'image-alt']))
    expect(faultsOf(page).join('\n')).toContain('Content Security Policy')
  })

  test('tells a page that overflows at 390 px', async () => {
    const page = await openPage({ width: 390 })
    await page.goto(`${url}/good`)
    expect(await overflowsSideways(page)).toBe(false)
    await page.locator('#p').evaluate((paragraph) => paragraph.append('x'.repeat(500)))
    expect(await overflowsSideways(page)).toBe(true)
  })

  test('weighs what went over the wire, compressed, with all the page loads', async () => {
    const { bytes, requests } = await firstVisitWeight(`${url}/good`)
    expect(requests.map((request) => request.url)).toEqual(expect.arrayContaining([`${url}/good`, `${url}/s.js`, `${url}/wide.css`]))
    expect(bytes).toBeGreaterThan(gzipSync(good).length + gzipSync(script).length + gzipSync(style).length)
    expect(bytes).toBeLessThan(style.length)
  })
})
