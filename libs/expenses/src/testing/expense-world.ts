import '../expenses.permissions.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdoptPolicy,
  adoptPack,
  CancelProposal,
  CloseProposal,
  ExecuteProposal,
  PolicyFitness,
  PolicyUses,
  ProposalDrafting,
  ProposalOpening,
  ProposalActions,
  Proposals,
  RunOff,
  Sequels,
  ProposalQueries,
} from '@rochdale/governance';
import { BankAccounts } from '@rochdale/banking';
import { CastBallot, VoterRoll, Votes } from '@rochdale/voting';
import type { RollEntry } from '@rochdale/voting';
import { Ledger } from '@rochdale/ledger';
import { CancelPayout, Destinations, Payees, Payouts, SetPayeeDetails } from '@rochdale/payouts';
import type { PayoutRequest, PayoutRow } from '@rochdale/payouts';
import type { Actor, Role, Tx } from '@rochdale/platform';
import { Attachments, LocalFileStore, systemActor } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { openAccounts } from '../../../payouts/src/testing/open-accounts.js';
import { createMembershipWorld } from '../../../membership/src/testing/membership-world.js';
import type { MembershipWorld } from '../../../membership/src/testing/membership-world.js';
import { ApprovalRules } from '../rule/approval-rules.js';
import { AdoptApprovalRule } from '../rule/adopt-approval-rule.js';
import { ApprovalReach } from '../rule/approval-reach.js';
import { ApproveExpense } from '../approval/approve-expense.js';
import type { ApproveExpenseInput } from '../approval/approve-expense.js';
import { ApprovedExpenses } from '../approval/approved-expenses.js';
import { RejectExpense } from '../approval/reject-expense.js';
import { RequestExpenseInformation } from '../approval/request-expense-information.js';
import { SettleVotedExpense } from '../approval/settle-voted-expense.js';
import type { ExpenseItem } from '../expense/expense.js';
import { ExpenseQueries } from '../expense/expense.queries.js';
import type { ExpenseView } from '../expense/expense.queries.js';
import { ClaimReach } from '../claim/claim-reach.js';
import { Submission } from '../claim/submission.js';
import { SubmitExpense } from '../claim/submit-expense.js';
import { WithdrawExpense } from '../claim/withdraw-expense.js';
import type { ExpenseInput } from '../claim/expense-texts.js';
import { DeclineExpense } from '../claim/decline-expense.js';
import { DraftExpense } from '../claim/draft-expense.js';
import { EndClaimsForErased } from '../claim/end-claims-for-erased.js';
import { ExpenseTexts } from '../claim/expense-texts.js';
import { FollowPayeeDetails } from '../claim/follow-payee-details.js';
import { ReviseExpense } from '../claim/revise-expense.js';
import { RecordPayoutOfExpense } from '../payout/record-payout-of-expense.js';
import { MemberPayees } from '../member-payees.js';
import { OwnExpenses } from '../own-expenses.js';
import { OwnPayouts } from '../own-payouts.js';
import { PoliciesOfBands } from '../rule/policies-of-bands.js';
import { RetryExpensePayout } from '../payout/retry-expense-payout.js';
import { WaiveExpense } from '../payout/waive-expense.js';

/** The co-operative's members, as the register of a test has them. */
class WrittenRoll extends VoterRoll {
  readonly all: RollEntry[];

  constructor(workers: readonly Actor[]) {
    super();
    const worker = { memberClass: 'worker', standing: 'active', votes: 1, mayVote: true };
    this.all = workers.map(({ memberId }) => ({ memberId: memberId ?? '', ...worker }));
  }

  override async entries(): Promise<readonly RollEntry[]> {
    return this.all;
  }

  override async away(): Promise<ReadonlySet<string>> {
    return new Set();
  }

  override async wentAway(): Promise<ReadonlyMap<string, Date>> {
    return new Map();
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

/** Who approves here reads the expense first, unless they say what they read. */
class ReadAndApprove extends ApproveExpense {
  constructor(
    private readonly reader: Pick<MembershipWorld, 'asOwner'>,
    ...[unitOfWork, approved]: ConstructorParameters<typeof ApproveExpense>
  ) {
    super(unitOfWork, approved);
  }

  override async execute(actor: Actor, input: ApproveExpenseInput) {
    const [read] = await this.reader.asOwner<{ hash: string }>(
      'select terms_hash as hash from expenses.expenses where id = $1',
      [input.expenseId],
    );
    const termsHash = input.termsHash ?? read?.hash ?? '';
    return super.execute(actor, { ...input, termsHash });
  }
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

/** A plain member and two treasurers, admitted and appointed by the founder. */
async function admitPeople(world: MembershipWorld, slug: string) {
  const coop = await world.cooperative(slug);
  const founder = await world.founder(coop);
  const officer = async (name: string, ...roles: readonly Role[]): Promise<Actor> => {
    const { memberId, accountId } = await world.member(coop, name);
    for (const role of roles) {
      await world.useCases.appoint.execute(founder, { memberId: memberId ?? '', role });
    }
    return world.actor(accountId ?? '', coop.id);
  };
  return {
    cooperativeId: coop.id,
    founder,
    member: await officer('Ada'),
    treasurer: await officer('Ben', 'treasurer'),
    second: await officer('Cleo', 'treasurer'),
    secretary: await officer('Sam', 'secretary'),
    officer,
  };
}

/** The members, and whatever partner is no stranger. */
function payeesOf(world: MembershipWorld, strangers: ReadonlySet<string>): Payees {
  const payees = new Payees();
  new MemberPayees(payees, world.useCases.directory, world.useCases.affairs).onModuleInit();
  payees.register('partner', async (_, ids) => new Set(ids.filter((id) => !strangers.has(id))));
  return payees;
}

/** Knows which policies the rules of approval name. */
function fitnessFor(votes: Votes): PolicyFitness {
  const policyUses = new PolicyUses();
  new PoliciesOfBands(policyUses).onModuleInit();
  return new PolicyFitness(votes, policyUses);
}

/** What ends a claim that nobody decided, but for who decides. */
const endings = (...by: ConstructorParameters<typeof WithdrawExpense>) => ({
  decline: new DeclineExpense(...by),
  endClaims: new EndClaimsForErased(...by),
  withdraw: new WithdrawExpense(...by),
});

/** The service itself, of a co-operative that decides by the defaults. */
async function withDefaults(unitOfWork: MembershipWorld['unitOfWork'], cooperativeId: string) {
  const system = systemActor(cooperativeId, 'job');
  await unitOfWork.run(system, (tx) => adoptPack(tx, 'defaults'));
  return system;
}

const secret = 'a secret for tests only, long enough';

/** One co-operative with members, a treasury and votes; its expenses, ready to be used. */
export async function createExpenseWorld() {
  const world = await createMembershipWorld();
  const { unitOfWork } = world;
  const folder = await mkdtemp(join(tmpdir(), 'rochdale-expenses-'));
  const people = await admitPeople(world, 'spinners');
  const { cooperativeId, member, treasurer, second } = people;
  const system = await withDefaults(unitOfWork, cooperativeId);
  const roll = new WrittenRoll([member, treasurer, second]);
  const strangers = new Set<string>();
  const payees = payeesOf(world, strangers);
  const destinations = new Destinations({ secret });
  const payouts = new RefusablePayouts(payees);
  const ledger = new Ledger();
  const approved = new ApprovedExpenses(ledger, new Chart(ledger), payouts, destinations);
  const actions = new ProposalActions((type) => {
    if (approved instanceof type) return approved;
    throw new Error(`${type.name} is no service of this world`);
  });
  const votes = new Votes(roll);
  const fitness = fitnessFor(votes);
  const opening = new ProposalOpening(votes, actions);
  const proposals = new Proposals(new ProposalDrafting(actions), opening, fitness);
  const attachments = new Attachments(unitOfWork, new LocalFileStore(folder), 1_000_000);
  const ways = await openAccounts(unitOfWork, system);
  const reach = new ClaimReach(world.useCases.cooperatives, ways, world.useCases.directory);
  const approvals = new ApprovalReach(world.useCases.directory, proposals);
  const texts = new ExpenseTexts(payees, attachments, reach, destinations);
  const submission = new Submission(proposals, payees, texts, reach, approvals);
  new OwnExpenses(world.useCases.sources).onModuleInit();
  new OwnPayouts(world.useCases.sources, { secret }).onModuleInit();
  return {
    ...world,
    ...people,
    system,
    /** Who may vote. */
    roll: roll.all,
    payouts,
    inside: { approved, ledger, payees, submission, texts },
    attachments,
    /** Ids of which no partner is known; all others are. */
    strangers,
    adoptPolicy: new AdoptPolicy(unitOfWork, fitness),
    adoptRule: new AdoptApprovalRule(unitOfWork, new ApprovalRules(proposals, approvals)),
    actions,
    cancelVote: new CancelProposal(unitOfWork),
    cancelPayout: new CancelPayout(unitOfWork),
    approve: new ReadAndApprove(world, unitOfWork, approved),
    approveUnread: new ApproveExpense(unitOfWork, approved),
    cast: new CastBallot(unitOfWork),
    closeVote: new CloseProposal(unitOfWork, votes, new RunOff(opening), new Sequels(opening)),
    draft: new DraftExpense(unitOfWork, texts),
    executeVote: new ExecuteProposal(unitOfWork, actions),
    followPayee: new FollowPayeeDetails(unitOfWork, proposals, destinations),
    queries: new ExpenseQueries(),
    recordPayout: new RecordPayoutOfExpense(unitOfWork, payouts),
    reject: new RejectExpense(unitOfWork),
    requestInformation: new RequestExpenseInformation(unitOfWork),
    retryPayout: new RetryExpensePayout(unitOfWork, approved),
    revise: new ReviseExpense(unitOfWork, texts, proposals, submission),
    votesRead: new ProposalQueries(votes),
    setDetails: new SetPayeeDetails(unitOfWork, new BankAccounts(), payees, { secret }),
    settleVote: new SettleVotedExpense(unitOfWork, new ProposalQueries(votes)),
    submit: new SubmitExpense(unitOfWork, submission),
    waive: new WaiveExpense(unitOfWork, payouts, ledger),
    ...endings(unitOfWork, proposals),
    /** Another co-operative of the same house, with people of its own. */
    neighbours: (slug: string) => admitPeople(world, slug),
    close: () => world.close().then(() => rm(folder, { recursive: true, force: true })),
  };
}

export type ExpenseWorld = Awaited<ReturnType<typeof createExpenseWorld>>;

/** A claim that is handed in, by its submitter's real steps. */
export async function handIn(
  world: ExpenseWorld,
  input: ExpenseInput,
  by: Actor = world.member,
): Promise<string> {
  const { expenseId } = await world.draft.execute(by, input);
  await world.submit.execute(by, { expenseId });
  return expenseId;
}

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk' +
    '+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** The id of a picture that somebody uploaded. */
export async function receiptOf(world: ExpenseWorld, by: Actor = world.member): Promise<string> {
  return (await world.attachments.keep(by, { name: 'a.png', bytes: pixel })).id;
}

/** What was told of an expense, in order. */
export async function factsOf(
  world: ExpenseWorld,
  expenseId: string,
): Promise<{ type: string; data: object }[]> {
  const rows = await world.asOwner<{ type: string; data: object }>(
    'select type, data from platform.facts where subject_id = $1 order by position',
    [expenseId],
  );
  return rows.map(({ type, data }) => ({ type: type.replace('expenses.', ''), data }));
}

/** An expense that was submitted once, as anybody here reads it. */
export async function viewOf(world: ExpenseWorld, id: string): Promise<ExpenseView> {
  const [view] = await world.unitOfWork.read(world.system, (tx) => world.queries.byIds(tx, [id]));
  if (view === undefined) throw new Error('the expense is there');
  return view;
}

/** The members vote on an expense until its window is over; the vote is closed and counted. */
export async function decide(
  world: ExpenseWorld,
  expenseId: string,
  stances: readonly ('agree' | 'disagree')[],
): Promise<string> {
  const proposalId = (await viewOf(world, expenseId)).proposalId ?? '';
  const voters = [world.member, world.treasurer, world.second];
  for (const [index, mark] of stances.entries()) {
    await world.cast.execute(voters[index] ?? world.member, { proposalId, mark });
  }
  world.clock.advance({ days: 14 });
  await world.closeVote.execute(world.system, { proposalId });
  return proposalId;
}
