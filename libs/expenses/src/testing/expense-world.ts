import '../expenses.permissions.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Accounts } from '@rochdale/identity';
import {
  adoptPack,
  CloseProposal,
  ProposalDrafting,
  ExecuteProposal,
  ProposalOpening,
  ProposalActions,
  Proposals,
} from '@rochdale/governance';
import { CastBallot, VoterRoll, Votes } from '@rochdale/voting';
import type { RollEntry } from '@rochdale/voting';
import { Ledger } from '@rochdale/ledger';
import { MemberDirectory } from '@rochdale/membership';
import { Payouts } from '@rochdale/payouts';
import type { PayoutRequest, PayoutRow } from '@rochdale/payouts';
import type { Actor, Role, Tx } from '@rochdale/platform';
import { Attachments, LocalFileStore, newId, systemActor } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { Chart } from '@rochdale/treasury';
import { AdoptApprovalRule } from '../rule/adopt-approval-rule.js';
import { ApproveExpense } from '../approval/approve-expense.js';
import { ApprovedExpenses } from '../approval/approved-expenses.js';
import { RejectExpense, RequestExpenseInformation } from '../approval/refuse-expense.js';
import { SettleVotedExpense } from '../approval/settle-expense-vote.js';
import type { ExpenseItem } from '../expense/expense.js';
import { ExpenseQueries } from '../expense/expense.queries.js';
import { Submission } from '../claim/submission.js';
import { SubmitExpense, WithdrawExpense } from '../claim/submit-expense.js';
import type { ExpenseInput } from '../claim/write-expense.js';
import { DraftExpense, ExpenseTexts, ReviseExpense } from '../claim/write-expense.js';
import { RecordPayoutOfExpense } from '../payout/record-expense-payout.js';
import { RetryExpensePayout } from '../payout/retry-expense-payout.js';

/** The co-operative's members, as the register of a test has them. */
class WrittenRoll extends VoterRoll {
  readonly all: RollEntry[] = [];

  override async entries(): Promise<readonly RollEntry[]> {
    return this.all;
  }
}

/** Payouts that can be told to refuse after they were written. */
class RefusablePayouts extends Payouts {
  refusal: Error | null = null;

  override async request(tx: Tx, request: PayoutRequest): Promise<PayoutRow> {
    const made = await super.request(tx, request);
    if (this.refusal !== null) throw this.refusal;
    return made;
  }
}

function actorOf(cooperativeId: string, memberId: string, roles: readonly Role[]): Actor {
  return {
    kind: 'account',
    cooperativeId,
    accountId: newId(),
    memberId,
    partnerId: null,
    standing: 'active',
    roles: new Set(roles),
    scopes: 'all',
    via: 'session',
    requestId: 'test',
  };
}

export function item(amountMinor: bigint, changes: Partial<ExpenseItem> = {}): ExpenseItem {
  return {
    description: 'A server for a month',
    category: 'hosting',
    incurredOn: '2025-12-30',
    amountMinor,
    receiptId: null,
    ...changes,
  };
}

export function claim(amountMinor: bigint, changes: Partial<ExpenseInput> = {}): ExpenseInput {
  return { title: 'Hosting', currency: 'EUR', items: [item(amountMinor)], ...changes };
}

async function enrol(world: TestWorld, cooperativeId: string, members: readonly Actor[]) {
  await world.asOwner(
    `insert into membership.member_classes (cooperative_id, key, name, may_vote, votes, open_to,
       created_at) values ($1, 'worker', 'Workers', true, 1, 'person', now())`,
    [cooperativeId],
  );
  for (const { memberId } of members) {
    await world.asOwner(
      `insert into membership.members (id, cooperative_id, kind, class_key, standing,
         standing_since, display_name, applied_at, admitted_at)
       values ($1, $2, 'person', 'worker', 'active', now(), 'A member', now(), now())`,
      [memberId, cooperativeId],
    );
  }
}

/** One co-operative with members, a treasury and votes; its expenses, ready to be used. */
export async function createExpenseWorld() {
  const world = await createTestWorld();
  const { unitOfWork } = world;
  const folder = await mkdtemp(join(tmpdir(), 'rochdale-expenses-'));
  const cooperativeId = newId();
  const member = actorOf(cooperativeId, newId(), []);
  const treasurer = actorOf(cooperativeId, newId(), ['treasurer']);
  const second = actorOf(cooperativeId, newId(), ['treasurer']);
  const people = [member, treasurer, second];
  await enrol(world, cooperativeId, people);
  const system = systemActor(cooperativeId, 'job');
  await unitOfWork.run(system, (tx) => adoptPack(tx, 'defaults'));
  const roll = new WrittenRoll();
  for (const { memberId } of people) {
    roll.all.push({
      memberId: memberId ?? '',
      memberClass: 'worker',
      standing: 'active',
      votes: 1,
    });
  }
  const payouts = new RefusablePayouts();
  const ledger = new Ledger();
  const approved = new ApprovedExpenses(ledger, new Chart(ledger), payouts);
  const actions = new ProposalActions((type) => {
    if (approved instanceof type) return approved;
    throw new Error(`${type.name} is no service of this world`);
  });
  const votes = new Votes(roll);
  const proposals = new Proposals(new ProposalDrafting(actions), new ProposalOpening(votes));
  const attachments = new Attachments(unitOfWork, new LocalFileStore(folder), 1_000_000);
  const texts = new ExpenseTexts(new MemberDirectory({} as Accounts), attachments);
  const submission = new Submission(proposals);
  return {
    ...world,
    cooperativeId,
    member,
    treasurer,
    second,
    system,
    payouts,
    attachments,
    adoptRule: new AdoptApprovalRule(unitOfWork),
    approve: new ApproveExpense(unitOfWork, approved),
    cast: new CastBallot(unitOfWork),
    closeVote: new CloseProposal(unitOfWork, votes),
    draft: new DraftExpense(unitOfWork, texts),
    executeVote: new ExecuteProposal(unitOfWork, actions),
    queries: new ExpenseQueries(unitOfWork),
    recordPayout: new RecordPayoutOfExpense(unitOfWork),
    reject: new RejectExpense(unitOfWork),
    requestInformation: new RequestExpenseInformation(unitOfWork),
    retryPayout: new RetryExpensePayout(unitOfWork, approved),
    revise: new ReviseExpense(unitOfWork, texts, proposals, submission),
    settleVote: new SettleVotedExpense(unitOfWork),
    submit: new SubmitExpense(unitOfWork, submission),
    withdraw: new WithdrawExpense(unitOfWork, proposals),
    close: async () => {
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type ExpenseWorld = Awaited<ReturnType<typeof createExpenseWorld>>;
