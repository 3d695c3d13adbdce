import { expect, test } from 'vitest'
import { readReturnedMail } from './read.ts'

const read = (text: string) => readReturnedMail(Buffer.from(text))

/** Mails of kinds that the samples do not have, written after what their systems write. */
const NOTICES: readonly (readonly [what: string, kind: string, recipients: readonly string[], mail: string])[] = [
  ['in words, with the transcript of a session', 'hard', ['ana@example.org'], 'From: MAILER-DAEMON@mx.example.net\nSubject: Undeliverable mail\n\nUnable to deliver message to: <ana@example.org>\nDelivery failed for the following reason:\nServer mx.example.org[192.0.2.1] failed with: 550 <ana@example.org> No such user here\n'],
  ['by the command that was refused', 'hard', ['ana@example.org'], 'From: postmaster@example.net\nSubject: Mail could not be delivered\n\nOutgoing session:\n>>> RCPT TO:<ana@example.org>\n<<< 550 5.1.1 unknown\nReturned headers:\nReceived: from a by b\nTo: other@example.org\n'],
  ['as HTML alone', 'hard', ['ana@example.org'], 'From: Mail Delivery Subsystem <mailer-daemon@example.com>\nSubject: Delivery Status Notification (Failure)\nContent-Type: text/html; charset=utf-8\n\n<html><style>p{}</style><body><h2>Address not found</h2><p>Your message wasn&#39;t delivered to <b>ana@example.org</b> because the address couldn&#39;t be found.</p><p>The response was:</p><p>550 5.1.1 The email account that you tried to reach does not exist.</p></body></html>'],
  ['in Japanese, by an international address', 'hard', ['用户@例子.广告'], 'From: MAILER-DAEMON@example.jp\nSubject: failure notice\nContent-Type: text/plain; charset=utf-8\n\n次のあて先へのメッセージは送信できませんでした。\n\n<用户@例子.广告>:\n550 5.1.1 user unknown\n'],
  ['a full mailbox, in base64', 'soft', ['ana@example.org'], `From: MAILER-DAEMON@example.org\nSubject: Returned mail\nContent-Transfer-Encoding: base64\n\n${Buffer.from('<ana@example.org>:\n552 5.2.2 Mailbox full\n').toString('base64')}\n`],
  ['a list of block lists, though the recipient is named', 'policy', ['ana@example.org'], 'From: MAILER-DAEMON@example.org\nSubject: failure notice\n\n<ana@example.org>:\n554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using a block list\n'],
  ['without a boundary where one was promised', 'hard', ['ana@example.org'], 'From: MAILER-DAEMON@example.org\nContent-Type: multipart/report; report-type=delivery-status\nSubject: Returned mail\n\nFinal-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.1.1\n'],
  ['a part that is cut off', 'hard', ['ana@example.org'], 'From: MAILER-DAEMON@example.org\nContent-Type: multipart/report; boundary=b; report-type=delivery-status\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nOriginal-Recipient: rfc822;ana@example.org\nFinal-Recipient: rfc822; ana2@elsewhere.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 no such us'],
  ['in French, without a code', 'hard', ['ana@example.org'], "Return-Path: <>\nFrom: postmaster@example.fr\nSubject: Message non distribué\nContent-Type: text/plain; charset=utf-8\n\nVotre message n'a pas pu être remis :\n\n  ana@example.org : utilisateur inconnu\n"],
  ['in Chinese, the label before the address', 'soft', ['ana@example.org'], 'From: PostMaster@example.cn\nSubject: 系统退信\nContent-Type: text/plain; charset=utf-8\n\n您的邮件被退回。\n收件人：ana@example.org\n原因：收件人邮箱已满\n'],
  ['in Arabic', 'hard', ['ana@example.org'], 'From: postmaster@example.ma\nSubject: تعذر تسليم الرسالة\nContent-Type: text/plain; charset=utf-8\n\nتعذر تسليم رسالتك إلى:\nana@example.org\nالمستخدم غير موجود\n'],
  ['in no words that are known, but with the mail sent back', 'soft', ['ana@example.org'], 'From: MAILER-DAEMON@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nqwer asdf:\n<ana@example.org>:\n--b\nContent-Type: message/rfc822\n\nSubject: A call\n\nx\n--b--\n'],
  ['a refusal of the mail under the code of a missing mailbox', 'policy', ['ana@example.org'], 'From: MAILER-DAEMON@example.org\nContent-Type: multipart/report; boundary=b; report-type=delivery-status\n\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.7.1 IP address blacklisted by recipient\n\n--b--\n'],
  ['not yet delivered, and still tried', 'delayed', ['ana@example.org'], 'From: Mail Delivery System <mailer-daemon@example.org>\nSubject: Warning: message 1x2-03 delayed 24 hours\n\nThe message has not yet been delivered to the following addresses:\n\n  <ana@example.org>\n\nDelivery attempts will continue for some time.\n'],
  ['wrapped into a string by the service that hands it on', 'hard', ['ana@example.org'], `From: no-reply@notify.example\nSubject: Notification\n\n{\n "Type" : "Notification",\n "Message" : ${JSON.stringify(JSON.stringify({ notificationType: 'Bounce', bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'ana@example.org', status: '5.1.1' }] } }))}\n}\n`],
]

test.each(NOTICES)('%s: %s', (_what, kind, recipients, mail) => {
  const found = read(mail)
  expect(found.kind).toBe(kind)
  expect(found.recipients.slice(0, recipients.length)).toEqual(recipients)
})

test('several recipients, one of whom got it: those who did not are named', () => {
  const group = (address: string, action: string, status: string) => `Final-Recipient: rfc822; ${address}\nAction: ${action}\nStatus: ${status}\n\n`
  const mail = (groups: string) => `From: MAILER-DAEMON@example.org\nContent-Type: multipart/report; boundary=b; report-type=delivery-status\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n${groups}\n--b--\n`
  expect(read(mail(group('a@example.org', 'delivered', '2.0.0') + group('b@example.org', 'failed', '5.1.1')))).toMatchObject({ kind: 'hard', recipients: ['b@example.org'] })
  expect(read(mail(group('a@example.org', 'relayed', '2.0.0'))).kind).toBe('delivered')
  expect(read(mail(group('a@example.org', 'delayed', '4.4.1'))).kind).toBe('delayed')
})

/** What people and their programs write: none of it is a failure. */
const OTHERS: readonly (readonly [kind: string, mail: string])[] = [
  ['auto-reply', 'From: Ana <ana@example.org>\nAuto-Submitted: auto-replied\nSubject: x\n\nBack on Monday.\n'],
  ['auto-reply', 'Return-Path: <>\nFrom: Ana <ana@example.org>\nSubject: Automatische Antwort: Aufruf\n\nIch bin nicht im Büro. Zimmer 550 - 5.1.1\n'],
  ['auto-reply', 'Return-Path: <>\nFrom: Bo <bo@example.org>\nSubject: =?utf-8?B?6Ieq5YuV5b+c562U?=\n\n不在です。\n'],
  ['auto-reply', 'From: Bo <bo@example.org>\nSubject: Réponse automatique : absence\n\nJe serai absent ; votre message ne pourra pas être lu.\n'],
  ['auto-reply', 'From: Bo <bo@example.org>\nPrecedence: auto_reply\nSubject: Отпуск\n\nЯ в отпуске.\n'],
  ['auto-reply', 'Return-Path: <>\nFrom: Bo <bo@example.org>\nX-Autoreply: yes\nSubject: Re: Call\n\nأنا خارج المكتب\n'],
  ['not-a-bounce', 'From: Ana <ana@example.org>\nSubject: Re: Your call\n\n> 550 5.1.1 <x@example.org> user unknown\nIs this the mail that you meant?\n'],
  ['not-a-bounce', 'From: Ana <ana@example.org>\nSubject: Question 5\n\n5.1.1 The first. x@example.org\n'],
  ['not-a-bounce', 'Return-Path: <>\nFrom: postmaster@example.org\nSubject: Welcome to your new mailbox\n\nYour mailbox ana@example.org is ready. Its size is 550 MB.\n'],
  ['not-a-bounce', 'From: Ana <ana@example.org>\nSubject: Fwd: Undeliverable: A call\n\nLook:\n> <x@example.org>: 550 5.1.1 no such user\n'],
  ['auto-reply', 'Return-Path: <>\nFrom: Bo <bo@example.org>\nSubject: Odpowiedź automatyczna: zaproszenie\n\nWracam w poniedziałek.\n'],
  ['not-a-bounce', ''],
]

test.each(OTHERS)('what is no failure is taken for none (%s, %j)', (kind, mail) => {
  expect(read(mail)).toMatchObject({ kind })
})

test('a mail within a mail is not read as the report', () => {
  const mail = 'From: Ana <ana@example.org>\nSubject: Fwd: look\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nWhat is this?\n--b\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@example.org\nContent-Type: multipart/report; boundary=c; report-type=delivery-status\n\n--c\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; victim@example.org\nAction: failed\nStatus: 5.1.1\n\n--c--\n--b--\n'
  expect(read(mail)).toMatchObject({ kind: 'not-a-bounce', recipients: [] })
})

test('what comes back says which mail it was', () => {
  const mail = 'From: MAILER-DAEMON@example.org\nSubject: failure notice\n\n<forwarded@elsewhere.example>:\n550 no such user\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <x@forum.example.org>\nTo: Ana <ana@example.org>\nMessage-ID: <018f2b6a-0000-7000-8000-000000000000@forum.example.org>\nSubject: A call\n'
  expect(read(mail).returned).toEqual({ to: 'ana@example.org', messageId: '018f2b6a-0000-7000-8000-000000000000@forum.example.org' })
})

test('whatever comes is read in little time, and nothing throws', () => {
  const head = 'From: MAILER-DAEMON@x\nSubject: failure notice\n'
  const bodies = ['<'.repeat(400_000), '@'.repeat(400_000), `${'a'.repeat(70)}@`.repeat(6_000), '550 '.repeat(100_000), `${'x.'.repeat(200_000)}@y`, '\n--b'.repeat(100_000), 'Final-Recipient: rfc822; a@b.example\n'.repeat(10_000), '=?utf-8?b?'.repeat(40_000), '('.repeat(200_000), ' '.repeat(400_000), 'to '.repeat(150_000), 'RCPT TO:<'.repeat(50_000), '{"notificationType":"Bounce"'.repeat(10_000), '>'.repeat(400_000)]
  const start = performance.now()
  for (const body of bodies) for (const type of ['text/plain', 'multipart/report; boundary=b; report-type=delivery-status', 'text/html']) read(`${head}Content-Type: ${type}\n\n${body}`)
  for (let depth = 0; depth < 3; depth++) read(`${head}${Array.from({ length: 2_000 }, (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"\n\n--b${at}\n`).join('')}`)
  read(`${head}X-Long: ${'y '.repeat(200_000)}\n\n`)
  read(`${'A: b\n'.repeat(100_000)}\n`)
  expect(performance.now() - start).toBeLessThan(20_000)
})
