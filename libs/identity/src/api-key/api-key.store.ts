import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ApiKeyEntity } from './api-key.entity.js';

const without = ['cooperativeId', 'tokenHash', 'issuedBy'] as const;

/**
 * A partner's key as officers see it. The secret itself is not known any more. `lastUsedAt` is to
 * the hour; `replacedBy` is the key that took its place, after a rotation.
 */
export type ApiKeyRow = Readonly<Omit<ApiKeyEntity, (typeof without)[number]>>;

export interface NewApiKey {
  readonly id: string;
  readonly partnerId: string;
  readonly name: string;
  readonly hash: string;
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}

const view = columnsOf(ApiKeyEntity, { without });

const insert = sql(
  'identity.insert-api-key',
  `insert into identity.api_keys
     (id, cooperative_id, partner_id, name, token_hash, hint, scopes, issued_by, created_at,
      expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   returning ${view}`,
);

const lock = sql(
  'identity.lock-api-key',
  `select ${view} from identity.api_keys where id = $1 and cooperative_id = $2 for update`,
);

const replace = sql(
  'identity.replace-api-key',
  `update identity.api_keys
      set replaced_by = $2,
          revoked_at = case when $3::timestamptz <= $4::timestamptz then $4::timestamptz
                            else revoked_at end,
          expires_at = case when $3::timestamptz <= $4::timestamptz then expires_at
                            else least(expires_at, $3::timestamptz) end
    where cooperative_id = $5 and id = $1 and revoked_at is null and replaced_by is null
   returning ${view}`,
);

const revoke = sql(
  'identity.revoke-api-key',
  `update identity.api_keys set revoked_at = coalesce(revoked_at, $3)
    where id = $1 and cooperative_id = $2
   returning ${view}, revoked_at = $3 as "justNow"`,
);

const ofPartner = sql(
  'identity.list-api-keys-of-partner',
  `select ${view} from identity.api_keys
    where cooperative_id = $1 and partner_id = $2
    order by created_at desc, id desc
    limit 200`,
);

const noteUse = sql(
  'identity.note-api-key-use',
  `update identity.api_keys set last_used_at = $2 where id = $1`,
);

export const apiKeyStore = {
  insert(tx: Tx, key: NewApiKey): Promise<ApiKeyRow> {
    const { id, partnerId, name, hash, hint, scopes, expiresAt } = key;
    return tx.one<ApiKeyRow>(insert, [
      id,
      tx.cooperativeId,
      partnerId,
      name,
      hash,
      hint,
      scopes,
      tx.actor.accountId,
      tx.now,
      expiresAt,
    ]);
  },

  lock(tx: Tx, id: string): Promise<ApiKeyRow | null> {
    return tx.maybeOne<ApiKeyRow>(lock, [id, tx.cooperativeId]);
  },

  /** Ends the old key at `endsAt`, at once when that is not in the future. */
  replace(tx: Tx, id: string, replacedBy: string, endsAt: Date): Promise<ApiKeyRow> {
    return tx.one<ApiKeyRow>(replace, [id, replacedBy, endsAt, tx.now, tx.cooperativeId]);
  },

  revoke(tx: Tx, id: string): Promise<(ApiKeyRow & { justNow: boolean }) | null> {
    return tx.maybeOne<ApiKeyRow & { justNow: boolean }>(revoke, [id, tx.cooperativeId, tx.now]);
  },

  ofPartner(tx: Tx, partnerId: string): Promise<ApiKeyRow[]> {
    return tx.rows<ApiKeyRow>(ofPartner, [tx.cooperativeId, partnerId]);
  },

  noteUse(tx: Tx, id: string): Promise<number> {
    return tx.run(noteUse, [id, tx.now]);
  },
};
