import { Injectable } from '@nestjs/common';
import { parseId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { AccountDisabled } from '../identity.events.js';
import { announceRevoked } from '../session/announce-revoked.js';
import { KnownPrincipals } from '../principal/known-principals.js';
import { sessionStore } from '../session/session.store.js';
import { accountStore } from '../account/account.store.js';
import { demandAccount } from './demand-account.js';

/** Shuts an account out of the whole installation: no sign-in, no session, no token works. */
@Injectable()
export class DisableAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly principals: KnownPrincipals,
  ) {}

  /** @throws CodedError INVALID_ID, ACCOUNT_NOT_FOUND */
  async execute(actor: Actor, input: { accountId: string }): Promise<void> {
    permit(actor, 'account.disable');
    const accountId = parseId(input.accountId, ['accountId']);
    await this.unitOfWork.run(actor, async (tx) => {
      await demandAccount(tx, accountId);
      if (!(await accountStore.disable(tx, accountId))) return;
      announceRevoked(tx, accountId, await sessionStore.revokeAll(tx, accountId));
      tx.announce(AccountDisabled.of(accountId, { accountId }));
    });
    this.principals.forget();
  }
}
