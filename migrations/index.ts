import type { MigrationInterface } from 'typeorm';
import { PlatformCreateFoundation1795000000000 } from './1795000000000-platform-create-foundation.js';
import { IdentityCreateAccounts1795010000000 } from './1795010000000-identity-create-accounts.js';
import { MembershipCreateMembers1795020000000 } from './1795020000000-membership-create-members.js';

/** Every migration, in any order: TypeORM sorts them by the time in their names. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  PlatformCreateFoundation1795000000000,
  IdentityCreateAccounts1795010000000,
  MembershipCreateMembers1795020000000,
];
