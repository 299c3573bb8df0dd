import { Injectable } from '@nestjs/common';
import { assert, newRandomId, platformErrors, violates } from '@rochdale/platform';
import type { Day, Tx } from '@rochdale/platform';
import { identityErrors } from '../identity.errors.js';
import { AccountCreated, AccountErased } from '../identity.events.js';
import { accountStore } from './account.store.js';
import type { AccountRow, NewAccount } from './account.store.js';
import { idleAccountStore } from './idle-account.store.js';
import type { IdlePage, IdleSince } from './idle-account.store.js';

/** Where letters to an account go. */
export interface Contact {
  readonly email: string;
  readonly name: string;
}

/**
 * Makes an account in the caller's transaction.
 *
 * @throws CodedError EMAIL_TAKEN
 */
export async function createInTx(tx: Tx, account: NewAccount): Promise<AccountRow> {
  tx.announce(AccountCreated.of(account.id, { accountId: account.id }));
  try {
    return await accountStore.insert(tx, account);
  } catch (error) {
    if (!violates(error, 'accounts_email_key')) throw error;
    throw identityErrors.error('EMAIL_TAKEN', 'There is an account with this address already.', {
      path: ['email'],
    });
  }
}

/** The door for rooms above, inside their own transaction. Asks no permission: they have. */
@Injectable()
export class Accounts {
  /** Addresses by account id; disabled and erased accounts get no letters. */
  async contacts(tx: Tx, accountIds: readonly string[]): Promise<ReadonlyMap<string, Contact>> {
    const rows = await accountStore.findMany(tx, accountIds);
    return new Map(
      rows
        .filter((row) => row.disabledAt === null)
        .map((row) => [row.id, { email: row.email, name: row.name }]),
    );
  }

  /** Whether anybody has an account in this installation, or ever had. */
  exist(tx: Tx): Promise<boolean> {
    return accountStore.anyone(tx);
  }

  async find(tx: Tx, accountId: string): Promise<AccountRow | null> {
    return (await accountStore.findMany(tx, [accountId]))[0] ?? null;
  }

  /** Whether it is erased, and its person asked that nobody invites them any more. */
  forgetsInvitations(tx: Tx, accountId: string): Promise<boolean> {
    return accountStore.forgetsInvitations(tx, accountId);
  }

  /**
   * For who writes something down by an address: whoever erases its account is waited for, or
   * waits, and takes it along. Nothing tells whether there is one.
   */
  holdAddress(tx: Tx, email: string): Promise<void> {
    return accountStore.holdAddress(tx, email);
  }

  /** Of these accounts the ones that are erased. */
  async erasedAmong(tx: Tx, accountIds: readonly string[]): Promise<string[]> {
    const there = new Set((await accountStore.findMany(tx, accountIds)).map(({ id }) => id));
    return accountIds.filter((id) => !there.has(id));
  }

  /**
   * Keeps the account from being erased until the transaction ends: for who makes a membership of
   * it. Whoever also locks members locks the account first.
   *
   * @throws CodedError UNAUTHENTICATED where it is erased already
   */
  async hold(tx: Tx, accountId: string): Promise<void> {
    if (await this.isHeld(tx, accountId)) return;
    throw platformErrors.error('UNAUTHENTICATED', 'This account is no more.');
  }

  /** As `hold`; false where it is erased already. */
  isHeld(tx: Tx, accountId: string): Promise<boolean> {
    return accountStore.hold(tx, accountId);
  }

  /**
   * For who erases it, before anything of its owner is locked or counted: whoever makes a
   * membership of it is waited for, and waits. Null where it is erased already.
   */
  lock(tx: Tx, accountId: string): Promise<AccountRow | null> {
    return accountStore.lock(tx, accountId);
  }

  /** Whose owners have not been here since: some of them by their ids, those after this one. */
  idle(tx: Tx, since: IdleSince, page: IdlePage): Promise<string[]> {
    return idleAccountStore.idle(tx, since, page);
  }

  /** As `idle`, of those not used since a day whose owners were not told that it goes. */
  untoldIdle(tx: Tx, since: Day, page: IdlePage): Promise<string[]> {
    return idleAccountStore.untoldIdle(tx, since, page);
  }

  /**
   * Notes that its owner is told today that it goes; the address to write to. Null where they were
   * told, came meanwhile, or get no letters.
   */
  async tellIdle(tx: Tx, accountId: string, since: Day, today: Day): Promise<Contact | null> {
    const account = await idleAccountStore.tellIdle(tx, accountId, since, today);
    return account === null || account.disabledAt !== null ? null : account;
  }

  /** As `lock`; null also where its owner has been here since. */
  lockIdle(tx: Tx, accountId: string, since: IdleSince): Promise<AccountRow | null> {
    return idleAccountStore.lockIdle(tx, accountId, since);
  }

  /** By address, for the command line. The address is compared in lower case. */
  findByEmail(tx: Tx, email: string): Promise<AccountRow | null> {
    return accountStore.findByEmail(tx, email.trim().toLowerCase());
  }

  /**
   * Makes an account that was prepared, for somebody who is made more than that at once.
   *
   * @throws CodedError EMAIL_TAKEN
   */
  create(tx: Tx, account: NewAccount): Promise<AccountRow> {
    return createInTx(tx, account);
  }

  /**
   * The account of an address that whoever asks has just proved to be theirs, made when there is
   * none. What was set up before by somebody who never confirmed the address, a password among
   * it, is gone then: it may have been a stranger.
   *
   * @throws CodedError ACCOUNT_DISABLED
   */
  async ofProvenAddress(tx: Tx, { email, name }: Contact): Promise<string> {
    const id = newRandomId();
    if (await accountStore.insertProven(tx, { id, name, email })) {
      tx.announce(AccountCreated.of(id, { accountId: id }));
      return id;
    }
    const known = await accountStore.lockByEmail(tx, email);
    // Erased while it was waited for: the address is nobody's, and the account is a new one.
    if (known === null) return this.ofProvenAddress(tx, { email, name });
    if (known.disabledAt !== null) {
      throw identityErrors.error('ACCOUNT_DISABLED', 'This account is disabled.');
    }
    if (!known.emailVerified) await accountStore.prove(tx, known.id);
    return known.id;
  }

  /** Letters call the person by the name that they chose last, in whichever co-operative. */
  async rename(tx: Tx, accountId: string, name: string): Promise<void> {
    const renamed = await accountStore.rename(tx, accountId, name);
    assert(renamed === 1, 'who renames themself has an account');
  }

  /** Takes the account's ways into the co-operative of this transaction away for ever. */
  async leaveCooperative(tx: Tx, accountId: string): Promise<void> {
    await accountStore.removePersonalTokens(tx, accountId);
  }

  /**
   * Takes name, address and every way in away for ever. The id stays, for the books.
   *
   * @param forgetsInvitations whether what invites its address anywhere ends as well
   */
  async erase(tx: Tx, accountId: string, forgetsInvitations: boolean): Promise<void> {
    if (!(await accountStore.erase(tx, accountId, forgetsInvitations))) return;
    tx.announce(AccountErased.of(accountId, { accountId }));
  }
}
