import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'

const folder = join(import.meta.dirname, '..', '..', 'messages')
// What is printed in documents is in `print`, in more languages: src/publication/labels/model.test.ts.
const languages = existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'print').sort() : []

/** All messages of a language as `file/key.key` with their text. */
function messagesOf(language: string): Map<string, string> {
  const found = new Map<string, string>()
  const add = (key: string, value: unknown): void => {
    if (typeof value === 'string') found.set(key, value)
    else if (typeof value === 'object' && value !== null) for (const [inner, text] of Object.entries(value)) add(`${key}.${inner}`, text)
    else throw new Error(`${language}: ${key} is neither a text nor a group of texts.`)
  }
  for (const file of readdirSync(join(folder, language))) add(file, JSON.parse(readFileSync(join(folder, language, file), 'utf8')))
  return found
}

/** The parser's number for text without arguments. */
const plainText = 0

type Parts = ReturnType<IntlMessageFormat['getAst']>

/** The names of what a message is given: `{count}` and `{group}`, in plurals and tags too. */
function argumentsOf(parts: Parts): string[] {
  return parts.flatMap((part) => {
    const name = 'value' in part && part.type.valueOf() !== plainText ? [part.value] : []
    const options = 'options' in part ? Object.values(part.options).flatMap((option) => argumentsOf(option.value)) : []
    const children = 'children' in part ? argumentsOf(part.children) : []
    return [...name, ...options, ...children]
  })
}

const argumentNames = (text: string, language: string) => [...new Set(argumentsOf(new IntlMessageFormat(text, language).getAst()))].sort()

describe('the messages', () => {
  test('are written in English and French', () => {
    expect(languages).toEqual(['en', 'fr'])
  })

  test.each(languages)('of %s have every text, none empty, and none more', (language) => {
    const messages = messagesOf(language)
    expect(messages.size).toBeGreaterThan(0)
    expect([...messages].filter(([, text]) => text.trim() === '')).toEqual([])
    expect([...messages.keys()].sort()).toEqual([...messagesOf('en').keys()].sort())
  })

  test.each(languages)('of %s parse, and are given what the English ones are', (language) => {
    const english = messagesOf('en')
    const wrong = [...messagesOf(language)].flatMap(([key, text]) => {
      const own = argumentNames(text, language)
      const expected = argumentNames(english.get(key) ?? '', 'en')
      return own.join() === expected.join() ? [] : [`${key}: {${own.join()}} but English has {${expected.join()}}`]
    })
    expect(wrong).toEqual([])
  })

  test.each(languages)('of %s are set with the signs of print, and do not shout', (language) => {
    const typed = /['"!]/u
    expect([...messagesOf(language)].filter(([, text]) => typed.test(text))).toEqual([])
  })

  test('of fr keep a sign that stands alone on the line of its word', () => {
    // A colon, a question mark or a guillemet has a space that does not break: U+00A0, or the narrow U+202F.
    const breaks = / [:;?»%]|« /u
    expect([...messagesOf('fr')].filter(([, text]) => breaks.test(text))).toEqual([])
  })
})
