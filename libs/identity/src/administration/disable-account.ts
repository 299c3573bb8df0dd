import { Injectable } from '@nestjs/common';
import { parseId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { identityErrors } from '../identity.errors.js';
import { AccountDisabled, AccountEnabled } from '../identity.events.js';
import { announceRevoked } from '../session/announce-revoked.js';
import { Authenticator } from '../authentication/authenticator.js';
import { sessionStore } from '../session/session.store.js';
import { accountStore } from '../account/account.store.js';

async function demandAccount(tx: Tx, accountId: string): Promise<void> {
  if (!(await accountStore.exists(tx, accountId))) {
    throw identityErrors.error('ACCOUNT_NOT_FOUND', 'There is no such account.', {
      path: ['accountId'],
    });
  }
}

/** Shuts an account out of the whole installation: no sign-in, no session, no token works. */
@Injectable()
export class DisableAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly authenticator: Authenticator,
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
    this.authenticator.forget();
  }
}

/** Lets a disabled account in again. An erased one stays out. */
@Injectable()
export class EnableAccount {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError INVALID_ID, ACCOUNT_NOT_FOUND */
  async execute(actor: Actor, input: { accountId: string }): Promise<void> {
    permit(actor, 'account.disable');
    const accountId = parseId(input.accountId, ['accountId']);
    await this.unitOfWork.run(actor, async (tx) => {
      await demandAccount(tx, accountId);
      if (!(await accountStore.enable(tx, accountId))) return;
      tx.announce(AccountEnabled.of(accountId, { accountId }));
    });
  }
}
