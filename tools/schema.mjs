#!/usr/bin/env node
// schema.graphql is what clients see, so it is committed and a change to it is seen in review.
// `--write` brings it up to date from the built API; `--check` demands that nothing changed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale, root } from './build.mjs';

const file = join(root, 'schema.graphql');

function firstDifference(committed, current) {
  const [before, after] = [committed.split('\n'), current.split('\n')];
  const line = after.findIndex((text, index) => text !== before[index]);
  const at = line === -1 ? after.length : line;
  return `line ${at + 1}: '${before[at] ?? ''}' is now '${after[at] ?? ''}'`;
}

async function main() {
  await buildIfStale();
  const api = await import(pathToFileURL(join(root, 'dist/apps/api/main.js')).href);
  const current = await api.printSchemaSdl();
  if (process.argv.includes('--write')) return writeFileSync(file, current);
  const committed = readFileSync(file, 'utf8');
  if (committed === current) return undefined;
  process.stderr.write(
    `schema.graphql is not what the API serves (${firstDifference(committed, current)}).\n` +
      'If the change is meant, run "npm run schema:write" and commit it.\n',
  );
  process.exitCode = 1;
}

await main();
