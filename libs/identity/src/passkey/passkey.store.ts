import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { PasskeyEntity } from './passkey.entity.js';

const shown = ['id', 'name', 'createdAt', 'lastUsedAt'] as const;
const checked = ['id', 'accountId', 'credentialId', 'publicKey', 'signCount'] as const;

/** A passkey as its owner sees it. */
export type PasskeyRow = Readonly<Pick<PasskeyEntity, (typeof shown)[number]>>;
/** What a signature is checked with. */
export type CheckedPasskey = Readonly<Pick<PasskeyEntity, (typeof checked)[number]>>;

const ofAccount = sql(
  'identity.list-passkeys',
  `select ${columnsOf(PasskeyEntity, { only: shown })} from identity.passkeys
    where account_id = $1 order by created_at, id`,
);

const excluded = sql(
  'identity.list-passkey-credentials',
  `select ${columnsOf(PasskeyEntity, { only: ['credentialId', 'transports'] })}
     from identity.passkeys where account_id = $1 order by created_at, id`,
);

const findByCredential = sql(
  'identity.find-passkey',
  `select ${columnsOf(PasskeyEntity, { only: checked })} from identity.passkeys
    where credential_id = $1`,
);

/** Nobody may fill the table: of one account there are only so many. */
const insert = sql(
  'identity.insert-passkey',
  `with owner as (
     select id from identity.accounts where id = $2 and erased_at is null for update
   )
   insert into identity.passkeys
     (id, account_id, credential_id, public_key, sign_count, transports, name, created_at)
   select $1, owner.id, $3, $4, $5, $6, $7, $8 from owner
    where (select count(*) from identity.passkeys where account_id = $2) < $9
   on conflict (credential_id) do nothing`,
);

/** Of two signatures that show the same count, one is a copy's: only one is taken. */
const noteUse = sql(
  'identity.note-passkey-use',
  `update identity.passkeys set sign_count = $3, last_used_at = $4
    where id = $1 and sign_count = $2`,
);

const remove = sql(
  'identity.remove-passkey',
  `delete from identity.passkeys where id = $1 and account_id = $2`,
);

const removeAll = sql(
  'identity.remove-passkeys',
  `delete from identity.passkeys where account_id = $1`,
);

const keepChallenge = sql(
  'identity.keep-passkey-challenge',
  `insert into identity.verifications
     (id, identifier_hash, value, expires_at, created_at, updated_at)
   values ($1, $2, $3, clock_timestamp() + make_interval(secs => $4),
     clock_timestamp(), clock_timestamp())`,
);

const spendChallenge = sql(
  'identity.consume-passkey-challenge',
  `with spent as (
     delete from identity.verifications
      where identifier_hash = $1 and expires_at > clock_timestamp() returning value
   )
   select value from spent limit 1`,
);

export const passkeyStore = {
  ofAccount: (tx: Tx, accountId: string) => tx.rows<PasskeyRow>(ofAccount, [accountId]),

  credentials: (tx: Tx, accountId: string) =>
    tx.rows<Pick<PasskeyEntity, 'credentialId' | 'transports'>>(excluded, [accountId]),

  findByCredential: (tx: Tx, credentialId: string) =>
    tx.maybeOne<CheckedPasskey>(findByCredential, [credentialId]),

  /** False when there are `atMost` already, or somebody has that credential. */
  async insert(
    tx: Tx,
    passkey: Omit<PasskeyEntity, 'createdAt' | 'lastUsedAt'>,
    atMost: number,
  ): Promise<boolean> {
    const { id, accountId, credentialId, publicKey, signCount, transports, name } = passkey;
    const known = [id, accountId, credentialId, publicKey, signCount, transports, name];
    return (await tx.run(insert, [...known, tx.now, atMost])) === 1;
  },

  /** False when somebody else used it in between. */
  async noteUse(tx: Tx, { id, signCount }: CheckedPasskey, newCount: bigint): Promise<boolean> {
    return (await tx.run(noteUse, [id, signCount, newCount, tx.now])) === 1;
  },

  async remove(tx: Tx, id: string, accountId: string): Promise<boolean> {
    return (await tx.run(remove, [id, accountId])) === 1;
  },

  /** How many there were. */
  removeAll: (tx: Tx, accountId: string): Promise<number> => tx.run(removeAll, [accountId]),

  keepChallenge: (
    tx: Tx,
    challenge: { readonly id: string; readonly hash: string; readonly of: string },
    seconds: number,
  ) => tx.run(keepChallenge, [challenge.id, challenge.hash, challenge.of, seconds]),

  /** Whose it was and what for; null when it is over, or was spent before. */
  async spendChallenge(tx: Tx, hash: string): Promise<string | null> {
    return (await tx.maybeOne<{ value: string }>(spendChallenge, [hash]))?.value ?? null;
  },
};
