/**
 * Runs a program that cannot outlive us. A small shell stands between: it reads from a pipe whose other end is ours, so that the
 * pipe closes when we end, `kill -9` included, and then ends the program.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export type SupervisedOptions = {
  readonly command: readonly string[]
  readonly uid?: number
  readonly gid?: number
  readonly env: Readonly<Record<string, string>>
  readonly onLine: (line: string) => void
  /** What the program gets when nobody waits for it any more: time to end in order, or none where it has nothing to keep. */
  readonly whenAbandoned: 'end' | 'kill'
}

export type SupervisedProcess = {
  /** Resolves with the exit code (1 when the shell itself was killed) once the program has ended. */
  readonly ended: Promise<number>
  /** Asks the program to end in order (SIGINT) and waits; the lifeline stays a threat only while we live. */
  readonly stop: () => Promise<void>
}

// On the word "stop" the program has all the time it needs; on a closed pipe nobody waits for it any more, so it is pressed.
// The shell leads a group of its own, which "kill 0" ends with all in it.
const SUPERVISOR = `
abandoned=$1
shift
exec 3<&0 </dev/null
"$@" 3<&- &
program=$!
{
  read -r word <&3
  [ "$word" = stop ] || [ "$abandoned" = end ] || kill -KILL 0
  kill -INT $program
  [ "$word" = stop ] || { sleep 0.6; kill -QUIT $program; }
} >/dev/null 2>&1 &
watcher=$!
wait $program
code=$?
kill $watcher 2>/dev/null
exit $code
`

/** Starts the program in a session of its own, so that Ctrl-C at our terminal does not end it before we are done with it. */
export function startSupervised(options: SupervisedOptions): SupervisedProcess {
  const { command, uid, gid, env, onLine, whenAbandoned } = options
  const shell = spawn('/bin/sh', ['-c', SUPERVISOR, 'sh', whenAbandoned, ...command], {
    cwd: '/',
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  })
  shell.stdin.on('error', () => undefined) // it ended before it read: `ended` says so
  for (const stream of [shell.stdout, shell.stderr]) createInterface({ input: stream }).on('line', onLine)
  const ended = new Promise<number>((resolve) => {
    shell.once('error', (error) => {
      onLine(error.message)
      resolve(1)
    })
    // After "close" the program's last lines have been read, too.
    shell.once('close', (code) => resolve(code ?? 1))
  })
  const stop = async (): Promise<void> => {
    shell.stdin.end('stop\n')
    await ended
  }
  return { ended, stop }
}
