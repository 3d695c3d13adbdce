/**
 * A mail server that takes everything and keeps nothing but counts, in a process of its own: what tests and benches send to. It prints its
 * port, and for each line on its standard input a line of JSON: how many mails came, how often each recipient, and whose connection
 * ended after the answer to a mail with no word more: of those alone the sender cannot know that they came.
 */
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

const counts = new Map<string, number>()
const unsure: string[] = []
let taken = 0

interface Conversation {
  text: string
  isInMail: boolean
  recipient: string
  answered: string | undefined
}

const server = createServer((socket) => {
  const talk: Conversation = { text: '', isInMail: false, recipient: '', answered: undefined }
  socket.setNoDelay(true)
  socket.on('error', () => undefined)
  socket.on('close', () => {
    if (talk.answered !== undefined) unsure.push(talk.answered)
  })
  socket.on('data', (chunk: Buffer) => hear(socket, talk, chunk.toString('latin1')))
  socket.write('220 sink.example ESMTP\r\n')
})

function hear(socket: Socket, talk: Conversation, text: string): void {
  talk.answered = undefined
  talk.text += text
  for (;;) {
    const end = talk.text.indexOf(talk.isInMail ? '\r\n.\r\n' : '\r\n')
    if (end < 0) return
    const part = talk.text.slice(0, end)
    talk.text = talk.text.slice(end + (talk.isInMail ? 5 : 2))
    if (talk.isInMail) takeMail(socket, talk)
    else answer(socket, talk, part)
  }
}

function takeMail(socket: Socket, talk: Conversation): void {
  talk.isInMail = false
  talk.answered = talk.recipient
  taken++
  counts.set(talk.recipient, (counts.get(talk.recipient) ?? 0) + 1)
  socket.write('250 2.0.0 taken\r\n')
}

function answer(socket: Socket, talk: Conversation, line: string): void {
  const command = line.slice(0, 4).toUpperCase()
  if (command === 'EHLO') socket.write('250-sink.example\r\n250-PIPELINING\r\n250-SIZE 50000000\r\n250 8BITMIME\r\n')
  else if (command === 'RCPT') {
    talk.recipient = /<([^>]*)>/u.exec(line)?.[1] ?? ''
    socket.write('250 2.1.5 yes\r\n')
  } else if (command === 'DATA') {
    talk.isInMail = true
    socket.write('354 go on\r\n')
  } else if (command === 'QUIT') socket.end('221 bye\r\n')
  else socket.write('250 2.0.0 yes\r\n')
}

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`)
})
createInterface({ input: process.stdin })
  .on('line', (line) => process.stdout.write(`${JSON.stringify(line === 'count' ? { taken } : { taken, counts: Object.fromEntries(counts), unsure })}\n`))
  .on('close', () => process.exit(0))
