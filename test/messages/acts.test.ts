import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { describe, expect, test } from 'vitest'
import { IntlMessageFormat } from 'intl-messageformat'
import { isMessageKey, MESSAGES } from '../../src/web/messages.ts'

const source = join(import.meta.dirname, '..', '..', 'src')

/** Every act that a concept declares by merging into `ActDetails`, with the members of its detail and the texts its concept commits to. */
function declaredActs(): Map<string, Set<string>> {
  const acts = new Map<string, Set<string>>()
  for (const file of globSync('**/{acts,model}.ts', { cwd: source })) {
    const folder = join(source, file, '..')
    const text = readFileSync(join(source, file), 'utf8')
    if (!text.includes('interface ActDetails')) continue
    const texts = globSync('**/*.ts', { cwd: folder, exclude: (name) => name.endsWith('.test.ts') }).flatMap((each) => textNames(readFileSync(join(folder, each), 'utf8')))
    new Visitor({
      TSInterfaceDeclaration(declaration) {
        if (declaration.id.name !== 'ActDetails') return
        for (const member of declaration.body.body) {
          if (member.type !== 'TSPropertySignature' || member.key.type !== 'Literal') continue
          const type = member.typeAnnotation?.typeAnnotation
          const details = type?.type === 'TSTypeLiteral' ? type.members.flatMap((each) => (each.type === 'TSPropertySignature' && each.key.type === 'Identifier' ? [each.key.name] : [])) : []
          acts.set(String(member.key.value), new Set(['actor', ...details, ...texts]))
        }
      },
    }).visit(parseSync(file, text).program)
  }
  return acts
}

function textNames(text: string): string[] {
  const committed = [...text.matchAll(/(\w+): \{ text: /gu), ...text.matchAll(/toAct\(.*\{ (\w+)(?:: [\w.]+)? \}\)/gu)]
  return committed.flatMap((match) => match[1] ?? [])
}

type Parts = ReturnType<IntlMessageFormat['getAst']>
const plainText = 0

function argumentsOf(parts: Parts): string[] {
  return parts.flatMap((part) => {
    const own = 'value' in part && part.type.valueOf() !== plainText ? [part.value] : []
    return [...own, ...('options' in part ? Object.values(part.options).flatMap((option) => argumentsOf(option.value)) : [])]
  })
}

describe('the sentences of the record', () => {
  const acts = declaredActs()
  const sentences = Object.keys(MESSAGES['en'] ?? {}).filter((key) => key.startsWith('act.'))

  test('are one for each act that a concept declares, and none for another', () => {
    expect(acts.size).toBeGreaterThan(50)
    expect(sentences.sort()).toEqual([...acts.keys()].map((act) => `act.${act}`).sort())
  })

  test('every act that is appended anywhere is declared', () => {
    const appended = globSync('**/*.ts', { cwd: source }).flatMap((file) => [...readFileSync(join(source, file), 'utf8').matchAll(/\bact: '([a-z-]+)'/gu)].flatMap((match) => match[1] ?? []))
    expect(new Set(appended).size).toBeGreaterThan(50)
    expect(appended.filter((act) => !acts.has(act))).toEqual([])
  })

  test.each(['en', 'fr'])('in %s are given nothing that the entry has not', (language) => {
    const wrong = sentences.flatMap((key) => {
      const known = acts.get(key.slice('act.'.length)) ?? new Set()
      const used = argumentsOf(new IntlMessageFormat(MESSAGES[language]?.[key] ?? '', language).getAst())
      return [...new Set(used)].filter((name) => !known.has(name)).map((name) => `${key}: {${name}}`)
    })
    expect(wrong).toEqual([])
    expect(sentences.every(isMessageKey)).toBe(true)
  })
})
