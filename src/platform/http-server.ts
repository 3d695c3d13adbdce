import type { Server } from 'node:http'

const GRACE_MS = 3000

/** The port that was taken, or a sentence about why none was. To be asked in the same turn that `server` was told to listen in. */
export function untilListening(server: Server, port: number): Promise<{ readonly port: number } | { readonly problem: string }> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve({ problem: explain(error, port) }))
    server.once('listening', () => {
      const address = server.address()
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port })
    })
  })
}

function explain(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is in use by another program. Stop that one, or name another port in PORT.`
  if (error.code === 'EACCES') return `This account may not listen on port ${port}. Name a port from 1024 on in PORT.`
  return `Convoke cannot listen on port ${port}, which PORT names: ${error.message}.`
}

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
