export const NEWLINE = 10

export interface Line {
  readonly start: number
  /** Without the line's end. */
  readonly end: number
  readonly next: number
}

/** Spaces and tabs alone. */
export function isBlank(buffer: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (buffer[at] !== 32 && buffer[at] !== 9) return false
  return true
}

/** The lines of a part of a mailbox, as the bytes at which they begin: there may be as many of them as bytes. */
export class Lines {
  readonly length: number
  private readonly buffer: Buffer
  private readonly starts: Uint32Array
  constructor(buffer: Buffer) {
    let starts = new Uint32Array(1024)
    // A mark of UTF-8 before the first line is none of it.
    let [count, start] = [0, buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? 3 : 0]
    while (start < buffer.length) {
      if (count === starts.length) {
        const longer = new Uint32Array(count * 2)
        longer.set(starts)
        starts = longer
      }
      starts[count++] = start
      const at = buffer.indexOf(NEWLINE, start)
      start = at < 0 ? buffer.length : at + 1
    }
    ;[this.buffer, this.starts, this.length] = [buffer, starts, count]
  }

  at(place: number): Line | undefined {
    if (place < 0 || place >= this.length) return undefined
    const start = this.starts[place] ?? 0
    const next = place + 1 < this.length ? (this.starts[place + 1] ?? 0) : this.buffer.length
    const bare = this.buffer[next - 1] === NEWLINE ? next - 1 : next
    return { start, end: bare > start && this.buffer[bare - 1] === 13 ? bare - 1 : bare, next }
  }

  /** The first that is not blank; -1 where all are. */
  firstFull(): number {
    for (let place = 0; place < this.length; place++) {
      const line = this.at(place)
      if (line !== undefined && !isBlank(this.buffer, line.start, line.end)) return place
    }
    return -1
  }
}

