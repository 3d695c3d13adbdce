/** One line for each thing worth knowing when operating Convoke: `time level message key=value …`. */

export type LogLevel = 'info' | 'warn' | 'error'
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>
export type Log = Readonly<Record<LogLevel, (message: string, fields?: LogFields) => void>>

/** Bare when it reads as one word, else as a JSON string, so that a value can neither end the line nor forge a field. */
function formatValue(value: string | number | boolean | null): string {
  const text = String(value)
  return /^[^\s"=\p{C}]+$/u.test(text) ? text : JSON.stringify(text).replace(/\p{C}|[\u2028\u2029]/gu, escapeUnit)
}

function escapeUnit(character: string): string {
  return [...Array(character.length).keys()].map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')
}

/** The line, without its line end; `at` is an instant in ISO 8601. Fields that are undefined are left out. */
export function formatLogLine(at: string, level: LogLevel, message: string, fields: LogFields = {}): string {
  const words = Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${formatValue(value)}`]))
  const plain = message.replace(/\p{C}|[\u2028\u2029]/gu, escapeUnit)
  return [at, level, plain, ...words].join(' ')
}

/**
 * A log that reads the instant from `now` and hands each finished line to `write`.
 * Use `writeToConsole` for a server: what needs attention goes to stderr, the rest to stdout.
 */
export function createLog(now: () => string, write: (level: LogLevel, line: string) => void): Log {
  const at = (level: LogLevel) => (message: string, fields?: LogFields) => write(level, formatLogLine(now(), level, message, fields))
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

export function writeToConsole(level: LogLevel, line: string): void {
  ;(level === 'info' ? process.stdout : process.stderr).write(`${line}\n`)
}
