import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { plainWords } from '../spelling/model.ts'

export const NAME_KINDS = ['organisation', 'person'] as const
export type NameKind = (typeof NAME_KINDS)[number]

/** A name as it was printed somewhere in a forum. A name that nobody has said anything of has no row, and stands for itself. */
export interface RegisteredName {
  readonly id: Id<'name'>
  readonly kind: NameKind
  readonly name: string
  /** The name under which it is known; null for one that stands for itself. */
  readonly mergedInto: Id<'name'> | null
  readonly mergedAt: Instant | null
}

/** What the names of a forum stand for. */
export interface Register {
  /** The name under which a name is known, through as many merges as there are; itself where it was never merged. */
  readonly knownAs: (kind: NameKind, name: string) => string
  /** All names known as this one, itself first. */
  readonly namesOf: (kind: NameKind, name: string) => readonly string[]
}

export function readRegister(rows: readonly RegisteredName[]): Register {
  const byId = new Map<Id, RegisteredName>(rows.map((row) => [row.id, row]))
  const rootOf = (row: RegisteredName): RegisteredName => {
    const above = row.mergedInto === null ? undefined : byId.get(row.mergedInto)
    return above === undefined ? row : rootOf(above)
  }
  const roots = new Map(rows.map((row) => [keyOf(row.kind, row.name), rootOf(row).name]))
  const under = Map.groupBy(rows, (row) => keyOf(row.kind, rootOf(row).name))
  return {
    knownAs: (kind, name) => roots.get(keyOf(kind, name)) ?? name,
    namesOf: (kind, name) => [name, ...(under.get(keyOf(kind, name)) ?? []).map((row) => row.name).filter((other) => other !== name).sort()],
  }
}

export function keyOf(kind: NameKind, name: string): string {
  return `${kind} ${name}`
}

/**
 * Words that make of a body's name the name of one of its units. A forum can edit its list. Units are bodies of their own: neither
 * are they proposed as the whole, nor as each other.
 */
export const DEFAULT_UNIT_WORDS: readonly string[] = [
  'chapter', 'chapters', 'branch', 'section', 'division', 'department', 'unit', 'office', 'bureau', 'secretariat', 'committee', 'subcommittee', 'council', 'commission', 'board', 'sig', 'group',
  'working group', 'task force', 'youth', 'observatory', 'institute', 'faculty', 'school', 'centre', 'center', 'region', 'regional', 'district', 'local',
  'chapitre', 'branche', 'département', 'bureau', 'secrétariat', 'comité', 'conseil', 'groupe', 'jeunesse', 'faculté', 'école', 'région', 'antenne', 'délégation',
  'capítulo', 'sección', 'sede', 'división', 'departamento', 'oficina', 'secretaría', 'comité', 'consejo', 'grupo', 'juventud', 'facultad', 'escuela', 'región', 'capítulo', 'seção', 'divisão', 'escritório', 'secretaria', 'conselho', 'juventude', 'escola', 'região',
  'ortsgruppe', 'landesverband', 'abteilung', 'sektion', 'referat', 'büro', 'sekretariat', 'ausschuss', 'gruppe', 'jugend', 'fakultät', 'sezione', 'ufficio', 'segreteria', 'gruppo',
  'отделение', 'филиал', 'секция', 'отдел', 'департамент', 'управление', 'секретариат', 'комитет', 'совет', 'комиссия', 'группа', 'факультет', 'институт', 'центр',
  'فرع', 'قسم', 'إدارة', 'مكتب', 'أمانة', 'لجنة', 'مجلس', 'مجموعة', 'كلية', 'معهد', 'مركز',
  '分会', '分部', '分校', '部', '处', '局', '委员会', '秘书处', '小组', '支部', '学院', '研究所', '中心', '支会', '部門', '事務局', '委員会',
]

/** The words of an edited list, one to a line: each as it is compared. */
export function readUnitWords(text: string): string[] {
  return [...new Set(text.split(/\n/u).map((line) => line.trim()).filter((line) => plainWords(line).length > 0))]
}
