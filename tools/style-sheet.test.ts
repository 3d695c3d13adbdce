import { expect, test } from 'vitest'
import { minifyCss } from './style-sheet.ts'

test('comments and needless space go, strings and meaningful space stay', () => {
  const css = `
    /* a "quoted" comment */
    nav  a:hover , nav :focus { color : red ; margin: calc( 1px + 2px ) ; }
    q::before { content: "/* not ; a { comment */  " }
    a { background: url("a/b.svg") ; font: 12px / 1.4 'It\\'s' }
  `
  expect(minifyCss(css)).toBe(
    'nav a:hover,nav :focus{color : red;margin: calc( 1px + 2px )}' +
      'q::before{content: "/* not ; a { comment */  "}' +
      `a{background: url("a/b.svg");font: 12px / 1.4 'It\\'s'}`,
  )
})
