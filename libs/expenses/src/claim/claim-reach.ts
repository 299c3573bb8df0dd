import { Injectable } from '@nestjs/common';
import { CooperativeQueries, MemberDirectory } from '@rochdale/membership';
import { WaysToPay } from '@rochdale/payouts';
import { dayOf, formatDecimal } from '@rochdale/platform';
import type { Day, Tx } from '@rochdale/platform';
import { checkDays, claimsFrom } from '../expense/expense.js';
import type { ExpenseItem, Payee } from '../expense/expense.js';
import { expensesErrors } from '../expenses.errors.js';

/** What is claimed, as far as it decides whether it can ever be paid. */
export interface Claimed {
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly items: readonly ExpenseItem[];
  readonly payee: Payee;
}

/** Refuses a claim that could never be paid, when it is made and not when it is released. */
@Injectable()
export class ClaimReach {
  constructor(
    private readonly cooperatives: CooperativeQueries,
    private readonly ways: WaysToPay,
    private readonly members: MemberDirectory,
  ) {}

  /** @throws CodedError PAYEE_LEFT, EXPENSE_INVALID, EXPENSE_UNPAYABLE, with the field at fault */
  async check(tx: Tx, { currency, amountMinor, items, payee }: Claimed): Promise<void> {
    await this.#requireThere(tx, payee);
    const cooperative = await this.cooperatives.own(tx);
    const founded: Day = dayOf(cooperative.createdAt, cooperative.timeZone);
    checkDays(items, { from: claimsFrom(founded), to: await tx.today() });
    switch (await this.ways.unpayable(tx, { currency, amountMinor })) {
      case null:
        return;
      case 'no-account':
        // Whoever registers the first account, it will be in the co-operative's own currency.
        if (currency === cooperative.currency) return;
        throw unpayable(`No account pays in ${currency}.`, 'currency');
      case 'currency':
        throw unpayable(`No account pays in ${currency}.`, 'currency');
      case 'amount': {
        const amount = `${formatDecimal(amountMinor, currency)} ${currency}`;
        throw unpayable(`No account can pay ${amount} at once.`, 'items');
      }
    }
  }

  /**
   * Who left is owed what was claimed before, and nobody makes it more: they want to be gone. Of
   * who is suspended others are told the same, who may not know that they are.
   */
  async #requireThere(tx: Tx, { kind, id }: Payee): Promise<void> {
    if (kind !== 'member' || !(await this.members.gone(tx, [id])).has(id)) return;
    const message = 'This member is on no list of members: nothing new is claimed for them.';
    throw expensesErrors.error('PAYEE_LEFT', message, { path: ['payee', 'id'] });
  }
}

function unpayable(message: string, field: string): Error {
  return expensesErrors.error('EXPENSE_UNPAYABLE', message, { path: [field] });
}
