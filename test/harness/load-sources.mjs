/**
 * Lets Node load the sources themselves: types and JSX are taken off as a file is loaded. Vite's own way of loading, which
 * serves changing files to a browser, took a minute of processor time of every run of all tests.
 */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'rolldown/utils'

registerHooks({
  load(url, context, next) {
    if (!/^file:.*(?<!\.d)\.tsx?$/.test(url) || url.includes('/node_modules/')) return next(url, context)
    const path = fileURLToPath(url)
    const { code, errors } = transformSync(path, readFileSync(path, 'utf8'), { lang: path.endsWith('x') ? 'tsx' : 'ts', sourcemap: false, jsx: { runtime: 'automatic', importSource: 'hono/jsx' } })
    if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join('; ')}`)
    return { format: 'module', source: code, shortCircuit: true }
  },
})
