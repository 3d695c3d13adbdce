/** The convoke command: `convoke <verb> <what> …`, beside a running server or without one. Exit 0 done, 1 refused, 2 usage; `convoke mail` as sysexits.h has it. */
import { systemClock } from '../platform/clock.ts'
import { createLog } from '../platform/log.ts'
import { runCommand } from './command.ts'
import { pipeMail } from './mail.ts'

const log = createLog(systemClock, (_level, line) => process.stderr.write(`${line}\n`))
const [verb, ...rest] = process.argv.slice(2)
// A mail server that pipes mail to us reads other codes than people do.
process.exit(verb === 'mail' ? await pipeMail(rest, process.env, process.stdin) : await runCommand(process.argv.slice(2), process.env, log))
