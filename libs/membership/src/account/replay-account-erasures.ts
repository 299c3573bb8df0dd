import { permit } from '@rochdale/platform';
import type { Actor, UnitOfWork } from '@rochdale/platform';
import { eraseAccountInTx } from '../erasure/erasing.js';
import type { Acquainted } from '../erasure/erasing.js';
import type { ErasureList, PassBy } from '../erasure/erasure-list.js';

/**
 * Erases those accounts again which a restored back-up brought back: of members that is done
 * already. Wherever the back-up says that they belong: their last place had let them go.
 */
export class ReplayAccountErasures {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly acquainted: Acquainted,
    private readonly list: ErasureList,
  ) {}

  /**
   * How many were erased again. What is no file of the list goes to `passBy`.
   *
   * @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE
   */
  async execute(actor: Actor, passBy: PassBy = () => undefined): Promise<number> {
    permit(actor, 'member.forget');
    let again = 0;
    const asked = new Set(await this.list.askedAccountIds(passBy));
    for (const accountId of await this.list.accountIds(passBy)) {
      again += await this.unitOfWork.run(actor, async (tx) => {
        const account = await this.acquainted.accounts.lock(tx, accountId);
        if (account === null) return 0;
        const forgetsInvitations = asked.has(accountId);
        await eraseAccountInTx(tx, this.acquainted, account, { forgetsInvitations });
        return 1;
      });
    }
    return again;
  }
}
