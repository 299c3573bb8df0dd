#!/usr/bin/env node
// schema.graphql is what clients see, so it is committed and a change to it is seen in review.
// `--write` brings it up to date from the built API; `--check` demands that nothing changed, and
// says what did, breaking changes first. The lists of codes, facts and scopes go with it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { buildIfStale, root } from './build.mjs';

const file = join(root, 'schema.graphql');
const reference = join(root, 'docs/reference.md');

/** What clients of `before` would miss: fields, arguments, values, or nulls where none were. */
export async function breakingChanges(before, now) {
  const changes = await diff(buildSchema(before), buildSchema(now));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ message }) => message);
}

async function changesBetween(committed, current) {
  const changes = await diff(buildSchema(committed), buildSchema(current));
  const order = ['BREAKING', 'DANGEROUS', 'NON_BREAKING'];
  return changes
    .toSorted((a, b) => order.indexOf(a.criticality.level) - order.indexOf(b.criticality.level))
    .map(({ criticality, message }) => `  ${criticality.level.toLowerCase()}: ${message}`);
}

async function main() {
  await buildIfStale();
  const api = await import(pathToFileURL(join(root, 'dist/apps/api/main.js')).href);
  const [schema, lists] = [await api.printSchemaSdl(), api.printReference()];
  if (process.argv.includes('--write')) {
    writeFileSync(file, schema);
    writeFileSync(reference, lists);
    return;
  }
  const committed = readFileSync(file, 'utf8');
  if (committed !== schema) {
    const changes = await changesBetween(committed, schema);
    process.stderr.write(`schema.graphql is not what the API serves.\n${changes.join('\n')}\n`);
    process.exitCode = 1;
  }
  if (!existsSync(reference) || readFileSync(reference, 'utf8') !== lists) {
    process.stderr.write('docs/reference.md does not say what the rooms declare.\n');
    process.exitCode = 1;
  }
  if (process.exitCode !== undefined) {
    process.stderr.write('If it is meant, run "npm run schema:write" and commit what it wrote.\n');
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
