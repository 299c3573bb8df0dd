import { Injectable } from '@nestjs/common';
import { Accounts, KnownPrincipals } from '@rochdale/identity';
import { Letters, permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ErasureList } from '../erasure/erasure-list.js';
import { eraseAccountInTx } from '../erasure/erasing.js';
import { memberStore } from '../member/member.store.js';
import { membershipErrors } from '../membership.errors.js';
import { nowhere } from './nowhere.js';

/**
 * Takes the account of somebody away who belongs nowhere: who never applied, was declined, or was
 * erased where they belonged. It is done in no co-operative, which is told of it by nothing.
 */
@Injectable()
export class EraseAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
    private readonly letters: Letters,
    private readonly principals: KnownPrincipals,
    private readonly list: ErasureList,
  ) {}

  /**
   * Asked again, it is done already.
   *
   * @throws CodedError FORBIDDEN also for tokens, ACCOUNT_STILL_BELONGS where the person is a
   *   member, was one and is not erased, or waits for an answer
   */
  async execute(actor: Actor): Promise<void> {
    permit(actor, 'account.erase-own');
    const { accountId } = actor;
    if (accountId === null) throw platformErrors.error('UNAUTHENTICATED', 'Sign in to do this.');
    const isAsked = await this.unitOfWork.run(nowhere(actor), async (tx) => {
      // Who makes a membership of it is waited for, and counted, or waits, and is refused.
      const account = await this.accounts.lock(tx, accountId);
      if (account === null) return this.accounts.forgetsInvitations(tx, accountId);
      if ((await memberStore.keeping(tx, [accountId])).length > 0) throw stillBelongs();
      const { accounts, letters } = this;
      const forgetsInvitations = account.emailVerified;
      await eraseAccountInTx(tx, { accounts, letters }, account, { forgetsInvitations });
      return forgetsInvitations;
    });
    this.principals.forget();
    await this.list.addAccountSoon(accountId, isAsked);
  }
}

const stillBelongs = () =>
  membershipErrors.error(
    'ACCOUNT_STILL_BELONGS',
    'Be erased first wherever you belong, did, or wait for an answer: the account goes with the ' +
      'last of them.',
  );
