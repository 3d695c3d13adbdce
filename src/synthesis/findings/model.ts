import type { Stance } from '../../shared/vocabularies.ts'

/** Somebody behind a finding: one passage of a contribution or of a comment, and how it stands to the finding. */
export interface Spoken {
  /** What is counted as one voice: the contribution or the comment. */
  readonly voice: string
  readonly isContribution: boolean
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly stance: Stance
}

/** Who stands on one side of a finding; each voice once. Groups and regions are keys of the forum's lists; what is not recorded is none. */
export interface Side {
  readonly contributions: number
  readonly comments: number
  readonly groups: readonly string[]
  readonly regions: readonly string[]
}

/** How strong a finding is: computed from rows, never typed. */
export interface Strength {
  /** Of how many contributions: those that answered the question, or all of the cycle. */
  readonly of: number
  readonly supports: Side
  readonly opposes: Side
  readonly qualifies: Side
}

export function measureStrength(spoken: readonly Spoken[], of: number): Strength {
  const side = (stance: Stance): Side => {
    const voices = [...new Map(spoken.filter((each) => each.stance === stance).map((each) => [each.voice, each])).values()]
    const keys = (key: 'stakeholderGroup' | 'regionalGroup'): string[] => [...new Set(voices.flatMap((each) => each[key] ?? []))].sort()
    return {
      contributions: voices.filter((each) => each.isContribution).length,
      comments: voices.filter((each) => !each.isContribution).length,
      groups: keys('stakeholderGroup'),
      regions: keys('regionalGroup'),
    }
  }
  return { of, supports: side('supports'), opposes: side('opposes'), qualifies: side('qualifies') }
}

/** Agreement is broad where most of the groups that contributed at all support it, and there is more than one of them. */
export function isBroad(strength: Pick<Strength, 'supports'>, present: readonly string[]): boolean {
  const groups = strength.supports.groups.filter((group) => present.includes(group)).length
  return present.length > 1 && groups > 1 && groups * 2 > present.length
}
