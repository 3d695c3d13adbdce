import type { Server } from 'node:http'

const GRACE_MS = 3000

/**
 * Takes no new connection, lets requests under way finish, and ends connections that only wait for a next request: browsers keep those
 * open for minutes. What is not done after three seconds is cut off.
 */
export function drainServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearTimeout(limit)
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })
}
