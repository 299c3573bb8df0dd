import { columnsOf, sql } from '@rochdale/platform';
import type { Day, Tx } from '@rochdale/platform';
import { AccountEntity } from './account.entity.js';
import { accountView } from './account.store.js';
import type { AccountRow } from './account.store.js';

/** Accounts that nobody has used since these days, nor made. */
export interface IdleSince {
  /** Whose address was confirmed. */
  readonly confirmed: Day;
  /** Whose address was never confirmed: it may be somebody else's. */
  readonly unconfirmed: Day;
  /** On which day at the latest whose address was confirmed was told. */
  readonly told: Day;
}

/** Some of them by their ids, those after this one. */
export interface IdlePage {
  readonly after: string | null;
  readonly atMost: number;
}

const nil = '00000000-0000-0000-0000-000000000000';

// By days, in UTC: an account is used on the day of a session, and made on one.
const usedOn = `greatest((created_at at time zone 'UTC')::date, last_used_on)`;
// Whoever confirmed the address was told, and has not come since. Nobody is told on a day of use:
// where both are on one day, the use came after.
const isIdle = `erased_at is null and case when email_verified
      then ${usedOn} < $1::date and idle_told_on > ${usedOn} and idle_told_on <= $3::date
      else ${usedOn} < $2::date end`;
const idle = sql(
  'identity.list-idle-accounts',
  `select ${columnsOf(AccountEntity, { only: ['id'] })} from identity.accounts
    where ${isIdle} and id > $4 order by id limit $5`,
);
const lockIdle = sql(
  'identity.lock-idle-account',
  `select ${accountView} from identity.accounts where ${isIdle} and id = $4 for update`,
);

// Nobody is told of an address that was never confirmed: it may be a stranger's.
const isToBeTold = `erased_at is null and email_verified and ${usedOn} < $1::date`;
const isUntold = `idle_told_on <= ${usedOn}`;
const untold = sql(
  'identity.list-untold-idle-accounts',
  `select ${columnsOf(AccountEntity, { only: ['id'] })} from identity.accounts
    where ${isToBeTold} and (idle_told_on is null or ${isUntold})
      and id > $2 order by id limit $3`,
);
const tellIdle = sql(
  'identity.note-idle-account-told',
  `update identity.accounts set idle_told_on = $3::date
    where ${isToBeTold} and (idle_told_on is null or ${isUntold})
      and id = $2 returning ${accountView}`,
);

/** Accounts that nobody uses. */
export const idleAccountStore = {
  /** By their ids, those after this one. */
  async idle(
    tx: Tx,
    { confirmed, unconfirmed, told }: IdleSince,
    { after, atMost }: IdlePage,
  ): Promise<string[]> {
    const params = [confirmed, unconfirmed, told, after ?? nil, atMost];
    return (await tx.rows<Pick<AccountEntity, 'id'>>(idle, params)).map(({ id }) => id);
  },

  /** As `idle`, of those not used since a day whose owners were not told since. */
  async untoldIdle(tx: Tx, since: Day, { after, atMost }: IdlePage): Promise<string[]> {
    const rows = await tx.rows<Pick<AccountEntity, 'id'>>(untold, [since, after ?? nil, atMost]);
    return rows.map(({ id }) => id);
  },

  /** Notes that they are told on this day. Null where they were, or came meanwhile. */
  tellIdle(tx: Tx, id: string, since: Day, today: Day): Promise<AccountRow | null> {
    return tx.maybeOne<AccountRow>(tellIdle, [since, id, today]);
  },

  /** Null where it was used meanwhile, or is erased. */
  lockIdle(tx: Tx, id: string, since: IdleSince): Promise<AccountRow | null> {
    const { confirmed, unconfirmed, told } = since;
    return tx.maybeOne<AccountRow>(lockIdle, [confirmed, unconfirmed, told, id]);
  },
};
