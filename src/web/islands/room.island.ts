/**
 * Keeps the page of a room as it is: each part that changed comes from the server and takes the place of the one that is shown. What
 * somebody is typing stays where it is. Without this the page is as it was when it was loaded, and every form works as well.
 */
const room = document.querySelector<HTMLElement>('[data-room]')
if (room !== null && 'EventSource' in window) listen(room)
if (room !== null) room.addEventListener('submit', (event) => void send(room, event))

function listen(place: HTMLElement): void {
  let version = Number(place.dataset['version'] ?? '0')
  const news = place.querySelector<HTMLElement>('.room-news')
  let source: EventSource | undefined
  const open = (): void => {
    source = new EventSource(`${place.dataset['room'] ?? ''}?version=${version}`)
    source.addEventListener('open', () => say(news, ''))
    source.addEventListener('blocks', (event) => {
      const sent = JSON.parse(String(event.data)) as { readonly version: number; readonly blocks: Readonly<Record<string, string>> }
      version = sent.version
      for (const [id, html] of Object.entries(sent.blocks)) show(place, id, html)
      place.dataset['version'] = String(version)
      if (hasOpenedOrClosed(place) && !isTyping(place)) return location.reload()
      if (!isSameAgenda(place)) say(news, place.dataset['agendaChanged'] ?? '')
    })
    source.addEventListener('error', () => {
      say(news, place.dataset['lost'] ?? '')
      // By itself it would ask for what changed since this page was loaded; and it gives up where the server said no.
      source?.close()
      setTimeout(open, 1000 + Math.random() * 2000)
    })
  }
  open()
  addEventListener('pagehide', () => source?.close())
}

function say(news: HTMLElement | null, words: string): void {
  if (news === null || news.textContent === words) return
  news.textContent = words
  news.hidden = words === ''
}

/** Puts a part in its place. A form in it that somebody has opened stays, in the line that it belongs to. */
function show(place: HTMLElement, id: string, html: string): void {
  const block = place.querySelector<HTMLElement>(`[data-block="${CSS.escape(id)}"]`)
  if (block === null) return
  const kept = [...block.querySelectorAll<HTMLDetailsElement>('details[data-keep][open]')]
  const focused = document.activeElement instanceof HTMLElement && block.contains(document.activeElement) ? document.activeElement : null
  const template = document.createElement('template')
  template.innerHTML = html
  for (const open of kept) {
    const fresh = template.content.querySelector(`[data-keep="${CSS.escape(open.dataset['keep'] ?? '')}"]`)
    // A line that was taken out meanwhile: what was typed for it stays below.
    if (fresh === null) template.content.append(open)
    else fresh.replaceWith(open)
  }
  block.replaceChildren(template.content)
  if (focused !== null && focused.isConnected) focused.focus({ preventScroll: true })
}

/** What can be done in a room changes when it opens or closes: the page is made anew then. */
function hasOpenedOrClosed(place: HTMLElement): boolean {
  const now = place.querySelector<HTMLElement>('[data-state-now]')?.dataset['stateNow']
  return now !== undefined && now !== place.dataset['state']
}

function isTyping(place: HTMLElement): boolean {
  return [...place.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input:not([type=hidden], [type=checkbox]), textarea')].some(({ value, defaultValue }) => value !== defaultValue)
}

/** Sections stand as they did when the page was loaded; the list of the agenda says which there are now. */
function isSameAgenda(place: HTMLElement): boolean {
  const now = place.querySelector<HTMLElement>('[data-items]')?.dataset['items'] ?? ''
  const shown = [...place.querySelectorAll<HTMLElement>('section.room-item')].flatMap(({ id }) => (id === 'item-none' ? [] : [id.slice('item-'.length)]))
  return now === shown.join(' ')
}

/** Sends a form without leaving the page. What the server does not take is sent as any form is, so that its page says what is wrong. */
async function send(place: HTMLElement, event: SubmitEvent): Promise<void> {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.dataset['quiet'] === undefined) return
  event.preventDefault()
  if (form.dataset['busy'] !== undefined) return
  form.dataset['busy'] = ''
  const { submitter } = event
  const fields = new FormData(form, submitter)
  const post = (): Promise<Response> => fetch(form.action, { method: 'POST', body: new URLSearchParams([...fields].flatMap(([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : []))) })
  try {
    let response = await post()
    // A browser that votes for the first time is given a name, and asked again.
    if (response.ok && new URL(response.url).searchParams.has('option')) response = await post()
    if (response.ok) return taken(form)
    delete form.dataset['quiet']
    form.requestSubmit(submitter)
  } catch {
    say(place.querySelector<HTMLElement>('.room-news'), place.dataset['unsent'] ?? '')
  } finally {
    delete form.dataset['busy']
  }
}

function taken(form: HTMLFormElement): void {
  form.reset()
  const details = form.closest('details')
  // The field of an edited line begins with what stood there: closed, it is replaced with the line.
  if (details !== null) details.open = false
  form.querySelector<HTMLElement>('textarea')?.focus()
}

// A line of notes is sent by Enter; Shift and Enter begin another line.
room?.addEventListener('keydown', (event) => {
  const { target } = event
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !(target instanceof HTMLTextAreaElement)) return
  const form = target.form
  if (form?.dataset['lineForm'] === undefined) return
  event.preventDefault()
  if (target.value.trim() !== '') form.requestSubmit()
})
