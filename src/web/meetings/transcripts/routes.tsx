import { addTranscript } from '../../../meetings/transcripts/commands.ts'
import { parseTranscript } from '../../../meetings/transcripts/model.ts'
import { TRANSCRIPT_LIMIT, transcriptSchema } from '../../../meetings/transcripts/schema.ts'
import { decodeStream, detectSpelling } from '../../../platform/text-encoding.ts'
import { transact } from '../../../platform/database.ts'
import { parseFields } from '../../../shared/fields.ts'
import { hasControlCharacters } from '../../../shared/text.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePage, type PageRequest } from '../../page.tsx'
import { loadMeetingAtDesk, type AtDesk, type MeetingData } from '../data.ts'
import { loadTranscript, transcriptAsData, type TranscriptData } from './data.ts'
import { AddTranscriptPage, TranscriptPage } from './pages.tsx'

/** Transcripts: the page of each, and how they are added. */
export function transcriptRoutes(app: App, services: Services): void {
  servePage<TranscriptData>(app, services, { path: '/:forum/meetings/:meeting/transcripts/:transcript', load: loadTranscript, json: transcriptAsData, render: (view, data) => <TranscriptPage view={view} data={data} /> })
  serveForm<MeetingData & AtDesk>(app, services, {
    path: '/desk/:forum/meetings/:meeting/transcripts',
    load: loadMeetingAtDesk,
    initial: ({ forum }) => ({ language: forum.language }),
    render: (view, data, form) => <AddTranscriptPage view={view} data={data} form={form} />,
    submit,
  })
}

async function submit(request: PageRequest, { forum, meeting, person }: MeetingData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(transcriptSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const pasted = submitted.value('text').trim()
  const upload = submitted.uploads['file']
  if (pasted === '' && upload === undefined) return { errors: { text: 'required' } }
  const field = pasted === '' ? 'file' : 'text'
  const words = pasted === '' && upload !== undefined ? await readWords(request, upload.sha256) : pasted
  if (words === undefined || words.length > TRANSCRIPT_LIMIT) return { errors: { [field]: words === undefined ? 'room.refusal.no-text-file' : `too-long:${TRANSCRIPT_LIMIT}:${words.length}` } }
  if (hasControlCharacters(words)) return { errors: { [field]: 'control-characters' } }
  const cues = parseTranscript(words)
  if (cues === undefined) return { errors: { [field]: 'room.refusal.no-cues' } }
  const added = await transact(request.db, (tx) => addTranscript(tx, { kind: 'person', id: person.id }, { meetingId: meeting.id, ...parsed.value, cues }, request.now))
  return 'refusal' in added ? { errors: { '': `room.refusal.${added.refusal}` } } : { seeOther: `/${forum.slug}/meetings/${meeting.slug}/transcripts/${added.number}` }
}

/** The words of a file in whatever spelling it is; undefined where it is no text. One that is too long is read no further than that shows. */
async function readWords({ services }: PageRequest, sha256: string): Promise<string | undefined> {
  const spelling = await detectSpelling(services.files.path(sha256))
  if ('problem' in spelling) return undefined
  let words = ''
  for await (const part of decodeStream(services.files.read(sha256) as AsyncIterable<Uint8Array>, spelling.encoding)) {
    words += part
    if (words.length > TRANSCRIPT_LIMIT) break
  }
  return words
}
