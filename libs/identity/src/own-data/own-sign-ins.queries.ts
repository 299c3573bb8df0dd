import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { AccountEntity } from '../account/account.entity.js';
import { SessionEntity } from '../session/session.entity.js';
import { TwoFactorEntity } from '../sign-in/two-factor.entity.js';

const seen = ['id', 'ipAddress', 'userAgent', 'createdAt', 'updatedAt', 'expiresAt'] as const;
// Those that are over as well, as long as they are kept.
const ownSessions = sql(
  'identity.export-own-sessions',
  `select ${columnsOf(SessionEntity, { only: seen })} from identity.sessions
   where account_id = $1 order by created_at, id`,
);
const guarded = ['verified', 'failedVerifications', 'lockedUntil'] as const;
const ownTwoFactor = sql(
  'identity.export-own-two-factor',
  `select ${columnsOf(TwoFactorEntity, { only: guarded })} from identity.two_factors
   where account_id = $1`,
);
const ownImage = sql(
  'identity.export-own-image',
  `select ${columnsOf(AccountEntity, { only: ['image', 'updatedAt'] })} from identity.accounts
   where id = $1 and erased_at is null`,
);

/** How a person signs in and from where, as handed over to them. */
export async function ownSignIns(tx: Tx, accountId: string): Promise<Record<string, unknown>> {
  return {
    profile: await tx.maybeOne(ownImage, [accountId]),
    sessions: await tx.rows(ownSessions, [accountId]),
    secondFactor: await tx.maybeOne(ownTwoFactor, [accountId]),
  };
}
