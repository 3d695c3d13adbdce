import { expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import type { PlacedTheme } from '../model.ts'
import { layMatrix } from './model.ts'

test('a group that is silent differs from one that is not there, and shade goes by the share of the group', () => {
  const theme: PlacedTheme = { id: 't' as Id<'theme'>, parentId: null, slug: 't', title: 'T', description: null, revision: 1, depth: 0 }
  const column = (key: string, present: number) => ({ key, title: key, present })
  const columns = { stakeholderGroup: [column('A', 2), column('B', 20), column('C', 3), column('D', 0)], regionalGroup: [column('AFG', 9)] }
  const count = (key: string, contributions: number) => ({ themeId: theme.id, dimension: 'stakeholderGroup' as const, key, contributions, passages: contributions * 2 })
  const [row] = layMatrix([theme], columns, [count('A', 2), count('B', 2)], new Map([[theme.id, { contributions: 4, passages: 8 }]]))
  expect(row?.cells.stakeholderGroup.map(({ state, shade, contributions }) => [state, shade, contributions])).toEqual([['spoken', 4, 2], ['spoken', 1, 2], ['silent', 0, 0], ['absent', 0, 0]])
  expect(row?.cells.regionalGroup.map(({ state }) => state)).toEqual(['silent'])
  expect(row).toMatchObject({ contributions: 4, passages: 8 })
})
