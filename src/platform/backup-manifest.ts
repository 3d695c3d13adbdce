/** What a backup archive holds; `docs/operate/backup.md` describes the format. */
import { z } from 'zod'

export const BACKUP_FORMAT = 'convoke-backup/1'
/** The archive's last member. */
export const MANIFEST = 'manifest.json'

const digest = z.string().regex(/^[0-9a-f]{64}$/u)

export const manifestSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  taken: z.string().describe('The instant of the snapshot'),
  migrations: z.array(z.string()).describe('Those applied, in order'),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int().min(0) })).describe('In the order to fill them'),
  sequences: z.array(z.object({ name: z.string(), value: z.string().regex(/^-?\d+$/u).nullable() })),
  members: z.array(z.object({ name: z.string(), size: z.int().min(0), sha256: digest })).describe('All others, in their order'),
})

export type Manifest = z.infer<typeof manifestSchema>

/** A stretch of a table's rows; parts count from 1. */
export function partName(table: string, part: number): string {
  return `tables/${table}/${String(part).padStart(5, '0')}.copy`
}

export function fileName(sha256: string): string {
  return `files/${sha256}`
}

/** The table a member belongs to. */
export function tableOf(member: string): string | undefined {
  return /^tables\/([^/]+)\/\d+\.copy$/u.exec(member)?.[1]
}

/** The stored file a member is. */
export function storedFileOf(member: string): string | undefined {
  return /^files\/([0-9a-f]{64})$/u.exec(member)?.[1]
}
