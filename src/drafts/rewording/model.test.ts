import { expect, test } from 'vitest'
import type { TextRun } from '../blocks/model.ts'
import { rewordRuns } from './model.ts'

test('a footnote that is typed anew in a plain field keeps marks and links of the words that stay, in any script', () => {
  const runs: readonly TextRun[] = [
    { kind: 'text', text: 'See the ' },
    { kind: 'text', text: 'report', link: 'https://example.org/report' },
    { kind: 'text', text: ' and ' },
    { kind: 'text', text: 'التقرير', marks: ['strong'] },
  ]
  expect(rewordRuns(runs, 'See also the report, 报告 and التقرير.', 'en')).toEqual([
    { kind: 'text', text: 'See also the ' },
    { kind: 'text', text: 'report', link: 'https://example.org/report' },
    { kind: 'text', text: ', 报告 and ' },
    { kind: 'text', text: 'التقرير.', marks: ['strong'] },
  ])
  expect(rewordRuns(runs, '', 'en')).toEqual([])
  expect(rewordRuns([], 'New', 'en')).toEqual([{ kind: 'text', text: 'New' }])
})
