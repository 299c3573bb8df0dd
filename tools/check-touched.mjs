#!/usr/bin/env node
// npm run check:touched [-- --since <commit>]: what concerns the files that changed since main
// (committed or not), side by side, in well under a minute for a room. `npm run check` stays the
// judge of the whole.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isCode = (path) => /\.(ts|mts|mjs|cjs)$/.test(path);
const isPrinted = (path) => /\.(ts|mts|mjs|cjs|json|md)$/.test(path);

function git(...args) {
  const { stdout, status, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.trim());
  return stdout.split('\n').filter((line) => line !== '');
}

/** Files that are there and differ from where this branch left main, untracked ones too. */
function touchedFiles(since) {
  const [base] = since === undefined ? git('merge-base', 'HEAD', 'main') : [since];
  const changed = git('diff', '--name-only', '--diff-filter=d', base);
  const added = git('ls-files', '--others', '--exclude-standard');
  return [...new Set([...changed, ...added])].filter((path) => existsSync(join(root, path)));
}

/** The specs of the folder that a file is in, and of the room when it is at the room's top. */
function placesOf(path) {
  const [, place] = /^((?:libs|apps)\/[^/]+\/src\/[^/]+)\/[^/]+/.exec(path) ?? [];
  if (place !== undefined) return [place];
  const [, room] = /^((?:libs|apps)\/[^/]+)\//.exec(path) ?? [];
  return room === undefined ? [] : [room];
}

const vitest = (...args) => ['vitest', 'run', '--passWithNoTests', ...args];
const related = (project, files) => [
  'vitest',
  'related',
  '--run',
  '--passWithNoTests',
  '--project',
  project,
  ...files,
];

/** The commands that concern these files, as `[name, ...words for npx]`. */
export function planFor(files) {
  const code = files.filter(isCode);
  const printed = files.filter((path) => isPrinted(path) && !path.includes('/fixtures/'));
  const places = [...new Set(files.flatMap(placesOf))];
  const specs = files.filter((path) => /^test\/.*\.spec\.ts$/.test(path));
  const tools = files.filter((path) => /^tools\/.*\.mjs$/.test(path));
  const touches = (pattern) => files.some((path) => pattern.test(path));
  const plan = [];
  if (code.length > 0) {
    plan.push([
      'types',
      'node',
      compiler,
      '--noEmit',
      '--incremental',
      '--tsBuildInfoFile',
      buildInfo,
    ]);
    plan.push(['lint', 'oxlint', '--type-aware', ...code]);
    plan.push(['boundaries', 'depcruise', '--config', '.dependency-cruiser.cjs', ...roots]);
  }
  plan.push(['tidy', 'node', 'tools/tidy.mjs']);
  if (printed.length > 0) plan.push(['format', 'prettier', '--check', ...printed]);
  const shipped = code.filter((path) => /^(libs|apps)\//.test(path));
  if (shipped.length > 0) plan.push(['rules that stand on it', ...related('pure', shipped)]);
  if (places.length > 0) {
    plan.push([
      'tests of the room',
      ...vitest('--project', 'int', '--project', 'alone', ...places),
    ]);
  }
  if (specs.length > 0) plan.push(['tests that changed', ...vitest(...specs)]);
  if (tools.length > 0) {
    plan.push(['tests of the tools', ...related('tools', tools)]);
  }
  if (touches(/^apps\/api\/src\/graphql\//)) {
    plan.push(['schema', 'node', 'tools/schema.mjs', '--check']);
    plan.push(['words of the schema', 'graphql-schema-linter', 'schema.graphql']);
  }
  if (touches(/^(apps\/api\/src\/|libs\/[^/]+\/src\/[^/]+\.permissions\.ts$)/)) {
    plan.push(['permissions', ...vitest('--project', 'e2e', 'test/e2e/permissions.e2e')]);
  }
  if (touches(/^migrations\/|\.entity\.ts$/)) {
    plan.push(['migrations', ...vitest('--project', 'int', 'migrations/')]);
    plan.push(['upgrade', ...vitest('--project', 'e2e', 'test/e2e/upgrade')]);
  }
  if (touches(/^(\.dependency-cruiser|tools\/levels)\.cjs$|^test\/architecture\//)) {
    plan.push(['canaries', ...vitest('--project', 'architecture')]);
  }
  return plan;
}

/** By its path: `tsc` may name the compiler that tools read syntax with. */
const compiler = 'node_modules/typescript-native/bin/tsc';
const buildInfo = 'node_modules/.cache/check-touched.tsbuildinfo';
const roots = ['apps', 'libs', 'migrations', 'test'];

function run([name, command, ...words]) {
  const began = performance.now();
  const isNode = command === 'node';
  const child = spawn(isNode ? 'node' : 'npx', isNode ? words : [command, ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  return new Promise((done) => {
    child.once('close', (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      if (code !== 0) process.stdout.write(`\n--- ${name}\n${output}\n`);
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
      done(code === 0);
    });
  });
}

async function main() {
  const at = process.argv.indexOf('--since');
  const files = touchedFiles(at === -1 ? undefined : process.argv[at + 1]);
  process.stdout.write(`${files.length} files touched\n`);
  const waiting = planFor(files);
  const results = [];
  const lane = async () => {
    while (waiting.length > 0) results.push(await run(waiting.shift()));
  };
  await Promise.all([lane(), lane()]);
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
