// Notices when the processes that started us are gone. npm starts a script through a shell, and `kill -9` of npm
// leaves both behind, so the shell's own parent is watched too.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const EVERY_MS = 200

function readFromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in parentheses, may itself hold spaces and parentheses: the parent is the second field after it.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    return { parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') }
  } catch {
    return undefined
  }
}

function readFromPs(pid) {
  try {
    const line = execFileSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
    return { parent: Number(line[0]), command: line.slice(1) }
  } catch {
    return undefined
  }
}

const readProcess = process.platform === 'linux' ? readFromProc : readFromPs

/**
 * Calls `gone` once when npm, or the shell between npm and us, has ended. Does nothing where npm did not start us:
 * who starts the script by hand may leave the terminal.
 */
export function watchParents(gone) {
  if (!process.env['npm_lifecycle_event']) return
  const parent = process.ppid
  const shell = readProcess(parent)
  const isShell = shell?.command.includes('-c') ?? false
  const timer = setInterval(() => {
    const isAlive = process.ppid === parent && (!isShell || readProcess(parent)?.parent === shell.parent)
    if (isAlive) return
    clearInterval(timer)
    gone()
  }, EVERY_MS)
  timer.unref()
}
