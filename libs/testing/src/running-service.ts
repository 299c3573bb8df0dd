import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '@rochdale/platform';
import type { Log } from '@rochdale/platform';
import { inject } from 'vitest';
import { createFilledDatabase, createTestDatabase } from './test-database.js';
import type { TestDatabase } from './test-database.js';

/** The environment of a service on a test's own database, files and port. */
export interface ServiceEnvironment {
  readonly database: TestDatabase;
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/**
 * Makes a folder for a service under test, and a database unless one is given. Call `close` after
 * the service ended.
 */
export async function createServiceEnvironment(
  more: Readonly<Record<string, string>> = {},
  given?: TestDatabase,
): Promise<ServiceEnvironment> {
  const database = given ?? (await createTestDatabase());
  const folder = await mkdtemp(join(tmpdir(), 'rochdale-service-'));
  return {
    database,
    env: { ...settingsOn(database, folder), ...more },
    close: async () => {
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const settingsOn = (database: TestDatabase, folder: string): ServiceEnvironment['env'] => ({
  ROCHDALE_ENV: 'test',
  ROCHDALE_DATA: folder,
  ROCHDALE_SECRET: 'a secret for tests only, long enough',
  DATABASE_URL: database.adminUrl,
  DATABASE_APP_URL: database.appUrl,
  PORT: '0',
  LOG_LEVEL: 'silent',
});

/**
 * A service's environment as `fill` left one, database and files: filled once a run, by whoever is
 * first to ask under the name, and copied for each.
 */
export async function createFilledService(
  name: string,
  fill: (env: ServiceEnvironment['env']) => Promise<unknown>,
): Promise<ServiceEnvironment> {
  const kept = join(inject('testCluster').folder, name);
  const database = await createFilledDatabase(name, async (empty) => {
    await rm(kept, { recursive: true, force: true });
    await fill(settingsOn(empty, kept));
  });
  const service = await createServiceEnvironment({}, database);
  await cp(kept, service.env['ROCHDALE_DATA']!, { recursive: true });
  return service;
}

export const silentLog: Log = openLog({ level: 'silent' });
