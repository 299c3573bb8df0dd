import { Injectable } from '@nestjs/common';
import { BankAccounts, Offices } from '@rochdale/banking';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { payeeDetailsStore } from '../payee/payee-details.store.js';
import type { PayeeDetailsRow } from '../payee/payee-details.store.js';
import type { PayoutRow } from './payout.store.js';
import { hasMoved, whyNotRelease, whyNotUse } from './release-rules.js';
import type { ReleaseRules } from './release-rules.js';
import { Transfers } from './transfers.js';

/**
 * What a release would say, without one. What depends on the account that pays, which is chosen
 * then, is left to it: whether there is the money, and whether its rail pays such a payee.
 */
@Injectable()
export class ReleaseQueries {
  constructor(
    private readonly accounts: BankAccounts,
    private readonly offices: Offices,
    private readonly transfers: Transfers,
  ) {}

  /**
   * By payout the code of what keeps whoever asks from releasing it; nothing does where it is left
   * out. As many statements for one payout as for many.
   */
  async whyNot(tx: Tx, payouts: readonly PayoutRow[]): Promise<ReadonlyMap<string, string>> {
    permit(tx.actor, 'payout.release');
    const reasons = new Map<string, string>();
    const rules = await this.#rules(tx);
    const currencies = new Set((await this.accounts.all(tx)).map(({ currency }) => currency));
    for (const payout of payouts) {
      const isPaid = payout.state !== 'approved' || currencies.has(payout.currency);
      const unpaid = currencies.size === 0 ? 'BANK_ACCOUNT_NOT_FOUND' : 'WRONG_CURRENCY';
      const reason = isPaid ? whyNotRelease(tx.actor, payout, rules) : unpaid;
      if (reason !== null) reasons.set(payout.id, reason);
    }
    const others = payouts.filter(({ id }) => !reasons.has(id));
    for (const [id, reason] of await this.#whyNotPay(tx, others)) reasons.set(id, reason);
    return reasons;
  }

  /** Those that are for whoever asks to let go, be it later. @throws CodedError FORBIDDEN */
  async ownOf(tx: Tx, payouts: readonly PayoutRow[]): Promise<PayoutRow[]> {
    permit(tx.actor, 'payout.release');
    const rules = await this.#rules(tx);
    return payouts.filter((payout) => whyNotRelease(tx.actor, payout, rules) === null);
  }

  /** Who holds the office matters of an administrator only, who stands in for the only one. */
  async #rules(tx: Tx): Promise<ReleaseRules> {
    const { roles } = tx.actor;
    const { secondPersonReleases } = await this.accounts.settings(tx);
    const treasurers = roles.has('treasurer') ? [] : await this.offices.holders(tx, 'treasurer');
    return { treasurers, secondPersonReleases };
  }

  async #whyNotPay(tx: Tx, payouts: readonly PayoutRow[]): Promise<ReadonlyMap<string, string>> {
    if (payouts.length === 0) return new Map();
    const payees = payouts.map(({ payeeKind: kind, payeeId: id }) => ({ kind, id }));
    const current = await payeeDetailsStore.currentOf(tx, payees);
    const ids = payouts.flatMap(({ destinationId }) => destinationId ?? []);
    const earlier = ids.filter((id) => current.every((row) => row.id !== id));
    const approved = earlier.length === 0 ? [] : await payeeDetailsStore.byIds(tx, earlier);
    const reasons = new Map<string, string>();
    for (const { id, payeeKind, payeeId, destinationId } of payouts) {
      const details =
        current.find((row) => row.payeeKind === payeeKind && row.payeeId === payeeId) ?? null;
      const before = approved.find((row) => row.id === destinationId) ?? null;
      const reason = whyNotUse(details, tx.now) ?? this.#whyNotThere(before, details);
      if (reason !== null) reasons.set(id, reason);
    }
    return reasons;
  }

  #whyNotThere(approved: PayeeDetailsRow | null, current: PayeeDetailsRow | null) {
    if (current === null) return null;
    const now = this.transfers.openIfWhole(current);
    const before = approved === null ? null : this.transfers.openIfWhole(approved);
    if (now === null || (approved !== null && before === null)) return 'PAYEE_DETAILS_UNREADABLE';
    return hasMoved(before, now) ? 'PAYEE_DETAILS_CHANGED' : null;
  }
}
