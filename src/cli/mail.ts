import { readConfig } from '../platform/config.ts'
import { connectTo, NotTaken } from '../platform/mail-connections.ts'

/** Exit codes as Postfix and other mail servers read them (sysexits.h). */
const EXIT = { done: 0, usage: 64, data: 65, noUser: 67, later: 75, configuration: 78 } as const

/**
 * `convoke mail SENDER RECIPIENT… < message`: hands a mail that a mail server pipes to us to the server that runs on this machine, at its
 * MAIL_PORT. '' or `<>` is the null sender. Answers an exit code of sysexits.h; what went wrong goes to the error output.
 */
export async function pipeMail(args: readonly string[], env: Readonly<Record<string, string | undefined>>, input: AsyncIterable<Uint8Array>): Promise<number> {
  const [sender, ...recipients] = args
  if (sender === undefined || recipients.length === 0) return say(EXIT.usage, 'Usage: convoke mail SENDER RECIPIENT… < message')
  const config = readConfig(env)
  if ('problems' in config) return say(EXIT.configuration, ...config.problems)
  if (config.mailWay.kind === 'closed' || config.mailWay.port === 0) return say(EXIT.configuration, 'MAIL_PORT does not say at which port the server takes mail.')
  const { port, host, protocol } = config.mailWay
  const chunks: Uint8Array[] = []
  for await (const chunk of input) chunks.push(chunk)
  const raw = Buffer.concat(chunks)
  if (raw.length === 0) return say(EXIT.data, 'There is no message on the standard input.')
  try {
    const connection = await connectTo({ host: host ?? '127.0.0.1', port, isSecure: false, user: '', password: '', mustProve: false, isLmtp: protocol === 'lmtp' }, 'localhost')
    try {
      for (const to of recipients) await connection.hand({ from: sender === '<>' ? '' : sender, to, raw })
    } finally {
      connection.close()
    }
    return EXIT.done
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error
    return say(exitOf(error), error.message)
  }
}

function exitOf({ code, stage }: NotTaken): number {
  if (code === undefined || code < 500) return EXIT.later
  return stage === 'recipient' ? EXIT.noUser : EXIT.data
}

function say(code: number, ...lines: readonly string[]): number {
  for (const line of lines) process.stderr.write(`${line}\n`)
  return code
}
