import { basename, resolve } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import sentences from '../../messages/en/documents.json' with { type: 'json' }
import { createExtractor } from '../platform/extractor.ts'
import { flatten, type Extraction } from '../shared/extraction.ts'
import type { Outcome, Verb } from './verb.ts'

type Sentence = keyof typeof sentences

/** `convoke extract FILE…`: reads documents as the server does with what contributors attach, and says what came of each. Needs no installation. */
export const extractVerb: Verb = {
  usage: 'extract FILE… [--text]',
  words: ['extract'],
  options: { text: 'flag' },
  arguments: [1, 100_000],
  runAlone: readFiles,
  run: (_installation, files, options) => readFiles(files, options),
}

async function readFiles(files: readonly string[], options: Readonly<Record<string, string | boolean | undefined>>): Promise<Outcome> {
  const extractor = createExtractor()
  const read = await Promise.all(files.map(async (file) => ({ file, extraction: await extractor.extract(resolve(file), basename(file)) })))
  return toOutcome(read, options['text'] === true)
}

function toOutcome(read: readonly { file: string; extraction: Extraction }[], withText: boolean): Outcome {
  const refused = read.flatMap(({ file, extraction }) => (extraction.outcome === 'refused' ? [{ row: file, field: null, reason: extraction.reason }] : []))
  const documents = read.map(({ file, extraction }) => {
    if (extraction.outcome !== 'extracted') return { file, ...extraction }
    const { blocks, ...about } = extraction
    return { file, ...about, blocks: withText ? blocks : blocks.length }
  })
  const text = read.flatMap(({ file, extraction }) => [
    `${file}: ${describe(extraction)}`,
    ...('warnings' in extraction ? extraction.warnings.map(({ code, count }) => `  ${say(`documents.warning.${code}`, { count })}`) : []),
    ...(withText && extraction.outcome === 'extracted' ? ['', flatten(extraction.blocks), ''] : []),
  ])
  return { exit: refused.length === 0 ? 0 : 1, result: { read: read.length, taken: read.length - refused.length, refused, documents }, text }
}

function describe(extraction: Extraction): string {
  if (extraction.outcome === 'refused') return say(`documents.reason.${extraction.reason}`, {})
  const format = say(`documents.format.${extraction.format}`, {})
  const rest = extraction.outcome === 'no-text' ? say('documents.outcome.no-text', {}) : say('documents.outcome.extracted', { pages: extraction.pages ?? 0, characters: extraction.characters })
  return [format, extraction.language, extraction.title].filter((part) => part !== null && part !== undefined).join(', ') + `. ${rest}`
}

function say(key: Sentence, args: Readonly<Record<string, number>>): string {
  return String(new IntlMessageFormat(sentences[key], 'en').format(args))
}
