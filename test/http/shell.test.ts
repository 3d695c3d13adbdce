import { expect, test } from 'vitest'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()

test('whoever watches over the installation is told that it is up', async () => {
  const response = await app.get('/health')
  expect([response.status, await response.text()]).toEqual([200, 'ok\n'])
})

test('a file that was not built is not found, whatever it is called', async () => {
  for (const name of ['style.css', '..%2fmain.js', 'x'.repeat(3000)]) expect((await app.get(`/assets/${name}`)).status).toBe(404)
})

test.each(['/%00', '/desk/%00', '/?lang=%00', '/record?before=%00'])('%s: a NUL is in no address, and no fault', async (path) => {
  const response = await app.get(path)
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('There is no page at this address')
})
