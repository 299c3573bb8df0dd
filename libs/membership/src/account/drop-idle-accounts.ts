import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import type { IdleSince } from '@rochdale/identity';
import { addDays, idleDays, Letters, permit, rowsAtOnce, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { eraseAccountInTx } from '../erasure/erasing.js';
import { memberStore } from '../member/member.store.js';

/**
 * Erases the accounts of who belongs nowhere and does not come any more: a year after they were
 * used last, or days where the address was never confirmed, which may be a stranger's. That an
 * account was erased is on record, and nothing of whose it was.
 */
@Injectable()
export class DropIdleAccounts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
    private readonly letters: Letters,
  ) {}

  /** How many went. @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'personal-data.drop');
    const since = await this.unitOfWork.read(actor, sinceOf);
    let dropped = 0;
    let ids: string[] = [];
    do {
      const page = { after: ids.at(-1) ?? null, atMost: rowsAtOnce };
      ids = await this.unitOfWork.read(actor, (tx) => this.accounts.idle(tx, since, page));
      for (const id of await this.#keptNowhere(actor, ids)) {
        if (await this.#drop(actor, id, since)) dropped += 1;
      }
    } while (ids.length === rowsAtOnce);
    return dropped;
  }

  async #keptNowhere(actor: Actor, ids: readonly string[]): Promise<string[]> {
    const kept = await this.unitOfWork.read(actor, (tx) => memberStore.keeping(tx, ids));
    const somewhere = new Set(kept.map(({ accountId }) => accountId));
    return ids.filter((id) => !somewhere.has(id));
  }

  /** Looks again while it is held: who came back, or applied, meanwhile keeps the account. */
  #drop(actor: Actor, id: string, since: IdleSince): Promise<boolean> {
    return this.unitOfWork.run(actor, async (tx) => {
      const account = await this.accounts.lockIdle(tx, id, since);
      if (account === null || (await memberStore.keeping(tx, [id])).length > 0) return false;
      const { accounts, letters } = this;
      await eraseAccountInTx(tx, { accounts, letters }, account);
      return true;
    });
  }
}

async function sinceOf(tx: Tx): Promise<IdleSince> {
  const today = await tx.today();
  return {
    confirmed: addDays(today, -idleDays.confirmed),
    unconfirmed: addDays(today, -idleDays.unconfirmed),
  };
}
