import type { Violation } from './house.ts'
import { limits } from './house.ts'
import { lineReader } from './syntax.ts'
import type { Source, Tree } from './tree.ts'
import { allCode, violation } from './tree.ts'

const silencers = /\b(oxlint-disable|eslint-disable|@ts-ignore|@ts-expect-error|@ts-nocheck|TODO|FIXME)\b|@ts-(ignore|expect-error|nocheck)\b/
const physicalProperty =
  /(?<![\w-])((?:scroll-)?(?:margin|padding)-(?:left|right)|border-(?:left|right)(?:-(?:width|style|color))?|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:/g
const physicalValue = /(?<![\w-])(text-align(?:-last)?|float|clear|caption-side)\s*:\s*(left|right)\b/g
const fourSides = /(?<![\w-])((?:scroll-)?(?:margin|padding)|inset|border-(?:width|style|color))\s*:\s*([^;{}()]+)[;}]/g

/** What a page looks like, how long a file is, and what comments may not do. */
export function checkSurface(tree: Tree): Violation[] {
  return [...tree.sources.flatMap((source) => [...checkCss(source), ...checkSize(source), ...checkPlainComments(source)]), ...checkCode(tree)]
}

function checkCss({ place, text }: Source): Violation[] {
  if (!place.path.endsWith('.css') || place.layer === null) return []
  const css = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
  const lineOf = lineReader(css)
  const found: Violation[] = []
  const report = (index: number, what: string) =>
    found.push(violation('logical-css', place, lineOf(index), `${what} does not turn with the direction of writing; use its logical form.`))
  for (const match of css.matchAll(physicalProperty)) report(match.index, match[1] ?? '')
  for (const match of css.matchAll(physicalValue)) report(match.index, `${match[1] ?? ''}: ${match[2] ?? ''}`)
  for (const match of css.matchAll(fourSides)) {
    const [, right, , left] = (match[2] ?? '').replace('!important', '').trim().split(/\s+/)
    if (left !== undefined && left !== right) report(match.index, `${match[1] ?? ''} with four sides`)
  }
  return found
}

function checkSize({ place, text, syntax }: Source): Violation[] {
  const isMeasured = place.path.endsWith('.css') || syntax !== null
  if (!isMeasured) return []
  const limit = place.isTest ? limits.testLines : limits.fileLines
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  return lines <= limit ? [] : [violation('file-size', place, limit + 1, `${lines} lines; at most ${limit}.`)]
}

/** Styles and migrations: their comments are searched as text. */
function checkPlainComments({ place, text, syntax }: Source): Violation[] {
  if (syntax !== null) return []
  return text.split('\n').flatMap((line, index) => {
    const word = silencers.exec(line)?.[0]
    return word === undefined ? [] : [violation('silenced', place, index + 1, `${word}: finish it or leave it out.`)]
  })
}

function checkCode(tree: Tree): Violation[] {
  return allCode(tree).flatMap(({ place, syntax }) => {
    const found: Violation[] = syntax.errors.map(({ what, line }) => violation('parses', place, line, what))
    for (const { what, line } of syntax.comments) {
      const word = silencers.exec(what)?.[0]
      if (word !== undefined) found.push(violation('silenced', place, line, `${word}: a rule that does not fit is changed for all; what is unfinished is finished.`))
    }
    if (!place.isTest) {
      for (const { what, line, lines } of syntax.functions) {
        if (lines > limits.functionLines) found.push(violation('function-size', place, line, `${what} has ${lines} lines; at most ${limits.functionLines}.`))
      }
    }
    for (const { what, line } of syntax.calls) {
      if (/^vi\.(do)?mock$/i.test(what)) found.push(violation('mocks', place, line, `${what}: a test uses the modules as they are.`))
    }
    if (place.layer === null) return found
    for (const { what, line } of syntax.attributes) {
      if (what.endsWith('@style')) found.push(violation('inline', place, line, 'the content security policy forbids style attributes; use a class.'))
    }
    for (const { what, line } of syntax.inlineElements) {
      found.push(violation('inline', place, line, `the content security policy forbids an inline <${what}>.`))
    }
    return found
  })
}
