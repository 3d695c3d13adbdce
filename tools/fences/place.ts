import { concepts, conceptFiles, doors } from './house.ts'

/** Where a file stands in the house, read from its path alone. */
export interface Place {
  /** Path from the root of the checkout, with `/`. */
  readonly path: string
  /** The folder of `src/` it belongs to, `main` for `src/main.ts`, null outside `src/`. */
  readonly layer: string | null
  /** The concept whose folder it stands in; null for all others, `web/<concept>` too. */
  readonly concept: string | null
  /** The folder below `web/`: a concept, `islands` or `ui`; null elsewhere. */
  readonly room: string | null
  /** Its name without extension and without `.test`. */
  readonly name: string
  /** Its name when it stands in a concept's folder: model, commands, … */
  readonly role: string | null
  readonly isTest: boolean
}

/** Reads the place of a path such as `src/calls/questions/model.test.ts`. */
export function placeOf(path: string): Place {
  const parts = path.split('/')
  const file = parts.at(-1) ?? ''
  const isTest = /\.test\.[cm]?[jt]sx?$/.test(file) || parts[0] === 'test'
  const name = file.replace(/(\.test|\.d)?\.[^.]+$/, '')
  const second = parts[1] ?? ''
  const layer = parts[0] !== 'src' ? null : parts.length === 2 ? name : second
  const concept = layer !== null && isConcept(layer) ? layer : null
  const room = layer === 'web' && parts.length > 3 ? (parts[2] ?? null) : null
  return { path, layer, concept, room, name, role: concept === null ? null : name, isTest }
}

export function isConcept(name: string): boolean {
  return (concepts as readonly string[]).includes(name)
}

export function isDoor(layer: string | null): boolean {
  return layer !== null && (doors as readonly string[]).includes(layer)
}

export function isConceptFile(name: string): boolean {
  return (conceptFiles as readonly string[]).includes(name)
}

/** Builders for tests: open to tests and to each other. */
export function isTesting(place: Place): boolean {
  return (place.concept !== null || place.layer === 'procedures') && place.name === 'testing'
}
