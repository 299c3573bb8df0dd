import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { CredentialEntity } from './credential.entity.js';
import { AccountEntity } from './account.entity.js';

const only = [
  'id',
  'name',
  'email',
  'emailVerified',
  'twoFactorEnabled',
  'disabledAt',
  'createdAt',
] as const;

/** An account as its owner sees it. */
export type AccountRow = Readonly<Pick<AccountEntity, (typeof only)[number]>>;

export interface NewAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly credentialId: string;
  readonly passwordHash: string;
}

export const accountView = columnsOf(AccountEntity, { only });

const findMany = sql(
  'identity.find-accounts',
  `select ${accountView} from identity.accounts where id = any($1::uuid[]) and erased_at is null`,
);

const findByEmail = sql(
  'identity.find-account-by-email',
  `select ${accountView} from identity.accounts where email = $1`,
);

const insert = sql(
  'identity.insert-account',
  `with account as (
     insert into identity.accounts (id, name, email, email_verified, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $5)
     returning ${accountView}
   ), credential as (
     insert into identity.credentials
       (id, account_id, provider, subject, password_hash, created_at, updated_at)
     select $6, $1, 'credential', $1::uuid::text, $7, $5, $5
   )
   select * from account`,
);

const insertProven = sql(
  'identity.insert-proven-account',
  `insert into identity.accounts (id, name, email, email_verified, created_at, updated_at)
   values ($1, $2, $3, true, $4, $4)
   on conflict (email) do nothing`,
);

const lockByEmail = sql(
  'identity.lock-account-by-email',
  `select ${accountView} from identity.accounts where email = $1 for update`,
);

// Whoever makes a membership of an account holds it like this: an erasure waits for them, or they
// for it. Signing in and other names go on.
const hold = sql(
  'identity.hold-account',
  `select ${columnsOf(AccountEntity, { only: ['id'] })} from identity.accounts
    where id = $1 and erased_at is null for key share`,
);

const lock = sql(
  'identity.lock-account',
  `select ${accountView} from identity.accounts where id = $1 and erased_at is null for update`,
);

const prove = sql(
  'identity.mark-account-proven',
  `with proven as (
     update identity.accounts
        set email_verified = true, two_factor_enabled = false, updated_at = $2
      where id = $1 and not email_verified
      returning id
   ), credentials as (
     delete from identity.credentials where account_id in (select id from proven)
   ), passkeys as (
     delete from identity.passkeys where account_id in (select id from proven)
   ), two_factors as (
     delete from identity.two_factors where account_id in (select id from proven)
   ), sessions as (
     delete from identity.sessions where account_id in (select id from proven)
   )
   select id from proven`,
);

const disable = sql(
  'identity.disable-account',
  `update identity.accounts set disabled_at = $2, updated_at = $2
    where id = $1 and disabled_at is null`,
);

const enable = sql(
  'identity.enable-account',
  `update identity.accounts set disabled_at = null, updated_at = $2
    where id = $1 and disabled_at is not null and erased_at is null`,
);

const anyone = sql('identity.find-any-account', `select 1 from identity.accounts limit 1`);

const exists = sql('identity.find-account-id', `select 1 from identity.accounts where id = $1`);

const isErased = sql(
  'identity.find-erased-account',
  `select 1 from identity.accounts where id = $1 and erased_at is not null`,
);
const forgetting = sql(
  'identity.find-forgetting-account',
  `select 1 from identity.accounts
    where id = $1 and erased_at is not null and forgets_invitations`,
);
const holdAddress = sql(
  'identity.hold-address',
  `select ${columnsOf(AccountEntity, { only: ['id'] })} from identity.accounts
    where email = $1 for key share`,
);
const rename = sql(
  'identity.rename-account',
  `update identity.accounts set name = $2, updated_at = $3 where id = $1 and erased_at is null`,
);

// What is in force is called back first: the database removes none that opens anything.
const endPersonalTokens = sql(
  'identity.end-personal-tokens',
  `update identity.personal_tokens set revoked_at = $3
   where cooperative_id = $1 and account_id = $2 and revoked_at is null`,
);
const removePersonalTokens = sql(
  'identity.remove-personal-tokens',
  `delete from identity.personal_tokens where cooperative_id = $1 and account_id = $2`,
);

const erase = sql(
  'identity.erase-account',
  `with erased as (
     update identity.accounts
        set name = '', email = 'erased-' || id || '@erased.invalid', email_verified = false,
            image = null, two_factor_enabled = false, last_used_on = null, idle_told_on = null,
            erased_at = $2, updated_at = $2, forgets_invitations = $3,
            disabled_at = coalesce(disabled_at, $2)
      where id = $1 and erased_at is null
      returning id
   ), credentials as (
     delete from identity.credentials where account_id in (select id from erased)
   ), passkeys as (
     delete from identity.passkeys where account_id in (select id from erased)
   ), two_factors as (
     delete from identity.two_factors where account_id in (select id from erased)
   ), sessions as (
     delete from identity.sessions where account_id in (select id from erased)
   )
   select id from erased`,
);

const waysIn = sql(
  'identity.list-ways-in-of-account',
  `select ${columnsOf(CredentialEntity, { only: ['provider', 'createdAt'] })}
     from identity.credentials
    where account_id = $1 order by created_at, id`,
);

export type WayIn = Readonly<Pick<CredentialEntity, 'provider' | 'createdAt'>>;

export const accountStore = {
  findMany(tx: Tx, ids: readonly string[]): Promise<AccountRow[]> {
    return tx.rows<AccountRow>(findMany, [ids]);
  },

  findByEmail(tx: Tx, email: string): Promise<AccountRow | null> {
    return tx.maybeOne<AccountRow>(findByEmail, [email]);
  },

  insert(tx: Tx, account: NewAccount): Promise<AccountRow> {
    const { id, name, email, emailVerified, credentialId, passwordHash } = account;
    const params = [id, name, email, emailVerified, tx.now, credentialId, passwordHash];
    return tx.one<AccountRow>(insert, params);
  },

  /** An account without any way in yet. False when there is one with this address. */
  async insertProven(
    tx: Tx,
    { id, name, email }: Pick<NewAccount, 'id' | 'name' | 'email'>,
  ): Promise<boolean> {
    return (await tx.run(insertProven, [id, name, email, tx.now])) === 1;
  },

  lockByEmail(tx: Tx, email: string): Promise<AccountRow | null> {
    return tx.maybeOne<AccountRow>(lockByEmail, [email]);
  },

  /** False where it is erased. */
  async hold(tx: Tx, id: string): Promise<boolean> {
    return (await tx.maybeOne(hold, [id])) !== null;
  },

  lock(tx: Tx, id: string): Promise<AccountRow | null> {
    return tx.maybeOne<AccountRow>(lock, [id]);
  },

  /** The address counts as confirmed from now on, and nothing from before opens the account. */
  async prove(tx: Tx, id: string): Promise<void> {
    await tx.one(prove, [id, tx.now]);
  },

  async anyone(tx: Tx): Promise<boolean> {
    return (await tx.maybeOne(anyone)) !== null;
  },

  async exists(tx: Tx, id: string): Promise<boolean> {
    return (await tx.maybeOne(exists, [id])) !== null;
  },

  async isErased(tx: Tx, id: string): Promise<boolean> {
    return (await tx.maybeOne(isErased, [id])) !== null;
  },

  async forgetsInvitations(tx: Tx, id: string): Promise<boolean> {
    return (await tx.maybeOne(forgetting, [id])) !== null;
  },

  async holdAddress(tx: Tx, email: string): Promise<void> {
    await tx.maybeOne(holdAddress, [email]);
  },

  rename: (tx: Tx, id: string, name: string): Promise<number> => tx.run(rename, [id, name, tx.now]),

  async disable(tx: Tx, id: string): Promise<boolean> {
    return (await tx.run(disable, [id, tx.now])) === 1;
  },

  async enable(tx: Tx, id: string): Promise<boolean> {
    return (await tx.run(enable, [id, tx.now])) === 1;
  },

  /** Those for the co-operative of this transaction. */
  async removePersonalTokens(tx: Tx, id: string): Promise<void> {
    await tx.run(endPersonalTokens, [tx.cooperativeId, id, tx.now]);
    await tx.run(removePersonalTokens, [tx.cooperativeId, id]);
  },

  async erase(tx: Tx, id: string, forgetsInvitations: boolean): Promise<boolean> {
    return (await tx.rows(erase, [id, tx.now, forgetsInvitations])).length === 1;
  },

  waysIn(tx: Tx, id: string): Promise<WayIn[]> {
    return tx.rows<WayIn>(waysIn, [id]);
  },
};
