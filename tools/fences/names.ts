import type { Violation } from './house.ts'
import { conceptFiles, emptyWords, layers, webFiles, webTop } from './house.ts'
import type { Place } from './place.ts'
import { isConcept, isConceptFile } from './place.ts'
import type { Tree } from './tree.ts'
import { productCode, violation } from './tree.ts'

const code = /\.[cm]?[jt]sx?$/

/** Folders and files: only those of the closed vocabularies. */
export function checkNames(tree: Tree): Violation[] {
  return [...tree.sources.flatMap(({ place }) => checkPlace(place)), ...checkProcedures(tree)]
}

function checkPlace(place: Place): Violation[] {
  const wrong = wrongFolder(place)
  if (wrong !== null) return [violation('folders', place, 1, wrong)]
  if (!code.test(place.path)) return []
  const badName = emptyName(place) ?? wrongName(place)
  return badName === null ? [] : [violation('file-names', place, 1, badName)]
}

function wrongFolder({ path, layer, room }: Place): string | null {
  if (layer === null) return null
  const depth = path.split('/').length
  if (depth === 2) return layer === 'main' ? null : 'only main.ts stands directly in src/.'
  if (!layers.includes(layer) || layer === 'main') return `src/${layer}/ is not a folder of the house; its folders are in tools/fences/house.ts.`
  if (layer === 'procedures' && depth > 3) return 'procedures/ has no sub-folders: one verb, one file.'
  if (isConcept(layer) && depth > 4) return `${layer}/ has sub-concepts one level deep, not more.`
  if (room !== null && room !== 'islands' && room !== 'ui' && !isConcept(room)) {
    return `src/web/${room}/ mirrors no concept; beside the concepts there are only web/islands/ and web/ui/.`
  }
  return null
}

function emptyName({ name, path }: Place): string | null {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.(config|island))?$/.test(name)) return `${name} is not in kebab-case.`
  const empty = name === 'index' ? name : name.split('-').find((word) => emptyWords.includes(word))
  return empty === undefined ? null : `"${empty}" in ${path} does not say what the file holds.`
}

function wrongName(place: Place): string | null {
  const { layer, concept, room, name, isTest } = place
  if (concept !== null && !isConceptFile(name)) {
    return `${name} is not a file of a concept; those are ${conceptFiles.join(', ')}.`
  }
  if (layer === 'web' && room === null && !(webTop as readonly string[]).includes(name)) {
    return `${name} does not stand directly in web/; only ${webTop.join(', ')} do.`
  }
  if (room !== null && isConcept(room) && !(webFiles as readonly string[]).includes(name)) {
    return `${name} is not a file of web/${room}/; those are ${webFiles.join(', ')}.`
  }
  if (layer === 'procedures' && name !== 'testing' && !name.includes('-')) {
    return `${name} does not name a verb and its object, as publish-edition does.`
  }
  if (isTest && concept !== null && name === 'testing') return 'builders for tests are tested by the tests that use them.'
  return null
}

/** A procedure's file exports one function, of its own name; types go free. */
function checkProcedures(tree: Tree): Violation[] {
  return productCode(tree).flatMap(({ place, syntax }) => {
    if (place.layer !== 'procedures' || place.isTest || place.name === 'testing') return []
    const expected = place.name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
    const exported = syntax.exportedValues
    if (exported.length === 1 && exported[0]?.what === expected) return []
    const line = exported.find((value) => value.what !== expected)?.line ?? 1
    return [violation('one-verb', place, line, `${place.name} exports one function, ${expected}, and nothing else that runs.`)]
  })
}
