import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { TestApplication } from './application.ts'
import { calendarAnswer, calendarFile } from './hostile-reports.ts'
import type { HostileWorld } from './hostile-world.ts'

let sent = 0

/** What a form needs beyond what its fields suggest. */
export function goodFor(pattern: string): Record<string, string> {
  sent += 1
  const good: Record<string, string> = { slug: `a-slug-${sent}`, zone: 'UTC', ends: '11:00', paragraphs: '1', changed: '1', duplicateOf: '', opensOn: '', language: 'en', refs: 'F-1', cutOff: '2026-11-01', 'questions.0.lengthLimit': '500' }
  if (pattern === '/desk/:forum/:cycle/comments') good['act'] = 'assign'
  // The comments may be about several documents: then no paragraph is named.
  if (pattern.endsWith('/comments/together')) good['changed'] = ''
  if (pattern.endsWith('/files')) good['arrivedOn'] = '2026-11-01'
  if (pattern.endsWith('/files/:file')) Object.assign(good, { 'is-2': 'whole', 'at-2': '', consent: 'full', shall: 'take' })
  if (pattern.endsWith('/suggestions/from/:comment')) good['text'] = 'Words that nobody has written yet.'
  if (pattern.endsWith('/extend')) Object.assign(good, { deadline: '2027-01-01', closesOn: '2027-01-01' })
  if (pattern.endsWith('/reading/:ref/:answer') || pattern.endsWith('/reading/:ref')) Object.assign(good, { quote: '', places: '' })
  if (pattern.endsWith('/calls/:call/remark')) good['question'] = '1'
  if (pattern.endsWith('/proposals')) good['isOpen'] = 'open'
  if (pattern.endsWith('/proposals/:number')) Object.assign(good, { outcome: 'theme', wording: 'A theme' })
  if (pattern.endsWith('/variants')) Object.assign(good, { 'variants.0.slug': 'nri' })
  if (pattern.endsWith('/announce')) good['addresses'] = 'someone@example.org'
  if (pattern === '/desk/:forum/lists/announce') good['shall'] = 'send'
  if (pattern.endsWith('/participants')) good['participants'] = 'Somebody'
  if (pattern.endsWith('/report')) Object.assign(good, { report: 'A paragraph.', text: '1. A paragraph.', meeting: 'first', shall: pattern.endsWith('/new/report') ? 'keep' : 'save' })
  if (pattern.endsWith('/new/calendar')) Object.assign(good, { shall: 'take', from: '2026-12-01', until: '2026-12-31' })
  if (pattern.endsWith('/report-way')) Object.assign(good, { shall: 'answer', until: '2030-01-02' })
  if (pattern.endsWith('/correct')) good['paragraph'] = '1'
  if (pattern.endsWith('/invitations')) Object.assign(good, { people: `invited-${sent}@example.org`, shall: 'invite' })
  if (pattern === '/desk/:forum/papers/:paper') Object.assign(good, { decision: 'declined', reason: 'It is about ships.' })
  if (pattern.endsWith('/references')) good['published'] = '2017-10-11'
  if (pattern.endsWith('/contributions/new/:call')) good['receivedBy'] = '2026-11-01'
  if (pattern.endsWith('/:theme/move')) good['parentId'] = ''
  if (pattern.endsWith('/move')) good['on'] = `2026-12-${String((sent % 28) + 1).padStart(2, '0')}`
  if (pattern.endsWith('/anchor')) good['quote'] = 'Other words'
  if (pattern.endsWith('/comment') || pattern.endsWith('/enter')) good['quote'] = ''
  if (pattern.endsWith('/anchors/:document')) good['verdict-*'] = 'candidate-1'
  if (pattern.endsWith('/unsent/:id/:secret/documents')) good['go'] = 'next'
  if (pattern.endsWith('/split')) good['goes-*'] = 'move'
  if (pattern.endsWith('/redact/:answer')) Object.assign(good, { quote: 'question', places: '' })
  if (pattern.endsWith('/reading/:ref/:answer')) good['sentence'] = '4'
  if (pattern.includes('/translations/')) good['language'] = 'fr'
  if (pattern.endsWith('/documents/:document/versions/:version')) Object.assign(good, { addresses: 'someone@example.org', releaseOn: '2027-01-01' })
  if (pattern.endsWith('/freeze')) Object.assign(good, { commentsCutOff: '2026-11-01', releaseOn: '2027-01-01', reviewCloses: '2027-01-01', review: '' })
  if (pattern.endsWith('/editions/:edition')) good['paragraph'] = '1'
  if (pattern.endsWith('/meetings/:meeting/agenda')) Object.assign(good, { minutes: '10', order: '1', links: 'Words | https://example.org/words' })
  if (pattern.endsWith('/agenda-template')) good['text'] = 'Opening | 5 | Ada'
  if (pattern.endsWith('/actions') || pattern.endsWith('/actions/:action')) Object.assign(good, { due: '2026-12-01', state: 'done' })
  if (pattern.endsWith('/joining')) Object.assign(good, { value: 'https://example.org/join', 'until-date': '2027-01-01', 'until-time': '10:00', zone: 'UTC' })
  if (pattern.endsWith('/events/new') || pattern.endsWith('/events/:event')) Object.assign(good, { firstDay: '2026-12-01', lastDay: '2026-12-03', daysBefore: '1' })
  if (pattern.endsWith('/meetings/:meeting/session')) good['event'] = ''
  if (pattern.endsWith('/check-in')) good['country'] = 'KE'
  if (/\/(?:meetings\/|new-meeting)/u.test(pattern)) good['ordinal'] = ''
  if (pattern.includes('/polls/')) Object.assign(good, { from: '', until: '', hours: '', single: `2026-12-10 ${String(sent % 24).padStart(2, '0')}:${String(sent % 60).padStart(2, '0')}`, deadlineDate: `2026-12-${String((sent % 28) + 1).padStart(2, '0')}`, deadlineTime: '10:00', deadlineZone: '', addresses: `somebody-${sent}@example.org`, zones: 'UTC', go: 'vote', ordinal: '' })
  if (pattern.includes('/lists/')) Object.assign(good, { sizeLimit: '1000', digestDay: '', digestHour: '6', rewrittenDomains: 'strict.example', moderators: `mo-${sent}@example.org`, cycle: '', mail: `joins-${sent}@example.org`, members: `entered-${sent}@example.org`, isArchivePrivate: '', kind: 'open' })
  if (pattern === '/:forum/lists/:list/member/:token') good['shall'] = 'choose'
  if (pattern === '/desk/:forum/lists/:list/members/:member') good['shall'] = 'trust'
  if (pattern === '/desk/:forum/lists/:list/closed') good['shall'] = 'close'
  if (pattern.endsWith('/notices/:token') || pattern.endsWith('/:forum/notices')) Object.assign(good, { all: 'daily', shall: 'save' })
  if (pattern === '/desk/mail/bounces') good['address'] = 'complained@example.org'
  if (pattern.endsWith('/points/:point/list')) good['until'] = '2027-01-01'
  if (pattern.endsWith('/meetings/:meeting/transcripts')) good['text'] = 'Ada: Words that were said.'
  if (pattern.endsWith('/room/polls')) good['options'] = 'Yes\nNo'
  if (pattern.endsWith('/room/hand') || pattern.endsWith('/room/hands')) Object.assign(good, { name: `Somebody ${sent}`, stakeholderGroup: '' })
  if (pattern === '/desk/:forum/terms') Object.assign(good, { word: 'harbour', target: 'port' })
  return good
}

/** The file that a form wants; undefined where it can do without. */
export async function fileFor(app: TestApplication, pattern: string, { forum, cycle }: Pick<HostileWorld, 'forum' | 'cycle'>, cookie: string): Promise<File | undefined> {
  const bytes = async (path: string) => (await app.get(path, { cookie })).arrayBuffer()
  const base = `/${forum.slug}/${cycle.slug}`
  if (pattern.endsWith('/word')) return answered(await bytes(`${base}/calls/main/form.docx`))
  if (pattern.endsWith('/exchange')) return new File([await bytes(`/desk${base}/exchange/matrix.xlsx`)], 'matrix.xlsx')
  if (pattern.endsWith('/documents/:document/return')) return new File(['Everybody answers.\n\nWe thank them.\n'], 'text.txt')
  if (pattern.endsWith('/meetings/new/calendar')) return calendarFile(sent)
  if (pattern.endsWith('/meetings/new/answers')) return calendarAnswer(app, forum)
  if (pattern.endsWith('/attendance/list')) return new File(['Name,Duration\nAda,10\n'], 'participants.csv')
  if (pattern.endsWith('/reviews/:review/files')) return new File(['Member,Paragraph,Comment\nAda,1,Why?\n'], 'comments.csv')
  if (pattern.endsWith('/translations/:language/import')) return new File(['¶2,words\n'], 'sheet.csv')
  return pattern.endsWith('/imports/new') ? new File(['Who,Answer 1\nAda,words\n'], 'rows.csv') : undefined
}

/** The Word form of a call with something written for its first question, as Word does. */
function answered(form: ArrayBuffer): File {
  const parts = unzipSync(new Uint8Array(form))
  const xml = strFromU8(parts['word/document.xml'] ?? new Uint8Array())
  const start = xml.indexOf('<w:tag w:val="q1"/>')
  const filled = xml.slice(0, start) + xml.slice(start).replace(/⋯+/u, 'Boards.').replace('<w:showingPlcHdr/>', '')
  return new File([zipSync({ ...parts, 'word/document.xml': strToU8(filled) })], 'form.docx')
}

/**
 * Forms that write no entry of the record, whatever is sent: what nobody has sent yet is nobody's business, and neither is what its
 * reader says to its writer; a link is asked for and a browser signed out; a file is read to be looked at; an import is described and
 * started, and is recorded when it has taken something; passages are picked for a finding that is not written yet; hands, votes and
 * notes in a room that is open are of the moment, until it closes.
 */
const SILENT: readonly string[] = [
  '/:forum/meetings/:meeting/room/hand',
  '/:forum/meetings/:meeting/room/hand/:token',
  '/:forum/meetings/:meeting/room/polls/:poll',
  '/desk/:forum/meetings/:meeting/room/hands',
  '/desk/:forum/meetings/:meeting/room/hands/:hand',
  '/desk/:forum/meetings/:meeting/room/notes',
  '/desk/:forum/meetings/:meeting/room/notes/:note',
  '/desk/:forum/meetings/:meeting/room/on',
  '/login',
  '/logout',
  '/:forum/:cycle/calls/:call/unsent/:id/:secret',
  '/:forum/:cycle/calls/:call/unsent/:id/:secret/answers',
  '/:forum/:cycle/calls/:call/unsent/:id/:secret/documents',
  '/:forum/:cycle/calls/:call/unsent/:id/:secret/who',
  '/:forum/:cycle/calls/:call/preview/:id/:secret',
  '/:forum/:cycle/calls/:call/word',
  '/desk/:forum/:cycle/contributions/new/:call/word',
  '/desk/:forum/:cycle/documents/:document/return',
  '/desk/:forum/:cycle/reviews/:review/files',
  '/desk/:forum/:cycle/exchange',
  '/desk/:forum/:cycle/findings/pick',
  '/desk/:forum/meetings/:meeting/attendance/list',
  '/desk/:forum/:cycle/imports/new',
  '/desk/:forum/:cycle/imports/:import',
  '/desk/:forum/:cycle/imports/:import/columns',
  // How somebody has their mail is nobody else's matter, and whom mail reaches is of the installation: neither is recorded.
  '/notices/:token', '/notices/:token/end', '/:forum/lists/:list/posts/:number/take', '/:forum/lists/:list/member/:token/posts/:number/take', '/desk/:forum/notices', '/desk/mail/bounces',
]

export function isSilent(pattern: string): boolean {
  return SILENT.includes(pattern)
}
