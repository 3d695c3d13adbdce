import { writeSync } from 'node:fs'

/** Writes all of it to the standard output of a program of its own before it goes on, however slowly it is read. */
export function writeWhole(bytes: Uint8Array): void {
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(1, bytes, sent)
    } catch (error) {
      // The pipe is full: whoever reads it is slower than we are.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
