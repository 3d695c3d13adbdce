/** The convoke command: `convoke <verb> <what> …`, beside a running server or without one. Exit 0 done, 1 refused, 2 usage. */
import { systemClock } from '../platform/clock.ts'
import { createLog } from '../platform/log.ts'
import { runCommand } from './command.ts'

const log = createLog(systemClock, (_level, line) => process.stderr.write(`${line}\n`))
process.exit(await runCommand(process.argv.slice(2), process.env, log))
