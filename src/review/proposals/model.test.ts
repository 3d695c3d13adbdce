import { describe, expect, test } from 'vitest'
import { compareProposal } from './model.ts'

const paragraph = 'Harbours publish their rules. A quiet hour has wide support among them. Moorings cost money.'
const write = (change: ReturnType<typeof compareProposal>) =>
  change?.stretches.map(({ kind, text }) => (kind === 'same' ? text : kind === 'inserted' ? `{+${text}+}` : `{-${text}-}`)).join('')

describe('a proposed wording as a change', () => {
  test('of the whole paragraph, where it is most like the whole', () => {
    const change = compareProposal(paragraph, 'Harbours publish all their rules. A quiet hour has wide support among them. Moorings cost money.', 'en')
    expect(write(change)).toBe('Harbours publish {+all +}their rules. A quiet hour has wide support among them. Moorings cost money.')
    expect(change?.isPart).toBe(false)
  })

  test('of one sentence, where only that is proposed', () => {
    const change = compareProposal(paragraph, 'A quiet hour has support among them.', 'en')
    expect(write(change)).toBe('A quiet hour has {-wide -}support among them.')
    expect(change?.isPart).toBe(true)
  })

  test('of two sentences that stand together', () => {
    expect(write(compareProposal(paragraph, 'A quiet hour has wide support among all of them. Moorings cost money.', 'en'))).toContain('among {+all of +}them. Moorings cost money.')
  })

  test.each([
    ['fr', 'Les ports publient leurs règles. Une heure calme est soutenue.', 'Une heure calme est bien soutenue.', '{+bien +}'],
    ['ru', 'Порты публикуют правила. Тихий час поддержан.', 'Тихий час широко поддержан.', '{+широко +}'],
    ['zh', '港口应当公布规则。安静时间得到支持。', '安静时间得到广泛支持。', '{+广泛+}'],
    ['ar', 'تنشر الموانئ قواعدها. تحظى ساعة الهدوء بدعم.', 'تحظى ساعة الهدوء بدعم واسع.', 'واسع'],
  ])('in %s', (language, text, proposal, expected) => {
    expect(write(compareProposal(text, proposal, language))).toContain(expected)
  })

  test('is none where the words have little in common', () => {
    expect(compareProposal(paragraph, 'Delete this, and say instead who pays for what.', 'en')).toBeUndefined()
  })
})
