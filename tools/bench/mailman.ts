/** Mailman 3, where it is on this machine, with a list in a folder of its own: nothing of the machine's own Mailman is read or changed. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A mailing list that runs in a process of its own. */
export interface RunningList {
  /** Where it takes posts: on this machine. */
  readonly door: { readonly port: number; readonly isLmtp: boolean }
  readonly pid: number
  readonly version: string
  close(): Promise<void>
}

const PLACES = ['/usr/lib/mailman3/bin', '/opt/mailman/venv/bin', '/opt/mailman/mm/bin']

/** The folder with Mailman's programs: `MAILMAN_BIN`, else where Debian or its own manual put it. Undefined where there is none. */
export function findMailman(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const named = env['MAILMAN_BIN']
  return (named === undefined || named === '' ? PLACES : [named]).find((folder) => ['mailman', 'master', 'runner'].every((program) => existsSync(join(folder, program))))
}

/** What a post to a list passes through, and nothing else: fewer processes than Mailman has by default. */
const NEEDLESS = ['archive', 'bad', 'bounces', 'command', 'digest', 'nntp', 'rest', 'retry', 'shunt', 'task', 'virgin']

/**
 * Starts Mailman with one list `talk` of these readers, each of whom gets a copy of their own (a To of their own, an address of their own to
 * which it bounces), as Mailman does where deliveries are personalised. It hands them to the mail server at `sinkPort` of this machine.
 */
export async function startMailman(programs: string, list: { readonly domain: string; readonly readers: readonly string[] }, sinkPort: number): Promise<RunningList> {
  const folder = mkdtempSync(join(tmpdir(), 'convoke-bench-mailman-'))
  const port = await freePort()
  const config = join(folder, 'mailman.cfg')
  writeFileSync(config, configOf(folder, programs, { port, sinkPort, domain: list.domain }))
  writeFileSync(join(folder, 'readers'), `${list.readers.join('\n')}\n`)
  writeFileSync(join(folder, 'bench_list.py'), PREPARE)
  const run = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(join(programs, 'mailman'), [...(process.getuid?.() === 0 ? ['--run-as-root'] : []), '-C', config, ...args], { encoding: 'utf8', env: { ...process.env, PYTHONPATH: folder } })
    if (status !== 0) throw new Error(`mailman ${args.join(' ')}: ${stderr}`)
    return stdout
  }
  const address = `talk@${list.domain}`
  const version = /GNU Mailman [0-9.]+/u.exec(run('info'))?.[0] ?? 'GNU Mailman'
  run('create', '-q', address)
  run('withlist', '-r', 'bench_list.prepare', '-l', address, join(folder, 'readers'))
  const master = spawn(join(programs, 'master'), ['-C', config], { stdio: 'ignore', env: { ...process.env, MAILMAN_VAR_DIR: join(folder, 'var') } })
  const ended = new Promise<void>((resolve) => master.once('close', () => resolve()))
  const close = async (): Promise<void> => {
    master.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  // Its runners come up within some seconds, in any order: the mail shall not be the first that they do.
  await sleep(10_000)
  if (master.pid === undefined || master.exitCode !== null) throw new Error('Mailman did not start')
  return { door: { port, isLmtp: true }, pid: master.pid, version, close }
}

function configOf(folder: string, programs: string, at: { port: number; sinkPort: number; domain: string }): string {
  return [
    `[mailman]\nsite_owner: postmaster@${at.domain}\nlayout: bench`,
    `[paths.bench]\nvar_dir: ${folder}/var\nbin_dir: ${programs}`,
    `[database]\nclass: mailman.database.sqlite.SQLiteDatabase\nurl: sqlite:///${folder}/var/mailman.db`,
    '[mta]\nincoming: mailman.mta.null.NullMTA\noutgoing: mailman.mta.deliver.deliver\nverp_personalized_deliveries: yes',
    `smtp_host: 127.0.0.1\nsmtp_port: ${at.sinkPort}\nlmtp_host: 127.0.0.1\nlmtp_port: ${at.port}`,
    ...NEEDLESS.map((runner) => `[runner.${runner}]\nstart: no`),
    '',
  ].join('\n')
}

/** Personal copies, no archive, no digest, nothing moderated; and the readers, as `mailman addmembers` adds them, in one transaction. */
const PREPARE = `from mailman.config import config
from mailman.interfaces.action import Action
from mailman.interfaces.archiver import ArchivePolicy
from mailman.interfaces.mailinglist import Personalization
from mailman.interfaces.usermanager import IUserManager
from mailman.utilities.datetime import now
from zope.component import getUtility

def prepare(mlist, readers):
    mlist.personalize = Personalization.full
    mlist.archive_policy = ArchivePolicy.never
    mlist.digests_enabled = False
    mlist.default_member_action = Action.accept
    mlist.send_welcome_message = False
    users = getUtility(IUserManager)
    for line in open(readers):
        address = users.create_address(line.strip())
        address.verified_on = now()
        mlist.subscribe(address)
    config.db.commit()
`

/** A port that nobody has. */
function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
