import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { routesStep, unvisitedRoutes } from './routes-step.ts'

const folder = mkdtempSync(join(tmpdir(), 'routes-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('fails while nobody says which routes there are', async () => {
  expect(await routesStep(join(folder, 'none')).run()).toMatchObject({ passed: 0, failed: 1 })
})

test('lists the routes that no process visited', async () => {
  writeFileSync(join(folder, 'all-1.txt'), 'GET /\nPOST /:forum\nGET /:forum\n')
  writeFileSync(join(folder, 'all-2.txt'), 'GET /\n')
  writeFileSync(join(folder, 'visited-1.txt'), 'GET /\n')
  writeFileSync(join(folder, 'visited-2.txt'), 'GET /:forum\n')
  expect(unvisitedRoutes(folder)).toEqual({ known: 3, unvisited: ['POST /:forum'] })
  expect((await routesStep(folder).run()).output).toContain('POST /:forum')
  writeFileSync(join(folder, 'visited-3.txt'), 'POST /:forum\n')
  expect(await routesStep(folder).run()).toMatchObject({ passed: 1, failed: 0 })
})
