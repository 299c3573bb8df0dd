import { Injectable } from '@nestjs/common';
import { ExpenseQueries, WaivableExpenses, whyNotDecline, whyNotWaive } from '@rochdale/expenses';
import type { ExpenseStatus, ExpenseView } from '@rochdale/expenses';
import { may } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { mostListed } from '../listed.js';

const undecided: readonly ExpenseStatus[] = ['submitted', 'needs-information'];
const owed: readonly ExpenseStatus[] = ['approved', 'payout-failed'];

/** What a person claimed and was not told the end of. */
interface Undecided {
  /** Theirs to take back. */
  readonly claims: readonly ExpenseView[];
  /** The members have voted on these, and what they decided comes first. */
  readonly voted: readonly ExpenseView[];
  /** Whether there are more of either. */
  readonly hasMore: boolean;
}

/** Claims that a page lists, and whether there may be more of them. */
interface Listed {
  readonly claims: readonly ExpenseView[];
  readonly hasMore: boolean;
}
const none: Listed = { claims: [], hasMore: false };
const first = { first: mostListed };

const isVoted = ({ status, proposalId, isVotedOn }: ExpenseView): boolean =>
  status === 'submitted' && proposalId !== null && !isVotedOn;

/** Claims that are the visitor's own to end. */
@Injectable()
export class OwnClaims {
  constructor(
    private readonly expenses: ExpenseQueries,
    private readonly toWaive: WaivableExpenses,
  ) {}

  /** What they claimed and nobody decided: a hundred at a time. */
  async undecided(tx: Tx): Promise<Undecided> {
    const { memberId: submitterMemberId } = tx.actor;
    if (submitterMemberId === null || !may(tx.actor, 'expense.read-own').allowed) {
      return { ...none, voted: [] };
    }
    const filter = { submitterMemberId, statuses: undecided };
    const { rows, hasNextPage: hasMore } = await this.expenses.page(tx, filter, first);
    return {
      claims: rows.filter((claim) => !isVoted(claim)),
      voted: rows.filter((claim) => isVoted(claim)),
      hasMore,
    };
  }

  /** What others claim for them, and nobody decided: of a hundred at a time. */
  async forThem(tx: Tx): Promise<Listed> {
    const { actor } = tx;
    const { memberId: payeeId } = actor;
    if (payeeId === null || !may(actor, 'expense.decline').allowed) return none;
    const filter = { payeeId, statuses: undecided };
    const { rows, hasNextPage: hasMore } = await this.expenses.page(tx, filter, first);
    return { claims: rows.filter((claim) => whyNotDecline(actor, claim) === null), hasMore };
  }

  /** What is owed to them, not on its way, and theirs to waive: of a hundred at a time. */
  async waivable(tx: Tx): Promise<Listed> {
    const { actor } = tx;
    const { memberId: payeeId } = actor;
    if (payeeId === null || !may(actor, 'expense.waive').allowed) return none;
    const filter = { payeeId, statuses: owed };
    const { rows, hasNextPage: hasMore } = await this.expenses.page(tx, filter, first);
    const ids = rows.map(({ id }) => id);
    const beingPaid = await this.toWaive.beingPaid(tx, ids);
    const waivableOf = ({ id }: ExpenseView) => ({
      isBeingPaid: beingPaid.has(id),
      isOfErased: false,
    });
    const claims = rows.filter((claim) => whyNotWaive(actor, claim, waivableOf(claim)) === null);
    return { claims, hasMore };
  }

  /** Of these, those that the visitor submitted, whatever became of them. */
  async submittedAmong(tx: Tx, ids: readonly string[]): Promise<readonly ExpenseView[]> {
    const { memberId } = tx.actor;
    if (memberId === null || !may(tx.actor, 'expense.read-own').allowed) return [];
    return (await this.expenses.byIds(tx, ids)).filter((one) => one.submitterMemberId === memberId);
  }

  /** Of these, those that pay the visitor, whatever became of them. */
  async owedAmong(tx: Tx, ids: readonly string[]): Promise<readonly ExpenseView[]> {
    const { memberId } = tx.actor;
    if (memberId === null || !may(tx.actor, 'expense.read-own').allowed) return [];
    const claims = await this.expenses.byIds(tx, ids);
    return claims.filter((one) => one.payeeKind === 'member' && one.payeeId === memberId);
  }

  /** What became of these. */
  async statuses(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, ExpenseStatus>> {
    return new Map((await this.expenses.byIds(tx, ids)).map(({ id, status }) => [id, status]));
  }
}
