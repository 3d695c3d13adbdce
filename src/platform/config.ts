/** The settings Convoke takes from the environment, read once at start. */
import { readFileSync } from 'node:fs'
import type { ModelAccess } from './chat-model.ts'
import { readMailCertificate, readMailDomain, readMailWay, type MailCertificate, type MailWay, type Reading } from './mail-config.ts'

export type Config = {
  /** 1 to 65535, or 0 for any free port. */
  readonly port: number
  /** As it was given; relative to the working folder. */
  readonly dataFolder: string
  /** Whether an empty installation gets the sample forums. */
  readonly withSample: boolean
  /** Whether the links of meetings and reports are asked now and then whether they can be reached. */
  readonly checksLinks: boolean
  /** A PostgreSQL to use in place of the private one. */
  readonly databaseUrl: string | undefined
  /** Origin without a trailing slash; undefined when not set: see `publicUrlFor`. */
  readonly publicUrl: string | undefined
  /** The relay that mail is handed to, or `direct:`, to the servers of its recipients; undefined keeps it in the outbox. */
  readonly smtpUrl: string | undefined
  /** The domain of the installation's mail addresses; undefined when not set: see `mailDomainFor`. */
  readonly mailDomain: string | undefined
  /** Where mail comes in. */
  readonly mailWay: MailWay
  /** The certificate with which mail may come in encrypted. */
  readonly mailCertificate: MailCertificate | undefined
  /** A language model that cycles may let be asked; undefined: there is none. */
  readonly languageModel: ModelAccess | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** Shows an address without its password, also when it is too broken to be parsed. */
export function withoutPassword(address: string): string {
  const end = address.lastIndexOf('@')
  const scheme = /^[^/@]*\/\//.exec(address)?.[0] ?? ''
  const hidden = end < 0 ? address : `${scheme}…${address.slice(end)}`
  return hidden.replace(/(password=)[^&]*/gi, '$1…')
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

function readPort(text: string | undefined): Reading<number> {
  if (text === undefined) return { value: 8080 }
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1
  if (port >= 0 && port <= 65_535) return { value: port }
  return { problem: `PORT is "${text}", but a port is a whole number from 1 to 65535, for instance 8080.` }
}

function readSample(text: string | undefined): Reading<boolean> {
  if (text === undefined) return { value: true }
  if (text === 'none') return { value: false }
  return { problem: `CONVOKE_SAMPLE is "${text}", but it can only be "none", to start without the sample forums, or not be set.` }
}

function readLinkCheck(text: string | undefined): Reading<boolean> {
  if (text === undefined) return { value: true }
  if (text === 'none') return { value: false }
  return { problem: `CONVOKE_LINK_CHECK is "${text}", but it can only be "none", so that links are not looked after, or not be set.` }
}

function readServerUrl(name: string, text: string | undefined, schemes: readonly string[], example: string): Reading<string | undefined> {
  if (text === undefined) return { value: undefined }
  const url = parseUrl(text)
  if (url && schemes.includes(url.protocol) && (url.host !== '' || name === 'DATABASE_URL' || text === 'direct:')) return { value: text }
  const expected = schemes.map((scheme) => (scheme === 'direct:' ? scheme : `${scheme}//`)).join(' or ')
  return {
    problem: `${name} is "${withoutPassword(text)}", but an address beginning with ${expected} is expected, for instance ${example}`,
  }
}

function readPublicUrl(text: string | undefined): Reading<string | undefined> {
  if (text === undefined) return { value: undefined }
  const url = parseUrl(text)
  const isWeb = url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:')
  if (isWeb && url.username === '' && url.password === '' && url.href === `${url.origin}/`) return { value: url.origin }
  return {
    problem:
      `PUBLIC_URL is "${withoutPassword(text)}", but an address beginning with http:// or https:// is expected, ` +
      'without a path or anything after it, for instance https://consultations.example.org',
  }
}

/** Undefined when no address is set; then nothing is ever sent. */
function readLanguageModel(given: (name: string) => string | undefined): Reading<ModelAccess | undefined> {
  const [url, name] = [given('CONVOKE_MODEL_URL'), given('CONVOKE_MODEL_NAME')]
  if (url === undefined) {
    const alone = ['CONVOKE_MODEL_NAME', 'CONVOKE_MODEL_KEY', 'CONVOKE_MODEL_KEY_FILE'].find((other) => given(other) !== undefined)
    return alone === undefined ? { value: undefined } : { problem: `${alone} is set, but CONVOKE_MODEL_URL is not: set the address of the language model too, for instance http://localhost:11434/v1, or neither.` }
  }
  const parsed = parseUrl(url)
  if (parsed === undefined || (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') || parsed.username !== '' || parsed.password !== '' || parsed.search !== '' || parsed.hash !== '') {
    return { problem: `CONVOKE_MODEL_URL is "${withoutPassword(url)}", but an address beginning with http:// or https:// is expected, without a name, a password or a question mark, for instance http://localhost:11434/v1` }
  }
  if (name === undefined || name.trim() === '' || name.length > 200) return { problem: 'CONVOKE_MODEL_URL is set, but CONVOKE_MODEL_NAME does not say which model to ask there, in 200 characters at most.' }
  const key = readKey(given)
  return 'problem' in key ? key : { value: { url: parsed.href.replace(/\/+$/, ''), name: name.trim(), key: key.value } }
}

/** The key of the language model, from its variable or the file that another one names. It is never shown. */
function readKey(given: (name: string) => string | undefined): Reading<string | undefined> {
  const [key, file] = [given('CONVOKE_MODEL_KEY'), given('CONVOKE_MODEL_KEY_FILE')]
  if (key !== undefined && file !== undefined) return { problem: 'CONVOKE_MODEL_KEY and CONVOKE_MODEL_KEY_FILE are both set: set the one that counts.' }
  let text = key
  if (file !== undefined) {
    try {
      text = readFileSync(file, 'utf8')
    } catch {
      return { problem: `CONVOKE_MODEL_KEY_FILE is "${file}", but there is no file that can be read.` }
    }
  }
  const trimmed = text?.trim()
  if (trimmed === undefined || /^[\x21-\x7e]{1,4096}$/.test(trimmed)) return { value: trimmed }
  return { problem: `${file === undefined ? 'CONVOKE_MODEL_KEY' : `The file that CONVOKE_MODEL_KEY_FILE names ("${file}")`} does not hold a key: one line without spaces is expected.` }
}

/** The settings, or one sentence for each that is wrong. An empty variable counts as not set. Shows no password. */
export function readConfig(env: Environment): Config | { readonly problems: readonly string[] } {
  const given = (name: string) => (env[name] === '' ? undefined : env[name])
  const port = readPort(given('PORT'))
  const withSample = readSample(given('CONVOKE_SAMPLE'))
  const checksLinks = readLinkCheck(given('CONVOKE_LINK_CHECK'))
  const databaseUrl = readServerUrl(
    'DATABASE_URL',
    given('DATABASE_URL'),
    ['postgres:', 'postgresql:'],
    'postgres://convoke@localhost:5432/convoke',
  )
  const publicUrl = readPublicUrl(given('PUBLIC_URL'))
  const smtpUrl = readServerUrl('SMTP_URL', given('SMTP_URL'), ['smtp:', 'smtps:', 'direct:'], 'smtp://mail.example.org:587')
  const mailDomain = readMailDomain(given('MAIL_DOMAIN'))
  const mailWay = readMailWay(given('MAIL_PORT'))
  const mailCertificate = readMailCertificate(given('MAIL_CERTIFICATE'), given('MAIL_KEY'))
  const languageModel = readLanguageModel(given)
  const readings = [port, withSample, checksLinks, databaseUrl, publicUrl, smtpUrl, mailDomain, mailWay, mailCertificate, languageModel]
  const problems = readings.flatMap((reading) => ('problem' in reading ? [reading.problem] : []))
  if ('problem' in port || 'problem' in withSample || 'problem' in checksLinks || 'problem' in databaseUrl || 'problem' in publicUrl || 'problem' in smtpUrl) return { problems }
  if ('problem' in mailDomain || 'problem' in mailWay || 'problem' in mailCertificate || 'problem' in languageModel) return { problems }
  return {
    port: port.value,
    dataFolder: given('CONVOKE_DATA') ?? './data',
    withSample: withSample.value,
    checksLinks: checksLinks.value,
    databaseUrl: databaseUrl.value,
    publicUrl: publicUrl.value,
    smtpUrl: smtpUrl.value,
    mailDomain: mailDomain.value,
    mailWay: mailWay.value,
    mailCertificate: mailCertificate.value,
    languageModel: languageModel.value,
  }
}

/** The address people reach the pages at, without a trailing slash; `listeningPort` is the port really taken. */
export function publicUrlFor(config: Config, listeningPort: number): string {
  return config.publicUrl ?? `http://localhost:${listeningPort}`
}
