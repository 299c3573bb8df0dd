import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { MemberDirectory, OpenAffairs } from '@rochdale/membership';
import { Payees, payoutsUnderWay } from '@rochdale/payouts';
import { shownIds } from '@rochdale/platform';
import type { CodedError, Tx } from '@rochdale/platform';
import { expensesErrors } from './expenses.errors.js';
import { openClaimsStore } from './expense/open-claims.store.js';

/**
 * Members are paid whatever their standing: who left is still owed what they spent, and is not
 * erased before they have it.
 */
@Injectable()
export class MemberPayees implements OnModuleInit {
  constructor(
    private readonly payees: Payees,
    private readonly members: MemberDirectory,
    private readonly affairs: OpenAffairs,
  ) {}

  onModuleInit(): void {
    this.payees.register(
      'member',
      (tx, ids) => this.members.payable(tx, ids),
      (tx, ids) => this.members.among(tx, ids),
    );
    this.affairs.register('expenses', unpaidExpenses);
    this.affairs.register('payouts', payoutsUnderWay);
  }
}

/** Why members who are owed for what they claimed are not erased yet, by member. */
export async function unpaidExpenses(
  tx: Tx,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, CodedError>> {
  const unpaid = await openClaimsStore.unpaidPayees(tx, memberIds);
  const path = ['memberId'];
  return new Map(
    unpaid.map(({ memberId, titles, expenseIds }) => [
      memberId,
      expensesErrors.error(
        'EXPENSE_UNPAID',
        openClaims(memberId === tx.actor.memberId ? 'you' : 'they', titles),
        { path, data: { expenses: shownIds('Expense', expenseIds) } },
      ),
    ]),
  );
}

/** Which they are: whoever may erase may read them, and the person takes back what is their own. */
function openClaims(who: 'you' | 'they', titles: readonly string[]): string {
  const named = titles.slice(0, 3).map((title) => `“${title}”`);
  const more = titles.length > named.length ? ` and ${titles.length - named.length} more` : '';
  return `What ${who} claimed is neither paid nor refused yet: ${named.join(', ')}${more}.`;
}
