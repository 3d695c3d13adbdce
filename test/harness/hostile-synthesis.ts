import type { Call } from '../../src/calls/model.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { writeWorkbook } from '../../src/platform/spreadsheet-writer.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { placeWhatCame } from '../../src/synthesis/campaigns/reactions.ts'
import { addTheme } from '../../src/synthesis/codebook/commands.ts'
import { listDigests, listRounds } from '../../src/synthesis/corrections/queries.ts'
import { layExchange } from '../../src/synthesis/exchange/model.ts'
import { listPassages } from '../../src/synthesis/queries.ts'
import { buildTheme } from '../../src/synthesis/testing.ts'
import { loadExchange } from '../../src/trace/exchange/queries.ts'
import { digestAddress } from '../../src/web/synthesis/corrections/data.ts'
import { filled, type AtDesk } from './hostile-desk.ts'

/** What synthesis has to do in a cycle whose finding F-1 rests on passages. Answers addresses. */
export async function buildHostileSynthesis(at: AtDesk, place: { forum: Forum; cycle: Cycle; call: Call }): Promise<string[]> {
  return [...(await buildCodebook(at, place)), ...(await buildCampaign(at, place.call)), ...(await buildCorrections(at, place)), ...(await buildSuggestions(at)), await buildExchange(at, place)]
}

/** Themes with passages, one put forward, one merged away, and passages put forward for one: a change to take back, a proposal to decide. */
async function buildCodebook({ app, base, send }: AtDesk, { cycle, call }: { cycle: Cycle; call: Call }): Promise<string[]> {
  const { db, now } = app
  const desk = `/desk${base}`
  const [night, old] = [await buildTheme(db, cycle, 'Night', now), await buildTheme(db, cycle, 'Old', now)]
  for (const title of ['Customs', 'Spare', 'Idle']) await buildTheme(db, cycle, title, now)
  await transact(db, (tx) => addTheme(tx, SYSTEM, { forumId: cycle.forumId, cycleId: cycle.id, title: 'Duties', description: null, parentId: null, isProposed: true }, now))
  const text = 'Rules help. Rules bind. Rules last. Night is quiet. The quay is long.'
  const { number } = await buildContribution(db, call, now, { answers: call.questions.slice(0, 1).map(({ id }) => ({ questionId: id, text })) })
  const reading = `${desk}/reading/C-${number}/1`
  for (const quote of ['Rules help.', 'Rules bind.', 'Rules last.']) await send(reading, { quote, theme: [night] })
  await send(reading, { quote: 'Night is quiet.', theme: [old] })
  await send(`${desk}/codebook/old/merge`, { intoId: night })
  const help = (await listPassages(db, cycle.id)).find(({ quote }) => quote === 'Rules help.')?.id ?? ''
  const proposal = await send(`${desk}/codebook/customs/apply?words=rules`, { passage: [help] })
  return [reading, `${desk}/codebook/spare/merge`, `${desk}/codebook/idle/remove`, `${desk}/codebook/night/split`, `${desk}/codebook/duties/apply?words=rules`, `${desk}/codebook/duties`, proposal, `${desk}/codebook-changes/1/undo`]
}

/** A letter that three sent. */
async function buildCampaign({ app, base }: AtDesk, call: Call): Promise<string[]> {
  const letter = 'The quay lights belong to all who come home late. Turning them off at ten leaves the last boats in the dark. We ask the town to keep them lit.'
  for (const contributor of ['Amina Juma', 'Pavel Sokol', 'Wen Li']) await buildContribution(app.db, call, app.now, { contributor, answers: call.questions.slice(0, 1).map(({ id }) => ({ questionId: id, text: letter })) })
  while (await placeWhatCame(app.db, () => app.now));
  return [`/desk${base}/campaigns/K-1`]
}

/** A round of corrections that is open: one has contested, the other can still answer. */
async function buildCorrections(at: AtDesk, { forum, cycle }: { forum: Forum; cycle: Cycle }): Promise<string[]> {
  const { app, base, send } = at
  await send(`/desk${base}/corrections`, { shall: 'ask', closesOn: '2026-11-20' })
  const [round] = await listRounds(app.db, cycle.id)
  const digests = (await listDigests(app.db, round?.id ?? newId())).map(({ id }) => digestAddress(app.services, { forum, cycle }, id))
  const [contested = ''] = digests
  await send(contested, await filled(at, contested, { verdict: ['contested'], reason: ['We said: nearly all.'] }))
  return digests
}

/** Two other wordings for a finding. */
async function buildSuggestions({ base, send }: AtDesk): Promise<string[]> {
  const suggest = (proposal: string) => send(`${base}/findings/F-1/suggest`, { formKey: newId(), proposal, comment: '', author: '', mail: '', language: 'en' })
  return [await suggest('Both answer well.'), await suggest('Both answer at length.')]
}

/** A spreadsheet that came back with a note written into it. */
async function buildExchange({ app, base, send }: AtDesk, { forum, cycle }: { forum: Forum; cycle: Cycle }): Promise<string> {
  const sheets = layExchange(await loadExchange(app.db, { forum: forum.slug, cycle: cycle.slug, cycleId: cycle.id }))
  const noted = sheets.map(({ name, rows }) => ({ name, rows: rows.map((row, place) => (name === 'Answers' && place === 1 ? row.with(rows[0]?.indexOf('note') ?? 0, 'Ask again.') : row)) }))
  return send(`/desk${base}/exchange`, { file: new File([await writeWorkbook(noted)], 'matrix.xlsx') })
}
