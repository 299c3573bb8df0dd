// What the soak is about: Postgres and Redis behind proxies, an API and a worker, each a process.
import { fork, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../build.mjs';
import { startEmbeddedPostgres } from '../postgres.mjs';
import { openProxy } from './proxy.mjs';

const throughPort = (url, port) => Object.assign(new URL(url), { port: String(port) }).href;

/** Postgres that restarts under one address. */
export async function openPostgres(folder) {
  let server = await startEmbeddedPostgres({ dataDir: folder });
  const proxy = await openProxy(server.port);
  const start = async () => {
    server = await startEmbeddedPostgres({ dataDir: folder });
    proxy.leadTo(server.port);
  };
  return {
    proxy,
    url: throughPort(server.url, proxy.port),
    directUrl: () => server.url,
    restart: async () => {
      await server.stop();
      await start();
    },
    kill: async () => {
      process.kill(server.pid, 'SIGQUIT');
      await server.exited;
      await server.stop();
      await start();
    },
    close: async () => {
      await server.stop();
      await proxy.close();
    },
  };
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

/** A Redis of our own, or undefined on a machine without one. */
export async function openRedis() {
  if (spawnSync('redis-server', ['--version']).status !== 0) return undefined;
  const port = await freePort();
  const keepsNothing = ['--save', '', '--appendonly', 'no', '--bind', '127.0.0.1'];
  const start = () =>
    spawn('redis-server', ['--port', String(port), ...keepsNothing], { stdio: 'ignore' });
  let server = start();
  const stop = async () => {
    const ended = once(server, 'close');
    server.kill('SIGKILL');
    await ended;
  };
  return { url: `redis://127.0.0.1:${port}`, stop, start: () => void (server = start()) };
}

/** Forks a part; `lines` are what it logged. */
async function openPart(part, env) {
  const child = fork(join(root, 'tools/soak/part.mjs'), [part], {
    env,
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      lines.push(...text.split('\n').filter(Boolean));
    });
  }
  const ended = new Promise((done) => child.once('close', done));
  const answer = async (ask) => {
    const said = once(child, 'message');
    if (ask !== undefined) child.send(ask);
    const died = ended.then((code) => {
      throw new Error(`the ${part} ended with ${code}:\n${lines.slice(-20).join('\n')}`);
    });
    return (await Promise.race([said, died]))[0];
  };
  const { url } = await answer();
  return {
    part,
    url,
    lines,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    memoryKb: async () => (await answer('memory')).memoryKb,
    stop: async () => {
      if (child.exitCode === null && child.connected) child.send('stop');
      return ended;
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** Everything, migrated, with one administrator of one co-operative. */
export async function openService() {
  const folder = await mkdtemp(join(tmpdir(), 'rochdale-soak-'));
  const postgres = await openPostgres(folder);
  const redis = await openRedis();
  const password = randomBytes(12).toString('hex');
  const environment = Object.entries(process.env).filter(
    ([name]) => !/^(REDIS|S3|OIDC|SMTP|DATABASE|ROCHDALE)_/.test(name),
  );
  const env = {
    ...Object.fromEntries(environment),
    ROCHDALE_ENV: 'development',
    ROCHDALE_DATA: folder,
    ROCHDALE_SECRET: randomBytes(32).toString('hex'),
    ROCHDALE_ADMIN_PASSWORD: password,
    DATABASE_URL: postgres.url,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
  };
  // Not waited for at a standstill: what it asks the database goes through our own proxy.
  const verb = async (...args) => {
    const child = spawn(process.execPath, [join(root, 'tools/rochdale.mjs'), ...args], { env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`rochdale ${args[0]} ended with ${code}: ${output}`);
    return output;
  };
  await verb('migrate');
  const email = 'soak@example.org';
  await verb(
    'admin',
    '--email',
    email,
    '--name',
    'Soak',
    '--slug',
    'soak',
    '--cooperative',
    'The Soak',
  );
  const parts = [await openPart('api', env), await openPart('worker', env)];
  return {
    postgres,
    redis,
    parts,
    verb,
    email,
    password,
    url: parts[0].url,
    close: async () => {
      for (const part of parts) part.kill();
      await postgres.close();
      await redis?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
