import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { fixedDns, type Zone } from './mail-dns.ts'
import { checkRecords, listWantedRecords, type MailSetup } from './mail-records.ts'
import { keyRecord, readMailKey } from './mail-signing.ts'

const key = readMailKey('ed25519-sha256', generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
const setup: MailSetup = { domain: 'lists.example.org', host: 'forum.example.org', leaves: 'directly', keys: { domain: 'lists.example.org', keys: [key] } }
const verdicts = async (zone: Zone | 'unknown', over: Partial<MailSetup> = {}) => Object.fromEntries((await checkRecords(fixedDns(zone), listWantedRecords({ ...setup, ...over }))).map(({ kind, verdict }) => [kind, verdict]))

const RIGHT: Zone = {
  'lists.example.org': { mx: [{ exchange: 'Forum.example.org', priority: 10 }], txt: ['google-site-verification=x', 'v=spf1 mx a:forum.example.org -all'] },
  'forum.example.org': { a: ['192.0.2.7', '2001:db8::7'] },
  'convoke-ed._domainkey.lists.example.org': { txt: [keyRecord(key).replace('p=', 'p= ')] },
  '_dmarc.lists.example.org': { txt: ['v=DMARC1; p=quarantine'] },
  '192.0.2.7': { ptr: ['forum.example.org'] },
  '2001:db8::7': { ptr: ['forum.example.org'] },
}

test('what is published as it should be is found right', async () => {
  expect(await verdicts(RIGHT)).toEqual({ mx: 'right', address: 'right', spf: 'right', dkim: 'right', dmarc: 'right', reverse: 'right' })
})

test('what is missing, otherwise or there twice is said so', async () => {
  expect(await verdicts({})).toEqual({ mx: 'missing', address: 'missing', spf: 'missing', dkim: 'missing', dmarc: 'missing', reverse: 'missing' })
  const wrong: Zone = {
    ...RIGHT,
    'lists.example.org': { mx: [{ exchange: 'mail.elsewhere.example', priority: 5 }], txt: ['v=spf1 mx -all', 'v=spf1 a -all'] },
    'convoke-ed._domainkey.lists.example.org': { txt: ['v=DKIM1; k=ed25519; p=AAAA'] },
    '_dmarc.lists.example.org': { txt: ['v=DMARC1; rua=mailto:x@example.org'] },
    '2001:db8::7': { ptr: ['host-7.provider.example'] },
  }
  expect(await verdicts(wrong)).toEqual({ mx: 'differs', address: 'right', spf: 'several', dkim: 'differs', dmarc: 'differs', reverse: 'differs' })
})

test('without a network nothing is called missing', async () => {
  expect(new Set(Object.values(await verdicts('unknown')))).toEqual(new Set(['unknown']))
})

test('what a relay needs is not asked of the server', () => {
  expect(listWantedRecords({ ...setup, leaves: 'by-relay' }).map(({ kind }) => kind)).not.toContain('reverse')
  expect(listWantedRecords({ ...setup, leaves: 'by-relay' }).find(({ kind }) => kind === 'spf')?.value).toBe('v=spf1 mx ~all')
  expect(listWantedRecords({ ...setup, host: '192.0.2.7' }).find(({ kind }) => kind === 'mx')?.value).toBeNull()
})
