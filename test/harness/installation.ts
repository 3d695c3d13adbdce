import { openInstallation, type Installation } from '../../src/cli/installation.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { createLog } from '../../src/platform/log.ts'

/** Works on the installation of a data folder, as the command line does: beside its server or without one. */
export async function withInstallation<T>(data: string, work: (installation: Installation) => Promise<T>): Promise<T> {
  const installation = await openInstallation({ CONVOKE_DATA: data }, createLog(systemClock, () => undefined))
  if ('problem' in installation) throw new Error(installation.problem)
  try {
    return await work(installation)
  } finally {
    await installation.close()
  }
}
