#!/usr/bin/env node
// The command line's door: builds when a source changed, lends the embedded database to the verbs
// that need one, and hands over to apps/cli or apps/demo.
import { pathToFileURL } from 'node:url';
import { buildIfStale } from './build.mjs';
import { entryOfVerb } from './start/entry-of-verb.mjs';
import { runVerb } from './start/run-verb.mjs';

/** The others are pure and answer in well under a second, without a database. */
const databaseVerbs = new Set([
  'migrate',
  'seed-demo',
  'verify',
  'jobs',
  'admin',
  'account',
  'replay-erasures',
]);

const complain = (error) => {
  process.stderr.write(`rochdale: ${error.message}\n`);
  process.exitCode = 1;
};

async function openDatabase() {
  if (!databaseVerbs.has(process.argv[2])) return undefined;
  const { prepareEnvironment } = await import('./environment.mjs');
  const log = (line) => process.stderr.write(`${line}\n`);
  const { embedded, postgres } = await prepareEnvironment({ mayJoin: true, log });
  try {
    // What is in a folder of ours we may bring to its shape; a database of their own they migrate.
    if (embedded && process.argv[2] !== 'migrate') await runVerb(['migrate']);
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
  return postgres;
}

try {
  await buildIfStale();
  const postgres = await openDatabase();
  try {
    await import(pathToFileURL(entryOfVerb(process.argv[2])).href);
  } finally {
    await postgres?.stop();
  }
} catch (error) {
  complain(error);
}
