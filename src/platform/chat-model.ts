import { setTimeout as pause } from 'node:timers/promises'

/** A language model behind an address that speaks as OpenAI's chat endpoint does. */
export interface ModelAccess {
  /** The address below which `/chat/completions` is. */
  readonly url: string
  readonly name: string
  readonly key: string | undefined
}

export interface ChatMessage {
  readonly role: 'system' | 'user'
  readonly content: string
}

/** `unreachable`, `slow`, `busy` and `failing` may be otherwise a moment later. */
export type ChatFault = 'unreachable' | 'slow' | 'busy' | 'failing' | 'declined' | 'redirected' | 'too-large' | 'not-a-reply'
export const PASSING_FAULTS: ReadonlySet<ChatFault> = new Set(['unreachable', 'slow', 'busy', 'failing'])

export type ChatReply = { readonly text: string; readonly model: string } | { readonly fault: ChatFault }

export interface ChatModel {
  /** As the operator named it. */
  readonly name: string
  /** Never throws: what goes wrong outside is a fault. */
  readonly ask: (messages: readonly ChatMessage[], signal?: AbortSignal) => Promise<ChatReply>
}

/** A reply may take this long and be this large, in milliseconds and bytes. */
const [LONGEST, LARGEST] = [120_000, 512_000]
const MODEL_NAME = 200

/** Asks over the network and nowhere else: a redirect is not followed, for the key and the words are for this address alone. */
export function openChatModel(access: ModelAccess, limits: { readonly longest?: number; readonly largest?: number } = {}): ChatModel {
  const { longest = LONGEST, largest = LARGEST } = limits
  return {
    name: access.name,
    ask: async (messages, signal) => {
      const stopping = new AbortController()
      const stop = () => stopping.abort()
      signal?.addEventListener('abort', stop)
      const isLate = pause(longest, 'late' as const, { signal: stopping.signal }).catch(() => 'late' as const)
      try {
        // The clock runs until the last byte: a reply that trickles is slow too.
        const reply = await Promise.race([send(access, messages, stopping.signal, largest), isLate])
        return reply === 'late' ? { fault: 'slow' } : reply
      } finally {
        stop()
        signal?.removeEventListener('abort', stop)
      }
    },
  }
}

async function send({ url, name, key }: ModelAccess, messages: readonly ChatMessage[], signal: AbortSignal, largest: number): Promise<ChatReply> {
  try {
    const response = await fetch(`${url.replace(/\/+$/u, '')}/chat/completions`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ model: name, messages, temperature: 0, stream: false }),
      signal,
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      return { fault: faultOf(response.status) }
    }
    const text = await readAtMost(response, largest)
    return text === undefined ? { fault: 'too-large' } : readReply(text, name)
  } catch {
    return { fault: 'unreachable' }
  }
}

function faultOf(status: number): ChatFault {
  if (status >= 300 && status < 400) return 'redirected'
  if (status === 429) return 'busy'
  return status >= 500 ? 'failing' : 'declined'
}

/** Undefined when there is more; the rest is not read. */
async function readAtMost(response: Response, largest: number): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let [text, size] = ['', 0]
  if (response.body === null) return text
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > largest) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** The words of the first choice, and the model as it names itself. */
function readReply(body: string, name: string): ChatReply {
  const parsed = parseJson(body)
  const choices = member(parsed, 'choices')
  const content = member(member(Array.isArray(choices) ? (choices as unknown[])[0] : undefined, 'message'), 'content')
  if (typeof content !== 'string') return { fault: 'not-a-reply' }
  const model = member(parsed, 'model')
  return { text: content, model: typeof model === 'string' && /^[\p{L}\p{N}][\p{L}\p{N} ._:/@+-]*$/u.test(model) ? model.slice(0, MODEL_NAME) : name }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}
