import { describe, expect, test } from 'vitest'
import { isSameWork, isShown, publicSuggester } from '../../library/suggestions/model.ts'
import { findAddresses } from './addresses.ts'
import { readMailedPapers } from './reading.ts'
import { baseSubject, readBeginning } from './words.ts'

const read = (own: string, subject = '', over: { quoted?: string; isAsked?: boolean } = {}) =>
  readMailedPapers({ subject, own, quoted: over.quoted ?? '', isAsked: over.isAsked ?? false }).papers
const brief = (own: string, subject = '') => read(own, subject).map(({ title, address }) => [title, address])

describe('no paper is named', () => {
  test.each([
    ['', ''],
    ['Thanks a lot.\n\nKind regards,\nAna', 'Re: Paper'],
    ['We have thought long about it and we hold that a harbour needs a master.\nIt is known to all.', 'Suggested reading'],
    ['See me@example.org or javascript:alert(1) or ftp://files.example/x.', 'paper'],
  ])('%j with subject %j', (own, subject) => expect(read(own, subject)).toEqual([]))
})

test('addresses in the shapes in which people write them, without the signs around them', () => {
  const found = (text: string) => findAddresses(text).map(({ address }) => address)
  expect(found('(see https://a.example/x_(1), <http://b.example/y?z=1>.) www.c.example/d; mail@www.example')).toEqual(['https://a.example/x_(1)', 'http://b.example/y?z=1', 'https://www.c.example/d'])
  expect(found('doi:10.1000/182, DOI 10.1000/xyz(a). 10.5281/zenodo.1234； https://dx.doi.org/10.1000/183')).toEqual(['https://doi.org/10.1000/182', 'https://doi.org/10.1000/xyz(a)', 'https://doi.org/10.5281/zenodo.1234', 'https://doi.org/10.1000/183'])
  expect(found('arXiv:2101.00001v2 and arxiv: hep-th/9901001。见https://d.example/文件。 10.10/2019 https://user:pass@e.example/')).toEqual(['https://arxiv.org/abs/2101.00001v2', 'https://arxiv.org/abs/hep-th/9901001', 'https://d.example/文件'])
})

test('one paper: the subject is its title, the first address its address, the rest why it matters', () => {
  expect(read('Dear all,\n\nhttps://a.example/x.pdf\n\nIt counts pilots in 40 ports.\nSee also https://b.example.\n\nBest regards,\nAna\nhttps://ana.example', 'Fwd: [library] Pilots of Europe')).toEqual([
    { title: 'Pilots of Europe', author: null, publisher: null, published: null, address: 'https://a.example/x.pdf', note: 'It counts pilots in 40 ports.\nSee also https://b.example.' },
  ])
  expect(brief('', 'Paper: Pilots of Europe')).toEqual([['Pilots of Europe', null]])
  expect(read('', 'TR : à lire', { quoted: 'Bonjour, voir https://c.example/y.' }).map(({ address }) => address)).toEqual(['https://c.example/y'])
})

test.each([
  ['Titre : Les ports\nAuteur : Ana Sousa\nRevue : La Mer\nAnnée : 2019\nLien : https://a.example/1\nPourquoi : il compte.', ['Les ports', 'Ana Sousa', 'La Mer', '2019', 'https://a.example/1', 'il compte.']],
  ['标题：港口\n作者：王芳\n出版社：海洋\n年份：2019\n网址：https://a.example/2\n原因：很重要', ['港口', '王芳', '海洋', '2019', 'https://a.example/2', '很重要']],
  ['العنوان: الموانئ\nالمؤلف: آنا\nالناشر: البحر\nالسنة: ٢٠١٩\nالرابط: https://a.example/3\nلماذا: مهم', ['الموانئ', 'آنا', 'البحر', '٢٠١٩', 'https://a.example/3', 'مهم']],
  ['Название: Порты\nАвтор: Анна\nЖурнал: Море\nГод: 2019\nСсылка: doi:10.1000/4\nПочему: важно', ['Порты', 'Анна', 'Море', '2019', 'https://doi.org/10.1000/4', 'важно']],
  ['*Title:* Ports of the north, their pilots and what became of them in the\nlong nineteenth century\nBy: Ana\nPublisher: Sea\nDate: 2019-03-11\nURL: https://a.example/5\nAddress: 3 Harbour Road', ['Ports of the north, their pilots and what became of them in the long nineteenth century', 'Ana', 'Sea', '2019-03-11', 'https://a.example/5', 'Address: 3 Harbour Road']],
])('lines with labels: %j', (own, expected) => expect(read(own, 'Re: our call').map(({ title, author, publisher, published, address, note }) => [title, author, publisher, published, address, note])).toEqual([expected]))

describe('several in one mail', () => {
  test('numbered, with what is said of all', () => {
    expect(read('Hello,\nall three are from the north.\n\n1. Ports, https://a.example/1\nOld but good.\n2) Ships: https://a.example/2\n3. Pilots', 'Three papers').map(({ title, address, note }) => [title, address, note])).toEqual([
      ['Ports', 'https://a.example/1', 'Old but good.\n\nall three are from the north.'],
      ['Ships', 'https://a.example/2', 'all three are from the north.'],
      ['Pilots', null, 'all three are from the north.'],
    ])
    expect(brief('1. Ana Sousa, Ports. Sea, 2019.\n2. Bo Li, Ships. Sea, 2020.', 'Papers')).toEqual([['Ana Sousa, Ports. Sea, 2019.', null], ['Bo Li, Ships. Sea, 2020.', null]])
  })
  test('one address a line, with the title on it, above it or none', () => {
    expect(brief('Please:\nhttps://a.example/1\nhttps://a.example/2\n', 'Papers')).toEqual([[null, 'https://a.example/1'], [null, 'https://a.example/2']])
    expect(brief('- Ports – https://a.example/1\n- Ships (https://a.example/2)\n')).toEqual([['Ports', 'https://a.example/1'], ['Ships', 'https://a.example/2']])
    expect(brief('Ports\nhttps://a.example/1\n\nShips\nhttps://a.example/2')).toEqual([['Ports', 'https://a.example/1'], ['Ships', 'https://a.example/2']])
    expect(brief('Title: Ports\nAuthor: Ana\n\nTitle: Ships')).toEqual([['Ports', null], ['Ships', null]])
  })
  test('what stands beside an address that has a label is the title, and a second of a kind is not lost', () => {
    expect(brief('1. Tides, https://a.example/1\n2. doi:10.1000/182 – Winter moorings')).toEqual([['Tides', 'https://a.example/1'], ['Winter moorings', 'https://doi.org/10.1000/182']])
    expect(read('Link: https://a.example/1\nLink: https://b.example/2', 'Ports')).toMatchObject([{ address: 'https://a.example/1', note: 'Link: https://b.example/2' }])
  })
  test('points about one paper and addresses within sentences are no list', () => {
    expect(brief('https://a.example/1\n\n1. It is new.\n2. It is short.', 'Ports')).toEqual([['Ports', 'https://a.example/1']])
    expect(brief('The text is at https://a.example/1 since May, and https://b.example has a summary of it.', 'Ports')).toEqual([['Ports', 'https://a.example/1']])
  })
})

test('an answer begins with a word for it, in eight languages, and other sentences do not', () => {
  expect(['Paper: Ports', 'Suggest a paper', 'LECTURE SUGGÉRÉE : Ports', 'Leseempfehlung: Ports', 'Lectura sugerida: Ports', 'Leitura: Ports', 'Для библиотеки: Ports', 'ورقة مقترحة: Ports', '推荐阅读：Ports'].map((line) => readBeginning(line)?.rest)).toEqual(['Ports', '', 'Ports', 'Ports', 'Ports', 'Ports', 'Ports', 'Ports', 'Ports'])
  expect(['Paper', 'Paper is patient', 'Question 2: Paper', 'Reading this: no', 'Папка: да', '¶ 3: paper'].map(readBeginning)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined])
  expect(read('Ports of Europe.\n\nIt counts.', '', { isAsked: true })).toMatchObject([{ title: 'Ports of Europe.', note: 'It counts.' }])
  expect(['Re: AW: [x] Ports', '回复：Ports', 'Fwd[2]: Ports', 'Reports: ours'].map(baseSubject)).toEqual(['Ports', 'Ports', 'Ports', 'Reports: ours'])
})

test('the same work is known by its address however it is written, or by its title', () => {
  const same = (a: string, b: string) => isSameWork({ title: null, address: a }, { title: null, address: b })
  expect([same('http://www.a.example/X/', 'https://A.example/X#p'), same('https://doi.org/10.1000/Ab', 'https://dx.doi.org/10.1000/aB'), same('https://arxiv.org/pdf/2101.00001v2.pdf', 'https://arxiv.org/abs/2101.00001'), same('https://a.example/x', 'https://a.example/X')]).toEqual([true, true, true, false])
  expect([isSameWork({ title: 'Ports: of Europe', address: 'https://a.example' }, { title: 'ports of  europe', address: null }), isSameWork({ title: '…', address: null }, { title: '', address: null })]).toEqual([true, false])
})

test('what nobody has looked at is shown where nobody need look first, and a name only where its sender is sure and agrees', () => {
  expect((['unconfirmed', 'waiting', 'listed', 'declined', 'withdrawn'] as const).map((state) => [isShown({ state, isWithheld: false }, 'none'), isShown({ state, isWithheld: false }, 'hold'), isShown({ state, isWithheld: true }, 'none')])).toEqual([[false, false, false], [true, false, false], [true, true, false], [true, true, false], [false, false, false]])
  const eve = { name: 'Eve', organisation: 'Ports', consent: 'full', proof: 'answer' } as const
  expect([publicSuggester(eve), publicSuggester({ ...eve, consent: 'without-name' }), publicSuggester({ ...eve, proof: null }), publicSuggester({ ...eve, name: null, organisation: null })]).toEqual(['Eve, Ports', null, null, null])
})
