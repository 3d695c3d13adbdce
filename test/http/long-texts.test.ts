import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Forum } from '../../src/forums/model.ts'
import { buildComment, buildReview, buildVersion, type BuiltVersion } from '../../src/review/testing.ts'
import type { Review } from '../../src/review/model.ts'
import { testApplication } from '../harness/application.ts'

/** Six hundred paragraphs, and on one text five thousand comments: every first visit within the promised weight, every paragraph reachable without JavaScript. */
const app = await testApplication()
const { db } = app
/** What the page itself may weigh: 60 KB less style sheet, font and icon (docs/reference/speed.md). */
const PAGE_LIMIT = 60_000 - 25_000
const ALPHABETS = { ar: 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي', zh: Array.from({ length: 900 }, (_, place) => String.fromCodePoint(0x4e00 + place * 7)).join(''), en: 'abcdefghijklmnopqrstuvwxyz' }
/** Paragraphs of the text in each language. */
const LENGTHS: Readonly<Record<string, number>> = { ar: 300, zh: 600, en: 300 }
let forum: Forum
let base: string
const built = new Map<string, { version: BuiltVersion; review: Review }>()

/** Numbers below a bound, drawn by a fixed seed. */
function drawing(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
}

/** A vocabulary of three thousand words that nobody ever spoke: they compress no better than a language does. */
function vocabulary(letters: string): string[] {
  const draw = drawing(5)
  return Array.from({ length: 3000 }, () => Array.from({ length: letters.length > 100 ? 2 : 3 + draw(8) }, () => letters[draw(letters.length)]).join(''))
}

/** A text in it; some words are said oftener than others. */
function words(known: readonly string[], count: number, seed: number): string {
  const draw = drawing(seed)
  return Array.from({ length: count }, () => known[draw(1 + draw(known.length))]).join(known[0]?.length === 2 ? '' : ' ')
}

const weight = async (path: string): Promise<number> => {
  const response = await app.get(`${base}${path}`, { headers: { 'accept-encoding': 'br' } })
  expect([path, response.status]).toEqual([path, 200])
  return (await response.arrayBuffer()).byteLength
}

beforeAll(async () => {
  const seeded = await app.seedForum()
  forum = seeded.forum
  base = `/${forum.slug}/2026`
  for (const [language, letters] of Object.entries(ALPHABETS)) {
    const known = vocabulary(letters)
    const version = await buildVersion(db, seeded.cycle, Array.from({ length: LENGTHS[language] ?? 0 }, (_, place) => words(known, 75, place * 101 + 7)), app.now)
    const review = await buildReview(db, seeded.cycle, version.versionId, app.now)
    built.set(language, { version, review })
    const { commentId } = await buildComment(db, review, app.now, { paragraphs: [1], text: words(known, 30, 3) })
    await sql`
      with made as (
        insert into review_comment select (jsonb_populate_record(comment, jsonb_build_object('id', gen_random_uuid(), 'form_key', gen_random_uuid(), 'number', comment.number + step,
          'stakeholder_group', (array['Civil Society', 'Government', 'Private Sector', 'IGO', null])[1 + step % 5]))).*
        from review_comment comment, generate_series(1, ${language === 'zh' ? 4999 : 499}::int) step where comment.id = ${commentId} returning id, number)
      insert into review_anchor select id, 0, (${sql.val([...version.paragraphIds])}::uuid[])[1 + (number * number) % ${version.paragraphIds.length}::int] from made`.execute(db)
    await sql`insert into review_anchor select id, 1, ${version.paragraphIds.at(-1) ?? null} from review_comment where review_id = ${review.id} and number % 2 = 0`.execute(db)
  }
}, 120_000)

test.each(Object.keys(ALPHABETS))('in %s: each part of the review and of the version is light, and holds or names every paragraph', async (language) => {
  const { version, review } = built.get(language) ?? {}
  const length = LENGTHS[language] ?? 0
  if (version === undefined || review === undefined) throw new Error('nothing was built')
  for (const path of [`/reviews/${review.number}`, `/documents/${version.documentSlug}/versions/1`]) {
    const first = await (await app.get(`${base}${path}`)).text()
    const parts = Number(/Part 1 of (\d+)/u.exec(first)?.[1])
    expect(parts).toBeGreaterThan(1)
    const [inFull, leads] = [new Map<number, number>(), new Map<number, number>()]
    for (let part = 1; part <= parts; part++) {
      expect(await weight(`${path}?part=${part}`)).toBeLessThan(PAGE_LIMIT)
      const html = await (await app.get(`${base}${path}?part=${part}`)).text()
      expect([...html.matchAll(/ id="p(\d+)"/gu)].map(([, number]) => Number(number))).toEqual(Array.from({ length }, (_, place) => place + 1))
      for (const [, number] of html.matchAll(/<li class="para" id="p(\d+)"/gu)) inFull.set(Number(number), part)
      for (const [, number, there] of html.matchAll(/<a id="p(\d+)" href="\?part=(\d+)#p\d+"/gu)) leads.set(Number(number), Number(there))
    }
    expect(inFull.size).toBe(length)
    expect([...leads].filter(([number, part]) => inFull.get(number) !== part)).toEqual([])
    expect(await (await app.get(`${base}${path}?part=all`)).text()).not.toContain('class="elsewhere"')
    for (const odd of ['0', '999', 'x', '-1']) expect(await (await app.get(`${base}${path}?part=${odd}`)).text()).toContain('Part 1 of')
    expect((await app.json(`${base}${path}`))['paragraphs']).toHaveLength(length)
  }
  expect(await app.json(`${base}/reviews/${review.number}`)).toMatchObject(language === 'zh' ? { comments: 5000, open: 5000 } : { comments: 500 })
})

test('a paragraph with thousands of comments shows a hundred a page', async () => {
  const { review } = built.get('zh') ?? {}
  const path = `/reviews/${review?.number ?? 0}/paragraphs/600`
  expect(await weight(path)).toBeLessThan(PAGE_LIMIT)
  const { total, pages, comments } = await app.json(`${base}${path}`)
  expect([Number(total) > 2000, pages, (comments as object[]).length]).toEqual([true, Math.ceil(Number(total) / 100), 100])
  expect(await (await app.get(`${base}${path}`)).text()).toContain(`${path}?page=2`)
  expect(await app.json(`${base}${path}?page=${String(pages)}`)).toMatchObject({ page: pages, total })
})

test('a version of such a length against another is light too', async () => {
  const { version } = built.get('zh') ?? {}
  expect(await weight(`/documents/${version?.documentSlug ?? ''}/compare?from=1&to=1`)).toBeLessThan(PAGE_LIMIT)
})
