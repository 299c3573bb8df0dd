#!/usr/bin/env node
// Says where the database is, for pg_dump and psql: the one in DATABASE_URL, or the embedded
// Postgres that runs. The password is part of it: for a pipe or a variable, not for a screen that
// others see.
import { embeddedPostgresFolder, joinEmbeddedPostgres } from './postgres.mjs';

const given = process.env.DATABASE_URL ?? '';
const folder = embeddedPostgresFolder();
const url = given === '' ? await joinEmbeddedPostgres(folder) : given;
if (url === undefined) {
  process.stderr.write(
    `No embedded Postgres is running on ${folder}: start one with npm start, ` +
      'choose its folder with ROCHDALE_DATA, or set DATABASE_URL.\n',
  );
  process.exitCode = 1;
} else {
  process.stdout.write(`${url}\n`);
}
