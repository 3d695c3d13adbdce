/** The settings of mail: by which way it comes in, under which domain, with which certificate. */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'

export type Reading<T> = { readonly value: T } | { readonly problem: string }

export type MailWay =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'open'
      readonly protocol: 'smtp' | 'lmtp'
      /** Undefined: on every address of the machine. */
      readonly host: string | undefined
      /** 0 takes any free one. */
      readonly port: number
      /** False where nobody named it: then a port that is taken leaves the way closed, and is no fault. */
      readonly isChosen: boolean
    }

export interface MailCertificate {
  readonly certificate: string
  readonly key: string
}

const DEFAULT_WAY: MailWay = { kind: 'open', protocol: 'smtp', host: '127.0.0.1', port: 2525, isChosen: false }

/** `none`, `25`, `127.0.0.1:2525`, `[::1]:2525`; before it `lmtp:` for LMTP, which without a host is taken from this machine alone. */
export function readMailWay(text: string | undefined): Reading<MailWay> {
  if (text === undefined) return { value: DEFAULT_WAY }
  if (text === 'none') return { value: { kind: 'closed' } }
  const parts = /^(?:(lmtp|smtp):)?(?:(\[[0-9a-f:.]+\]|[0-9.]+|localhost):)?(\d{1,5})$/u.exec(text)
  const protocol = parts?.[1] === 'lmtp' ? 'lmtp' : 'smtp'
  const host = parts?.[2]?.replace(/^\[(.*)\]$/u, '$1')
  const port = Number(parts?.[3] ?? -1)
  const isHost = host === undefined || host === 'localhost' || isIP(host) !== 0
  if (parts !== null && port <= 65_535 && isHost) return { value: { kind: 'open', protocol, host: host ?? (protocol === 'lmtp' ? '127.0.0.1' : undefined), port, isChosen: true } }
  return { problem: `MAIL_PORT is "${text}", but a port is expected at which mail comes in, for instance 25, 127.0.0.1:2525 or lmtp:2424, or none.` }
}

/** A domain in the letters of its script or as `xn--`; kept as it stands in the domain name system. */
export function readMailDomain(text: string | undefined): Reading<string | undefined> {
  if (text === undefined) return { value: undefined }
  const ascii = domainToASCII(text.trim()).toLowerCase()
  if (/^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/u.test(ascii) && isIP(ascii) === 0) return { value: ascii }
  return { problem: `MAIL_DOMAIN is "${text}", but the domain of mail addresses is expected, for instance lists.example.org` }
}

/** The domain of the installation's mail addresses: the one named, else the host at which the pages are reached. */
export function mailDomainFor(config: { readonly mailDomain: string | undefined; readonly publicUrl: string | undefined }): string {
  if (config.mailDomain !== undefined) return config.mailDomain
  const host = config.publicUrl === undefined ? 'localhost' : new URL(config.publicUrl).hostname
  return isIP(host.replace(/^\[(.*)\]$/u, '$1')) === 0 ? host : 'localhost'
}

/**
 * Whether answers to mail can be asked for. Where mail really leaves, an open port alone is no promise that the world can reach it: then
 * the operator must have named the port or the domain. Another server of the same installation may be the one that takes mail in.
 */
export function takesMail(config: { readonly mailDomain: string | undefined; readonly mailWay: MailWay; readonly smtpUrl: string | undefined }, isListening: boolean): boolean {
  if (config.mailWay.kind === 'closed') return false
  if (config.mailDomain !== undefined) return true
  return isListening && (config.mailWay.isChosen || config.smtpUrl === undefined)
}

/** Two files in PEM, or neither. */
export function readMailCertificate(certificate: string | undefined, key: string | undefined): Reading<MailCertificate | undefined> {
  if (certificate === undefined && key === undefined) return { value: undefined }
  if (certificate === undefined || key === undefined) {
    return { problem: `${certificate === undefined ? 'MAIL_KEY' : 'MAIL_CERTIFICATE'} is set, but ${certificate === undefined ? 'MAIL_CERTIFICATE' : 'MAIL_KEY'} is not: name the file of the certificate and the file of its key, or neither.` }
  }
  const read = { certificate: readPem('MAIL_CERTIFICATE', certificate, 'CERTIFICATE'), key: readPem('MAIL_KEY', key, 'PRIVATE KEY') }
  if ('problem' in read.certificate) return read.certificate
  return 'problem' in read.key ? read.key : { value: { certificate: read.certificate.value, key: read.key.value } }
}

function readPem(name: string, file: string, what: string): Reading<string> {
  let text = ''
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return { problem: `${name} is "${file}", but there is no file that can be read.` }
  }
  return text.includes(`${what}-----`) ? { value: text } : { problem: `${name} is "${file}", but that file holds no ${what.toLowerCase()} in PEM.` }
}
