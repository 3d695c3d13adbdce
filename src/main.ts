/** The composition root. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Pool } from 'pg';
import { publicUrlFor, readConfig } from './platform/config.ts';
import { openDataFolder } from './platform/data-folder.ts';
import { openDatabase } from './platform/database-access.ts';
import { stopInOrder, untilStopped } from './platform/lifecycle.ts';
import { createLog, writeToConsole } from './platform/log.ts';

function refuse(...problems: readonly string[]): never {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exit(1);
}

const log = createLog(() => new Date().toISOString(), writeToConsole);
const asked = untilStopped();
const config = readConfig(process.env);
if ('problems' in config) refuse(...config.problems);
const folder = openDataFolder(config.dataFolder);
if ('refusal' in folder) refuse(folder.problem);
const database = await openDatabase(config, log);
if ('problem' in database) refuse(database.problem);
const pool = new Pool(database.pool);
pool.on('error', (error) => log.warn('A database connection broke', { why: error.message }));

const app = new Hono();
app.get('/', async (c) => {
  const { rows } = await pool.query<{ now: string }>('select now()::text as now');
  return c.text(`Convoke ${rows[0]?.now ?? ''}\n`);
});
const server = serve({ fetch: app.fetch, port: config.port }, ({ port }) => {
  log.info('Listening', { address: publicUrlFor(config, port), ms: Math.round(performance.now()) });
});

const why = await Promise.race([asked, database.failed]);
log.info('Stopping', { why });
await stopInOrder(
  [
    { what: 'pages', stop: () => new Promise((done) => server.close(() => done())) },
    { what: 'database connections', stop: () => pool.end() },
    { what: 'database', stop: database.close },
  ],
  log,
);
folder.release();
process.exit(0);
