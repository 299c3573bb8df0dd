#!/usr/bin/env node
// npm run bench: what the whole program does per second, beside what the database alone would do
// on the same machine in the same minutes. Starts what it needs and leaves nothing behind.
//   npm run bench -- [--json] [--only <name>]…
import { fork } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStack } from './bench/stack.mjs';
import { run as runStart } from './bench/start.mjs';
import { buildIfStale, bundle, root } from './build.mjs';

/** In the order in which they run. Those of the books ask a running API, those of the year one
 * with the demo's year in it. */
const benches = [
  'ballot',
  'option-ballots',
  'votes',
  'casting',
  'page',
  'ledger',
  'usage',
  'jobs',
  'pages',
  'growth',
  'start',
  'tally',
  'bank-formats',
];
const ofTheBooks = new Set([
  'ballot',
  'option-ballots',
  'votes',
  'casting',
  'page',
  'ledger',
  'usage',
  'jobs',
]);
const ofTheYear = new Set(['pages', 'growth']);
const usage = `usage: npm run bench -- [--json] [--only ${benches.join('|')}]…\n`;

const say = (line) => process.stderr.write(`${line}\n`);

/** Inside the checkout, where the bundles find what npm installed. */
const workshop = join(root, 'node_modules', '.cache', `bench-${process.pid}`);

async function runChild(name, env) {
  await bundle({ [name]: `test/bench/${name}/${name}.bench.ts` }, join(workshop, name));
  const file = join(workshop, name, `${name}.js`);
  const child = fork(join(root, 'tools/bench/run-child.mjs'), [file], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const stop = () => child.kill('SIGTERM');
  process.once('exit', stop);
  let figures;
  child.on('message', (message) => (figures = message));
  await new Promise((done) => child.once('close', done));
  process.removeListener('exit', stop);
  if (figures === undefined) throw new Error(`the bench '${name}' failed`);
  return figures;
}

async function runAll(wanted) {
  const books = wanted.filter((name) => ofTheBooks.has(name));
  const year = wanted.filter((name) => ofTheYear.has(name));
  const figures = [
    ...(await measuredOn(books, { withDemo: false })),
    ...(await measuredOn(year, { withDemo: true })),
  ];
  for (const name of wanted) {
    if (ofTheBooks.has(name) || ofTheYear.has(name)) continue;
    figures.push(...(await measured(name, process.env)));
  }
  return figures;
}

/** Those benches, one after the other on one stack. */
async function measuredOn(names, options) {
  if (names.length === 0) return [];
  const figures = [];
  const stack = await openStack(options);
  try {
    for (const name of names) figures.push(...(await measured(name, stack.env)));
  } finally {
    await stack.close();
  }
  return figures;
}

async function measured(name, env) {
  say(`measuring ${name} …`);
  return name === 'start' ? runStart() : runChild(name, env);
}

const shown = (value) => (value === null ? '' : String(value));

function table(figures) {
  const rows = [
    ['', 'value', 'unit', 'baseline', 'ratio'],
    ...figures.map(({ name, value, unit, baseline, ratio }) =>
      [name, value, unit, baseline, ratio].map(shown),
    ),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const isText = (column) => column === 0 || column === 2;
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          isText(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function readArguments() {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, only: { type: 'string', multiple: true } },
  });
  const only = values.only ?? benches;
  const unknown = only.find((name) => !benches.includes(name));
  if (unknown !== undefined) throw new TypeError(`there is no bench '${unknown}'`);
  return { json: values.json === true, wanted: benches.filter((name) => only.includes(name)) };
}

async function main() {
  let asked;
  try {
    asked = readArguments();
  } catch (error) {
    process.stderr.write(`${error.message}\n${usage}`);
    return 2;
  }
  try {
    await mkdir(workshop, { recursive: true });
    await buildIfStale();
    const figures = await runAll(asked.wanted);
    process.stdout.write(`${asked.json ? JSON.stringify(figures, null, 2) : table(figures)}\n`);
    return 0;
  } catch (error) {
    say(error?.stack ?? error);
    return 1;
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

// A signal ends as an error would: the exit hooks stop the children and the database.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
process.exit(await main());
