#!/usr/bin/env node
// Says where the running embedded Postgres is, for pg_dump and psql. The password is part of it:
// for a pipe or a variable, not for a screen that others see.
import { embeddedPostgresFolder, findEmbeddedPostgres } from './postgres.mjs';

const folder = embeddedPostgresFolder();
const url = await findEmbeddedPostgres(folder);
if (url === undefined) {
  process.stderr.write(`No embedded Postgres is running on ${folder}; start one with npm start.\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`${url}\n`);
}
