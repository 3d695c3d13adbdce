/** Reads a backup archive and says whether it is whole. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Refusal } from '../shared/result.ts'
import { MANIFEST, manifestSchema, storedFileOf, tableOf, type Manifest } from './backup-manifest.ts'
import { gather, readTar, TarFault, type TarMember } from './tar.ts'

export interface ArchiveRefusal extends Refusal<'not-a-backup' | 'damaged'> {
  readonly problem: string
  /** Where it is damaged, as far as that can be told. */
  readonly member?: string
}

/** The members of an archive in order. Throws a `TarFault` where it cannot be read. */
export function readArchive(path: string): AsyncGenerator<TarMember, void> {
  const unzipped = createGunzip()
  // What goes wrong is met by whoever reads from it.
  pipeline(createReadStream(path), unzipped, () => undefined)
  return readTar(unzipped as AsyncIterable<Buffer>)
}

type Members = Manifest['members']

/** Reads the whole archive and compares every member with the manifest: its name, its place, its size, its SHA-256. */
export async function verifyArchive(path: string): Promise<Manifest | ArchiveRefusal> {
  const found: Members = []
  let text: string | undefined
  let fault: TarFault | undefined
  try {
    for await (const member of readArchive(path)) {
      if (member.name === MANIFEST) text = (await gather(member.content)).toString('utf8')
      else found.push({ name: member.name, size: member.size, sha256: await digestOf(member.content) })
    }
  } catch (error) {
    if (!(error instanceof TarFault)) throw error
    fault = error
  }
  if (found.length === 0 && text === undefined) return { refusal: 'not-a-backup', problem: `${path} cannot be read as a backup of Convoke${because(fault)}.` }
  const manifest = text === undefined ? undefined : parseManifest(text)
  if (manifest === 'other-format') return { refusal: 'not-a-backup', problem: `${path} is in a format that this Convoke does not know.` }
  const wrong = manifest === undefined ? undefined : firstDifference(manifest.members, found)
  const member = wrong ?? fault?.member ?? (manifest === undefined ? MANIFEST : undefined)
  if (member === undefined && manifest !== undefined) return manifest
  return { refusal: 'damaged', member: member ?? MANIFEST, problem: `${path} is damaged or not complete: ${member ?? MANIFEST} is not what it was when the backup was made${because(fault)}.` }
}

function because(fault: TarFault | undefined): string {
  return fault === undefined ? '' : ` (${fault.message})`
}

async function digestOf(content: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of content) hash.update(chunk)
  return hash.digest('hex')
}

function parseManifest(text: string): Manifest | 'other-format' | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const parsed = manifestSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined
  return typeof format === 'string' && format !== manifestSchema.shape.format.value ? 'other-format' : undefined
}

/** The name of the first member that is not as the manifest says, or that is neither rows nor a file. */
function firstDifference(expected: Members, found: Members): string | undefined {
  for (let place = 0; place < Math.max(expected.length, found.length); place++) {
    const [one, other] = [expected[place], found[place]]
    if (one === undefined || one.name !== other?.name) return (one ?? other)?.name
    if (one.size !== other.size || one.sha256 !== other.sha256) return one.name
    if (tableOf(one.name) === undefined && storedFileOf(one.name) === undefined) return one.name
  }
  return undefined
}
