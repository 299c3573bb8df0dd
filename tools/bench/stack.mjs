// The stack under measure: an embedded Postgres as durable as in production, in a folder that goes
// away, and the API that was built, in a process of its own.
import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../build.mjs';
import { startEmbeddedPostgres } from '../postgres.mjs';
import { startArgs } from '../start/start-args.mjs';

const startUpMs = 180_000;

/** A folder for a cluster, removed by `close`. */
export async function openFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'rochdale-bench-'));
  return { folder, close: () => rm(folder, { recursive: true, force: true }) };
}

/** The environment of a service on that database, with nothing of the caller's own set-up. */
export function serviceEnvironment(folder, databaseUrl, secret) {
  const environment = { ...process.env };
  for (const name of Object.keys(environment)) {
    if (/^(REDIS|S3|OIDC|SMTP|DATABASE|ROCHDALE)_/.test(name)) delete environment[name];
  }
  return {
    ...environment,
    NODE_ENV: 'production',
    ROCHDALE_ENV: 'production',
    ROCHDALE_DATA: folder,
    ROCHDALE_SECRET: secret,
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LOG_LEVEL: 'warn',
  };
}

/** Starts a part as an operator would; `url` is known when it is up. */
export async function startPart(part, env) {
  const child = spawn(process.execPath, startArgs(root, part), {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const onExit = () => child.kill('SIGTERM');
  process.once('exit', onExit);
  const ended = new Promise((done) => child.once('close', (code) => done(code)));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    process.removeListener('exit', onExit);
  };
  let output = '';
  const isUp = new Promise((done, fail) => {
    const late = () => fail(new Error(`${part} did not come up:\n${output}`));
    const timer = setTimeout(late, startUpMs);
    void ended.then(() => late()).finally(() => clearTimeout(timer));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (/ up in \d+ ms/.test(output)) done(/Rochdale is at (\S+)/.exec(output)?.[1]);
      });
    }
  });
  try {
    return { url: await isUp, pid: child.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The service's own way to the database: the role that row-level security binds. */
function appUrlOf(databaseUrl, secret) {
  const url = new URL(databaseUrl);
  url.username = 'rochdale_app';
  url.password = createHmac('sha256', secret)
    .update('database role rochdale_app')
    .digest('base64url');
  return url.href;
}

/** Postgres and API, and the environment that tells a bench where they are. */
export async function openStack({ withDemo }) {
  const { folder, close } = await openFolder();
  const postgres = await startEmbeddedPostgres({ dataDir: folder }).catch(async (error) => {
    await close();
    throw error;
  });
  const secret = randomBytes(32).toString('hex');
  const env = serviceEnvironment(folder, postgres.url, secret);
  if (withDemo) env.ROCHDALE_DEMO = '1';
  try {
    const api = await startPart('api', env);
    return {
      env: { ...env, BENCH_API_URL: api.url, BENCH_APP_URL: appUrlOf(postgres.url, secret) },
      close: async () => {
        await api.stop();
        await postgres.stop();
        await close();
      },
    };
  } catch (error) {
    await postgres.stop();
    await close();
    throw error;
  }
}

/** Memory of a process and all below it, shared pages divided among their users; Linux only. */
export function residentKb(pid) {
  const own = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return children.reduce((sum, child) => sum + residentKb(child), Number(own));
}
