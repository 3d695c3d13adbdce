import type { App } from '../../src/web/context.ts'

/** Answers which route an address leads to, without asking for it: the pattern of the first that takes it; undefined where none does. */
export function routerOf(app: App): (method: string, address: string) => string | undefined {
  return (method, address) => {
    const path = new URL(address, 'http://localhost').pathname
    const [found] = app.router.match(method, path)
    return found.map(([[, route]]) => route.path).find((pattern) => pattern !== '/*')
  }
}
