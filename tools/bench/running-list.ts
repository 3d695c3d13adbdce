/** The built product in processes of its own, PostgreSQL included, with a list that sends to a mail server on this machine. */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openInstallation } from '../../src/cli/installation.ts'
import { createForum } from '../../src/forums/commands.ts'
import { openList } from '../../src/lists/commands.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact, type Db } from '../../src/platform/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { isRefusal } from '../../src/shared/result.ts'
import type { RunningList } from './mailman.ts'

/** Starts it with one list `talk` of these readers, who may all write without being moderated. */
export async function startProduct(list: { readonly domain: string; readonly readers: readonly string[] }, sinkUrl: string): Promise<RunningList> {
  const data = mkdtempSync(join(realpathSync(tmpdir()), 'convoke-bench-list-'))
  chmodSync(data, 0o755)
  const env = { ...process.env, PORT: '0', MAIL_PORT: '127.0.0.1:0', CONVOKE_DATA: data, CONVOKE_SAMPLE: 'none', CONVOKE_LINK_CHECK: 'none', CONVOKE_LIFELINE: 'stdin', SMTP_URL: sinkUrl, MAIL_DOMAIN: list.domain }
  const child = spawn(process.execPath, [join('dist', 'main.js')], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const close = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  const port = await new Promise<number>((resolve, reject) => {
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const found = /Mail comes in .*port=([0-9]+)/u.exec(printed)
      if (found !== null) resolve(Number(found[1]))
    })
    void ended.then(() => reject(new Error(`The product did not start: ${printed}`)))
  })
  const installation = await openInstallation({ CONVOKE_DATA: data }, createLog(systemClock, () => undefined))
  if ('problem' in installation || child.pid === undefined) throw new Error('problem' in installation ? installation.problem : 'no process')
  await addList(installation.db, list.readers)
  await installation.close()
  return { door: { port, isLmtp: false }, pid: child.pid, version: 'Convoke', close }
}

async function addList(db: Db, readers: readonly string[]): Promise<void> {
  const now = systemClock()
  const forum = await transact(db, (tx) => createForum(tx, SYSTEM, { slug: 'harbours', title: 'Harbours', mandate: 'To be heard.', conveningBody: null, website: null, language: 'en' }, now))
  if (isRefusal(forum)) throw new Error(forum.refusal)
  const settings = { title: 'Talk', description: '', kind: 'open', language: 'en', tag: 'talk', sizeLimit: 100_000, trusting: 'first', strangers: 'held', isArchivePrivate: false, digestDay: null, digestHour: 6, rewrittenDomains: [] } as const
  const opened = await transact(db, (tx) => openList(tx, SYSTEM, { forumId: forum.forumId, cycleId: null, slug: 'talk', settings: { ...settings, rewrittenDomains: [] }, moderators: [] }, now))
  if (isRefusal(opened)) throw new Error(opened.refusal)
  for (let from = 0; from < readers.length; from += 1_000) {
    const part = readers.slice(from, from + 1_000)
    const rows = part.map((mail) => ({ id: newId(), list_id: opened.id, mail, language: 'en', state: 'confirmed' as const, came_by: 'mail' as const, asked_at: now, confirmed_at: now, state_at: now, is_trusted: true }))
    await db.insertInto('lists_subscription').values(rows).execute()
  }
}
