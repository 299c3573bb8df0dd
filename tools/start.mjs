#!/usr/bin/env node
// npm start: from a checkout to a working co-operative in one command. Builds if a source changed,
// runs an embedded Postgres when there is no DATABASE_URL, migrates, seeds the demo on the first
// start, and runs API and worker in this one process, which a small server has the memory for.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildIfStale, root } from './build.mjs';
import { prepareEnvironment } from './environment.mjs';
import { EmbeddedPostgresError } from './postgres.mjs';
import { ensureDemo, readDemo, wantsDemo } from './start/demo.mjs';
import { runVerb, VerbFailed } from './start/run-verb.mjs';
import { shutdownOnSignals } from './start/shutdown.mjs';
import { welcome } from './start/welcome.mjs';

const parts = { all: ['api', 'worker'], api: ['api'], worker: ['worker'] };
const starters = { api: 'startApi', worker: 'startWorker' };

const say = (line) => process.stdout.write(`${line}\n`);

async function startPart(part) {
  const bundle = await import(pathToFileURL(join(root, `dist/apps/${part}/main.js`)).href);
  return bundle[starters[part]]({ env: process.env });
}

async function start(what, shutdown) {
  await buildIfStale();
  // Apart, an API and a worker share the embedded server that the first of them started.
  const { embedded, folder, postgres } = await prepareEnvironment({
    mayJoin: what !== 'all',
    log: say,
  });
  if (postgres !== undefined) {
    shutdown.last('postgres', () => postgres.stop());
    void postgres.exited.then((how) => shutdown.because(`Postgres ended by itself (${how})`));
  }
  await runVerb(['migrate']);
  const isDemo = wantsDemo(process.env, embedded);
  // A worker too: beside a demo that is being made it would do the year's jobs today.
  if (isDemo) await ensureDemo({ folder, embedded, say });
  for (const part of parts[what]) {
    const running = await startPart(part);
    shutdown.next(part, () => running.close());
    if (part === 'api') {
      const { url, graphiqlUrl } = running;
      const demo = await readDemo(folder, process.env.DATABASE_URL);
      say(welcome({ url, graphiqlUrl, demo }));
    }
  }
}

/**
 * Reading so much code leaves garbage behind, which an idle process would hold for hours: it has no
 * reason to look for any. A small server has a better use for the memory.
 */
function giveBackWhatStartingTook() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

async function main() {
  const what = process.argv[2] ?? 'all';
  if (!Object.hasOwn(parts, what)) {
    process.stderr.write('usage: start.mjs [all|api|worker]\n');
    return 2;
  }
  const shutdown = shutdownOnSignals(say);
  try {
    await start(what, shutdown);
    giveBackWhatStartingTook();
    say(`${what === 'all' ? 'API and worker' : what} up in ${Math.round(performance.now())} ms`);
    return await shutdown.finished;
  } catch (error) {
    if (shutdown.isUnderWay()) return shutdown.finished;
    const known =
      error instanceof EmbeddedPostgresError ||
      error instanceof VerbFailed ||
      error?.name === 'BroughtBack';
    process.stderr.write(`${known ? error.message : (error?.stack ?? error)}\n`);
    await shutdown.run();
    return error instanceof VerbFailed ? error.exitCode : 1;
  }
}

process.exit(await main());
