#!/usr/bin/env node
// Boots what ships. Tests run the sources; an import cycle or a missing dependency shows only in
// the built output, so this builds it, starts it as an operator would on an empty folder, asks it a
// few things, stops it, and starts it again. Prints what it measured.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, root } from './build.mjs';
import { stopAbandonedPostgres } from './postgres.mjs';
import { startArgs } from './start/start-args.mjs';

// `--untimed`: only whether it starts, for a Node or a machine on which nothing is promised.
const isTimed = !process.argv.includes('--untimed');
const limits = { firstStartMs: 60_000, laterStartMs: 8_000, idleKb: 350_000 };

const data = mkdtempSync(join(tmpdir(), 'rochdale-boot-'));
const environment = { ...process.env, ROCHDALE_DATA: data, PORT: '0', LOG_LEVEL: 'warn' };
for (const name of ['DATABASE_URL', 'REDIS_URL', 'ROCHDALE_SECRET']) delete environment[name];

const say = (line) => process.stdout.write(`${line}\n`);
const assert = (holds, message) => {
  if (!holds) throw new Error(message);
};

/** A started part: its process, its words so far, and how long until it was up. */
function start(what) {
  const began = performance.now();
  const child = spawn(process.execPath, startArgs(root, what), {
    cwd: root,
    env: environment,
  });
  let output = '';
  const ended = new Promise((done) => child.once('close', (code) => done(code)));
  const up = new Promise((done, fail) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (/ up in \d+ ms/.test(output)) done(Math.round(performance.now() - began));
      });
    }
    void ended.then((code) => fail(new Error(`start ${what} ended with ${code}:\n${output}`)));
  });
  const url = () => /Rochdale is at (\S+)/.exec(output)?.[1];
  return { child, up, ended, url, output: () => output };
}

async function stop({ child, ended, output }) {
  child.kill('SIGTERM');
  const code = await ended;
  assert(code === 0, `stopping ended with ${code}:\n${output()}`);
}

async function answers(url) {
  for (const path of ['/health/live', '/health/ready']) {
    const { status } = await fetch(`${url}${path}`);
    assert(status === 200, `${path} answered ${status}`);
  }
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  const { data: answer } = await response.json();
  assert(answer?.__typename === 'Query', 'GraphQL did not answer');
}

/** Resident memory of a process and all below it, shared pages divided among their users. */
function residentKb(pid) {
  const own = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return children.reduce((sum, child) => sum + residentKb(child), Number(own));
}

function runVerb(...args) {
  const run = spawnSync(process.execPath, [join(root, 'tools/rochdale.mjs'), ...args], {
    env: environment,
    encoding: 'utf8',
  });
  assert(run.status === 0, `rochdale ${args[0]} ended with ${run.status}: ${run.stderr}`);
}

function judge(name, value, limit, unit) {
  say(`${name}: ${value} ${unit} (${limit} allowed)`);
  assert(!isTimed || value <= limit, `${name} took more than is promised`);
}

async function main() {
  await build();
  runVerb('--help');
  const first = start('all');
  judge('first start', await first.up, limits.firstStartMs, 'ms');
  await answers(first.url());
  runVerb('verify');
  await stop(first);
  const later = start('all');
  judge('later start', await later.up, limits.laterStartMs, 'ms');
  await answers(later.url());
  if (process.platform === 'linux') {
    await new Promise((done) => setTimeout(done, 3_000));
    judge('idle memory', residentKb(later.child.pid), limits.idleKb, 'kB');
  }
  await stop(later);
  const api = start('api');
  await api.up;
  const worker = start('worker');
  await worker.up;
  await answers(api.url());
  await stop(worker);
  await stop(api);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  await stopAbandonedPostgres(data);
  rmSync(data, { recursive: true, force: true });
}
