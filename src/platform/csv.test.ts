import { expect, test } from 'vitest'
import { writeCsv } from './csv.ts'

test('a table is quoted where needed, and nothing in it is a formula', () => {
  const written = writeCsv([['id', 'text'], ['P-1', '=HYPERLINK("http://x.example")'], ['P-2', ' +1'], ['P-3', '-2'], ['P-4', '@cmd'], ['P-5', '\tx'], ['P-6', 'a "b", c\nd'], ['P-7', -3], ['P-8', null], ['P-9', '＝1']])
  expect(written).toBe(
    '\ufeffid,text\r\nP-1,"\'=HYPERLINK(""http://x.example"")"\r\nP-2,\' +1\r\nP-3,\'-2\r\nP-4,\'@cmd\r\nP-5,\'\tx\r\nP-6,"a ""b"", c\nd"\r\nP-7,-3\r\nP-8,\r\nP-9,\'＝1\r\n',
  )
})
