import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { publicUrlFor, readConfig, withoutPassword } from './config.ts'
import type { Config } from './config.ts'
import { takesMail } from './mail-config.ts'

const defaults: Config = {
  port: 8080,
  dataFolder: './data',
  withSample: true,
  checksLinks: true,
  databaseUrl: undefined,
  publicUrl: undefined,
  smtpUrl: undefined,
  mailDomain: undefined,
  mailWay: { kind: 'open', protocol: 'smtp', host: '127.0.0.1', port: 2525, isChosen: false },
  mailCertificate: undefined,
  languageModel: undefined,
}

function problemsOf(env: Record<string, string>): readonly string[] {
  const config = readConfig(env)
  return 'problems' in config ? config.problems : []
}

describe('what is refused', () => {
  const refused: readonly [string, string, readonly string[]][] = [
    ['PORT', '', ['80.5', '-1', '65536', '1e3', 'http', ' 8080', '٨٠']],
    ['CONVOKE_SAMPLE', 'none', ['None', 'no', 'bpf-cybersecurity', '0']],
    ['DATABASE_URL', 'postgres://', ['localhost', 'mysql://host/db', 'postgres', '/var/run']],
    [
      'PUBLIC_URL',
      'https://',
      [
        'example.org',
        'ftp://example.org',
        'https://example.org/path',
        'https://example.org/?a',
        'https://example.org#b',
        'https://user@example.org',
      ],
    ],
    ['CONVOKE_MODEL_URL', 'http://', ['models.example.org/v1', 'ftp://models.example.org', 'https://user:secret@models.example.org', 'https://models.example.org/v1?key=1']],
    ['MAIL_PORT', 'lmtp:2424', ['70000', 'closed', 'lmtp', 'smtp:x', 'mail.example.org:25', '25/tcp']],
    ['MAIL_DOMAIN', 'lists.example.org', ['https://example.org', 'a b.example', '192.0.2.1', '-x.example', 'x..example', `${'x'.repeat(64)}.example`]],
    ['SMTP_URL', 'smtp://', ['mail.example.org', 'http://mail.example.org', 'smtp://', 'smtp:mail']],
  ]
  test.each(refused.flatMap(([name, expected, values]) => values.map((value) => ({ name, expected, value }))))(
    '$name=$value',
    ({ name, expected, value }) => {
      const [problem, ...others] = problemsOf({ [name]: value })
      expect(others).toEqual([])
      expect(problem).toContain(`${name} is "`)
      expect(problem).toContain(withoutPassword(value))
      expect(problem).toContain(expected)
    },
  )

  test('each wrong setting has its own sentence', () => {
    expect(problemsOf({ PORT: 'x', CONVOKE_SAMPLE: 'x', DATABASE_URL: 'x', PUBLIC_URL: 'x', SMTP_URL: 'x' })).toHaveLength(5)
  })

  test.each([
    'mysql://convoke:s3cret@host/db',
    'mysql//convoke:s3cret@host',
    'http://a:s3c@s3cret/s3cret@host:x',
    'mysql://host/db?user=a&password=s3cret',
    'convoke:s3cret@host',
  ])('no password is shown: %s', (value) => {
    const [problem] = problemsOf({ DATABASE_URL: value })
    expect(problem).toContain('DATABASE_URL')
    expect(problem).not.toContain('s3c')
  })
})

test('nothing set, or set to nothing, gives the defaults', () => {
  expect(readConfig({})).toEqual(defaults)
  expect(readConfig({ PORT: '', CONVOKE_DATA: '', CONVOKE_SAMPLE: '', DATABASE_URL: '', PUBLIC_URL: '', SMTP_URL: '' })).toEqual(defaults)
})

test('every setting is taken', () => {
  const config = readConfig({
    PORT: '0',
    CONVOKE_DATA: '/srv/convoke data',
    CONVOKE_SAMPLE: 'none',
    DATABASE_URL: 'postgresql://convoke:pass@db.example.org/convoke',
    PUBLIC_URL: 'https://Consultations.example.org:443/',
    SMTP_URL: 'smtps://user:pass@mail.example.org',
    CONVOKE_MODEL_URL: 'https://models.example.org/v1/',
    CONVOKE_MODEL_NAME: 'a-model',
    CONVOKE_MODEL_KEY: 'sk-1',
    CONVOKE_LINK_CHECK: 'none',
    MAIL_DOMAIN: 'Listen.MÜNCHEN.example',
    MAIL_PORT: 'lmtp:2424',
  })
  expect(config).toEqual({
    port: 0,
    dataFolder: '/srv/convoke data',
    withSample: false,
    checksLinks: false,
    databaseUrl: 'postgresql://convoke:pass@db.example.org/convoke',
    publicUrl: 'https://consultations.example.org',
    smtpUrl: 'smtps://user:pass@mail.example.org',
    mailDomain: 'listen.xn--mnchen-3ya.example',
    mailWay: { kind: 'open', protocol: 'lmtp', host: '127.0.0.1', port: 2424, isChosen: true },
    mailCertificate: undefined,
    languageModel: { url: 'https://models.example.org/v1', name: 'a-model', key: 'sk-1' },
  })
})

test('a language model is set whole or not at all, with its key in a variable or in a file', () => {
  const set = { CONVOKE_MODEL_URL: 'http://localhost:11434/v1', CONVOKE_MODEL_NAME: 'a-model' }
  expect(readConfig(set)).toMatchObject({ languageModel: { url: 'http://localhost:11434/v1', name: 'a-model', key: undefined } })
  expect(problemsOf({ CONVOKE_MODEL_NAME: 'a-model' })).toEqual([expect.stringMatching(/^CONVOKE_MODEL_NAME is set, but CONVOKE_MODEL_URL is not/)])
  expect(problemsOf({ CONVOKE_MODEL_KEY_FILE: '/nothing' })).toEqual([expect.stringMatching(/^CONVOKE_MODEL_KEY_FILE is set, but CONVOKE_MODEL_URL is not/)])
  expect(problemsOf({ CONVOKE_MODEL_URL: set.CONVOKE_MODEL_URL })).toEqual([expect.stringMatching(/CONVOKE_MODEL_NAME does not say which model/)])
  expect(problemsOf({ ...set, CONVOKE_MODEL_KEY: 'a', CONVOKE_MODEL_KEY_FILE: '/a' })).toEqual([expect.stringMatching(/both set/)])
  expect(problemsOf({ ...set, CONVOKE_MODEL_KEY_FILE: '/nothing/here' })).toEqual([expect.stringMatching(/no file that can be read/)])
  const problem = problemsOf({ ...set, CONVOKE_MODEL_KEY: 'a secret' })
  expect(problem).toEqual([expect.stringMatching(/does not hold a key/)])
  expect(problem.join()).not.toContain('a secret')
  const file = join(mkdtempSync(join(tmpdir(), 'convoke-key-')), 'key')
  writeFileSync(file, 'sk-from-a-file\n')
  expect(readConfig({ ...set, CONVOKE_MODEL_KEY_FILE: file })).toMatchObject({ languageModel: { key: 'sk-from-a-file' } })
  rmSync(dirname(file), { recursive: true })
})

test('the public address follows the port really taken unless it is set', () => {
  expect(publicUrlFor(defaults, 41_000)).toBe('http://localhost:41000')
  expect(publicUrlFor({ ...defaults, publicUrl: 'https://example.org' }, 41_000)).toBe('https://example.org')
})

test('the ways in are read, and answers are asked for only where they can come', () => {
  const way = (text: string) => {
    const config = readConfig({ MAIL_PORT: text })
    return 'problems' in config ? config.problems : config.mailWay
  }
  expect(way('none')).toEqual({ kind: 'closed' })
  expect(way('25')).toEqual({ kind: 'open', protocol: 'smtp', host: undefined, port: 25, isChosen: true })
  expect(way('[::1]:0')).toEqual({ kind: 'open', protocol: 'smtp', host: '::1', port: 0, isChosen: true })
  expect(way('lmtp:192.0.2.4:24')).toEqual({ kind: 'open', protocol: 'lmtp', host: '192.0.2.4', port: 24, isChosen: true })
  const takes = (env: Record<string, string>, isListening: boolean) => {
    const config = readConfig(env)
    return 'problems' in config ? config.problems : takesMail(config, isListening)
  }
  expect([takes({}, true), takes({}, false), takes({ SMTP_URL: 'direct:' }, true), takes({ SMTP_URL: 'direct:', MAIL_PORT: '25' }, true)]).toEqual([true, false, false, true])
  expect([takes({ MAIL_DOMAIN: 'x.example' }, false), takes({ MAIL_DOMAIN: 'x.example', MAIL_PORT: 'none' }, false)]).toEqual([true, false])
  expect(problemsOf({ MAIL_KEY: '/nowhere' })).toEqual([expect.stringContaining('MAIL_CERTIFICATE is not')])
  expect(problemsOf({ MAIL_KEY: '/nowhere', MAIL_CERTIFICATE: '/nowhere' })).toEqual([expect.stringContaining('no file that can be read')])
})
