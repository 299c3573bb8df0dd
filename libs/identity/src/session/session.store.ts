import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const revokeOne = sql(
  'identity.revoke-session',
  `delete from identity.sessions where id = $1 and account_id = $2 returning id`,
);

const revokeAll = sql(
  'identity.revoke-sessions',
  `delete from identity.sessions where account_id = $1 returning id`,
);

/** Sessions last by the database's clock, as better-auth writes them by the machine's. */
const extend = sql(
  'identity.extend-session',
  `update identity.sessions
      set expires_at = clock_timestamp() + make_interval(secs => $2),
          updated_at = clock_timestamp()
    where id = $1 and expires_at > clock_timestamp()`,
);

const sweep = sql(
  'identity.sweep-expired',
  `with sessions as (
     delete from identity.sessions where expires_at < clock_timestamp()
   ), verifications as (
     delete from identity.verifications where expires_at < clock_timestamp()
   )
   delete from identity.rate_limits where window_ends_at < clock_timestamp()`,
);

export const sessionStore = {
  async revoke(tx: Tx, sessionId: string, accountId: string): Promise<string[]> {
    return (await tx.rows<{ id: string }>(revokeOne, [sessionId, accountId])).map(({ id }) => id);
  },

  async revokeAll(tx: Tx, accountId: string): Promise<string[]> {
    return (await tx.rows<{ id: string }>(revokeAll, [accountId])).map(({ id }) => id);
  },

  extend(tx: Tx, sessionId: string, seconds: number): Promise<number> {
    return tx.run(extend, [sessionId, seconds]);
  },

  sweep(tx: Tx): Promise<number> {
    return tx.run(sweep);
  },
};
