import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { PersonalTokenEntity } from './personal-token.entity.js';

const without = ['cooperativeId', 'accountId', 'tokenHash'] as const;

/** A token as its owner sees it; the secret is not known any more. Last used is to the hour. */
export type PersonalTokenRow = Readonly<Omit<PersonalTokenEntity, (typeof without)[number]>>;

export interface NewPersonalToken {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly hash: string;
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
}

const view = columnsOf(PersonalTokenEntity, { without });

const insert = sql(
  'identity.insert-personal-token',
  `insert into identity.personal_tokens
     (id, cooperative_id, account_id, name, token_hash, hint, scopes, created_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   returning ${view}`,
);

const countLive = sql(
  'identity.count-live-personal-tokens',
  `select count(*)::int as live from identity.personal_tokens
    where cooperative_id = $1 and account_id = $2 and revoked_at is null and expires_at > $3`,
);

const revoke = sql(
  'identity.revoke-personal-token',
  `update identity.personal_tokens set revoked_at = coalesce(revoked_at, $3)
    where id = $1 and account_id = $2 and cooperative_id = $4
   returning ${view}, revoked_at = $3 as "justNow"`,
);

const ofAccount = sql(
  'identity.list-personal-tokens-of-account',
  `select ${view} from identity.personal_tokens
    where cooperative_id = $1 and account_id = $2
    order by created_at desc, id desc
    limit 200`,
);

const noteUse = sql(
  'identity.note-personal-token-use',
  `update identity.personal_tokens set last_used_at = $2 where id = $1`,
);

export const personalTokenStore = {
  insert(tx: Tx, token: NewPersonalToken): Promise<PersonalTokenRow> {
    const { id, accountId, name, hash, hint, scopes, expiresAt } = token;
    return tx.one<PersonalTokenRow>(insert, [
      id,
      tx.cooperativeId,
      accountId,
      name,
      hash,
      hint,
      scopes,
      tx.now,
      expiresAt,
    ]);
  },

  async countLive(tx: Tx, accountId: string): Promise<number> {
    return (await tx.one<{ live: number }>(countLive, [tx.cooperativeId, accountId, tx.now])).live;
  },

  /** Ends it now, unless it was ended before. Null when the account has no such token here. */
  revoke(tx: Tx, id: string, accountId: string) {
    return tx.maybeOne<PersonalTokenRow & { justNow: boolean }>(revoke, [
      id,
      accountId,
      tx.now,
      tx.cooperativeId,
    ]);
  },

  ofAccount(tx: Tx, accountId: string): Promise<PersonalTokenRow[]> {
    return tx.rows<PersonalTokenRow>(ofAccount, [tx.cooperativeId, accountId]);
  },

  noteUse(tx: Tx, id: string): Promise<number> {
    return tx.run(noteUse, [id, tx.now]);
  },
};
