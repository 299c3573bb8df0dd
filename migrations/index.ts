import type { MigrationInterface } from 'typeorm';
import { PlatformCreateFoundation1795000000000 } from './1795000000000-platform-create-foundation.js';

/** Every migration, in any order: TypeORM sorts them by the time in their names. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  PlatformCreateFoundation1795000000000,
];
