import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ADDED_RESERVED_SLUGS, CYCLE_RESERVED_SLUGS, isSlug, RESERVED_SLUGS } from '../../src/forums/model.ts'
import { slugFor } from '../../src/synthesis/model.ts'
import { createApp } from '../../src/web/app.tsx'
import { testApplication } from '../harness/application.ts'
import { routerOf } from '../harness/router.ts'

const { services } = await testApplication()
const app = createApp(services)
const routes = app.routes.filter(({ path }) => path !== '/*')
const find = routerOf(app)

test('no route is out of reach because an earlier one takes all of its addresses', () => {
  const shadowed = routes.map(({ method, path }) => ({ path, by: find(method, path.replaceAll(/:[a-zA-Z]+/gu, 'anything')) })).filter(({ path, by }) => path !== by)
  expect(shadowed).toEqual([])
  const known = routes.map(({ method, path }) => `${method} ${path}`)
  expect(known.filter((route, place) => known.indexOf(route) !== place)).toEqual([])
})

/** The words of addresses that lead elsewhere when they stand where this part of a route does. */
function wordsInPlaceOf(part: string): string[] {
  const words = routes.flatMap(({ method, path }) => {
    const parts = path.split('/')
    const place = parts.indexOf(part)
    if (place < 0) return []
    const literals = new Set(routes.map((route) => route.path.split('/')[place] ?? '').filter((literal) => isSlug(literal)))
    return [...literals].filter((literal) => find(method, parts.with(place, literal).join('/').replaceAll(/:[a-zA-Z]+/gu, 'anything')) !== path)
  })
  return [...new Set(words)]
}

test('what people name cannot be named as the product names its own pages', () => {
  expect(wordsInPlaceOf(':forum').filter((word) => !RESERVED_SLUGS.has(word))).toEqual([])
  expect(wordsInPlaceOf(':cycle').filter((word) => !CYCLE_RESERVED_SLUGS.has(word))).toEqual([])
  for (const part of [':call', ':meeting']) expect(wordsInPlaceOf(part).filter((word) => !ADDED_RESERVED_SLUGS.has(word))).toEqual([])
  expect(wordsInPlaceOf(':theme').filter((word) => slugFor(word, new Set()) === word)).toEqual([])
  for (const part of [':document', ':cutOff']) expect(wordsInPlaceOf(part)).toEqual([])
})

test('every form comes in by the one door that looks where it comes from and how large it is', () => {
  const files = readdirSync(join(import.meta.dirname, '../../src/web'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/u.test(file) && !file.includes('.test.'))
  const doors = files.filter((file) => /\bapp\.(post|put|patch|delete|all|on)\(/u.test(readFileSync(join(import.meta.dirname, '../../src/web', file), 'utf8')))
  // What the editor's island sends is JSON and pictures: those doors look by themselves (editor.test.ts, live.test.ts).
  expect(doors.sort()).toEqual(['drafts/editor/routes.tsx', 'drafts/live/routes.tsx', 'form.tsx'])
})
