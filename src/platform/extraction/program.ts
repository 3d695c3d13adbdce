/**
 * The program that reads one document: the file comes as its standard input, its name as the only argument, the outcome goes out as
 * JSON; a second argument `styled` asks for marks, links, tables and notes too, `remarks` for comments and changes instead. It is started with limits of memory and time by platform/extractor, and is never part of the server.
 */
import { Socket as DatagramSocket } from 'node:dgram'
import { readFileSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { readRemarks } from '../remarks/read-remarks.ts'
import { readDocument } from './read-document.ts'

// Nothing in a document is ever asked for. No reader has a reason to; should one try, it fails here.
const closed = (): never => {
  throw new Error('No network')
}
Socket.prototype.connect = closed
DatagramSocket.prototype.send = closed
globalThis.fetch = closed

// Libraries write remarks about what they find; only the outcome leaves.
for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) console[name] = () => undefined

const [name = '', wanted] = process.argv.slice(2)
const read = wanted === 'remarks' ? readRemarks(readFileSync(0)) : readDocument(readFileSync(0), name, wanted === 'styled')
const outcome = Buffer.from(JSON.stringify(await read))
for (let sent = 0; sent < outcome.length; ) {
  try {
    sent += writeSync(1, outcome, sent)
  } catch (error) {
    // The pipe is full: whoever reads it is slower than we are.
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
  }
}
process.exit(0)
