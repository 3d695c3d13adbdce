import { expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import { type Body, bodyOf, isPlain, plainBody, textOf } from './model.ts'
import { bodySchema } from './schema.ts'

const NOTE = '01900000-0000-7000-8000-000000000001' as Id<'footnote'>

test('what is no body is refused: unknown kinds and members, marks out of order, addresses that run, control characters', () => {
  const hostile: unknown[] = [
    null,
    { kind: 'script', content: [] },
    { kind: 'paragraph', content: [{ kind: 'text', text: 'a', onclick: 'x' }] },
    { kind: 'paragraph', content: [{ kind: 'text', text: 'a', marks: ['emphasis', 'strong'] }] },
    { kind: 'paragraph', content: [{ kind: 'text', text: 'a', link: 'data:text/html,x' }] },
    { kind: 'paragraph', content: [{ kind: 'text', text: 'a\u0000b' }] },
    { kind: 'paragraph', content: [{ kind: 'text', text: '' }] },
    { kind: 'item', list: 'bullet', depth: 9, content: [] },
    { kind: 'figure', source: { kind: 'file', sha256: '../etc', mediaType: 'image/png' }, alternative: '', content: [] },
    { kind: 'paragraph', content: [{ kind: 'text', text: 'a'.repeat(100_001) }] },
  ]
  for (const body of hostile) expect(bodySchema.safeParse(body).success, JSON.stringify(body).slice(0, 80)).toBe(false)
})

test('the words of a block are its runs, lines and cells; a footnote and a reference are none of them', () => {
  const body: Body = {
    kind: 'table',
    rows: [[{ content: [{ kind: 'text', text: 'a' }], isHeading: true }, { content: [{ kind: 'text', text: 'b' }, { kind: 'footnote', id: NOTE, content: [{ kind: 'text', text: 'note' }] }] }], [{ content: [] }, { content: [{ kind: 'text', text: '٣' }] }]],
    content: [{ kind: 'text', text: 'Caption' }],
  }
  expect(bodySchema.parse(body)).toEqual(body)
  expect(textOf(body)).toBe('a\tb\n\t٣\nCaption')
})

test('a plain paragraph is its text, lines kept, and needs no body', () => {
  expect(textOf(plainBody('one\ntwo'))).toBe('one\ntwo')
  expect(isPlain(plainBody('one\ntwo'))).toBe(true)
  expect(isPlain({ kind: 'paragraph', content: [{ kind: 'text', text: 'a', marks: ['strong'] }] })).toBe(false)
  expect(bodyOf({ text: 'x', body: null })).toEqual(plainBody('x'))
})
