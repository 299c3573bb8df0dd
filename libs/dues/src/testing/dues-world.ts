import {
  AssignBankLine,
  BankAccounts,
  bankingRoom,
  BankLines,
  ExplainingAccounts,
  MatchBankLines,
  OwnBankLines,
  RegisterBankAccount,
  UndoBankLineMatch,
} from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { CancelPayout, Payees, Payouts } from '@rochdale/payouts';
import { systemActor } from '@rochdale/platform';
import type { Actor, Tx, UnitOfWork } from '@rochdale/platform';
import type { Offices } from '@rochdale/banking';
import { CooperativeQueries } from '@rochdale/membership';
import type { MemberDirectory } from '@rochdale/membership';
import { ledgerInvariants } from '@rochdale/ledger';
import { Chart } from '@rochdale/treasury';
import {
  anyRail,
  createStatementDesk,
  ibans,
  linesOf as bankLinesOf,
  person,
  readEntries,
  WrittenChart,
  WrittenOffices,
} from '../../../banking/src/testing/banking-world.js';
import { waysBy } from '../../../payouts/src/testing/open-accounts.js';
import { createMembershipWorld } from '../../../membership/src/testing/membership-world.js';
import { CancelRefund } from '../credit/cancel-refund.js';
import { CreditQueries } from '../credit/credit.queries.js';
import { ForgoneCredits } from '../credit/forgone-credits.js';
import { MemberCredits } from '../credit/member-credits.js';
import { OpenCredits } from '../credit/open-credits.js';
import { RecordRefund } from '../credit/record-refund.js';
import { RefundCredit } from '../credit/refund-credit.js';
import { WaiveCredit } from '../credit/waive-credit.js';
import { CancelInvoice } from '../credit-note/cancel-invoice.js';
import { CreditInvoice } from '../credit-note/credit-invoice.js';
import { CreditNotes } from '../credit-note/credit-notes.js';
import { duesInvariants } from '../dues.invariants.js';
import '../dues.permissions.js';
import { DuesPaid } from '../payment/dues-paid.js';
import { DuesQueries } from '../invoice/dues.queries.js';
import { IssueInvoices } from '../issuing/issue-invoices.js';
import { AssignLineToInvoice } from '../payment/assign-line-to-invoice.js';
import { AssignLineToReturn } from '../returned/assign-line-to-return.js';
import { DuesLineMatcher } from '../matching/dues-line-matcher.js';
import { PaymentBooking } from '../payment/payment-booking.js';
import { ReturnedPayments } from '../returned/returned-payments.js';
import { SplitLine } from '../payment/split-line.js';
import { OwnDues } from '../own-dues.js';
import { CreatePlan } from '../plan/create-plan.js';
import { Plans } from '../plan/plans.js';
import { RetirePlan } from '../plan/retire-plan.js';
import { ChoosePledge } from '../pledge/choose-pledge.js';
import { AskWaiver } from '../waiver/ask-waiver.js';
import { DecideWaiver } from '../waiver/decide-waiver.js';
import { WaiverQueries } from '../waiver/waiver.queries.js';
import { WithdrawWaiver } from '../waiver/withdraw-waiver.js';

export { person };

/** A bank line as the bank would have brought it. */
export interface MadeLine {
  readonly amountMinor: bigint;
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly freeText?: string;
  readonly payer?: string;
  readonly payerName?: string;
  readonly on?: string;
  readonly reversal?: boolean;
  readonly returnReason?: string;
  readonly chargeMinor?: bigint;
}

const config = { secret: 'a secret for tests only, long enough' };

/** What the room does, in units of work of that kind. */
function duesUseCases(unitOfWork: UnitOfWork, directory: MemberDirectory, offices: Offices) {
  const ledger = new Ledger();
  const chart = new Chart(ledger);
  const lines = new BankLines();
  const forgone = new ForgoneCredits(ledger, chart, offices);
  const credits = new MemberCredits(ledger, chart, forgone);
  const booking = new PaymentBooking(ledger, chart, credits);
  const explaining = new ExplainingAccounts(ledger, new WrittenChart());
  const returned = new ReturnedPayments(lines, booking, offices, new BankAccounts());
  const notes = new CreditNotes(ledger, chart, credits);
  const payees = new Payees();
  payees.register('member', (tx, ids) => directory.payable(tx, ids));
  const matchers = { inOrder: () => [new DuesLineMatcher(booking, returned)] };
  return {
    ledger,
    chart,
    lines,
    retirePlan: new RetirePlan(unitOfWork, plans()),
    choosePledge: new ChoosePledge(unitOfWork),
    issue: new IssueInvoices(unitOfWork, directory, ledger, chart, credits),
    match: new MatchBankLines(unitOfWork, lines, matchers),
    undo: new UndoBankLineMatch(unitOfWork, ledger, lines, matchers),
    assignToAccount: new AssignBankLine(unitOfWork, ledger, lines, explaining),
    assignReturn: new AssignLineToReturn(unitOfWork, lines, returned),
    split: new SplitLine(unitOfWork, lines, directory, explaining, booking),
    cancelInvoice: new CancelInvoice(unitOfWork, notes),
    creditInvoice: new CreditInvoice(unitOfWork, notes),
    refund: new RefundCredit(unitOfWork, directory, chart, new Payouts(payees), waysBy(anyRail)),
    cancelRefund: new CancelRefund(unitOfWork, new Payouts(payees), credits),
    recordRefund: new RecordRefund(unitOfWork, credits, new Payouts(payees)),
    forgone,
    memberCredits: credits,
    waiveCredit: new WaiveCredit(unitOfWork, directory, forgone),
    cancelPayout: new CancelPayout(unitOfWork),
    credits: new CreditQueries(),
    assignLine: new AssignLineToInvoice(unitOfWork, lines, booking),
    paid: new DuesPaid(),
    askWaiver: new AskWaiver(unitOfWork, config),
    decideWaiver: new DecideWaiver(unitOfWork, notes, config),
    withdrawWaiver: new WithdrawWaiver(unitOfWork, config),
    waivers: new WaiverQueries(config),
    queries: new DuesQueries(),
  };
}

const plans = () => new Plans(new BankAccounts(), new CooperativeQueries());

/** A co-operative with a bank account, plans and members who owe dues. */
export async function createDuesWorld(start?: Date) {
  const world = await createMembershipWorld(start);
  const { unitOfWork } = world;
  const desk = await createStatementDesk(unitOfWork);
  const cooperative = await world.cooperative('ours');
  const cooperativeId = cooperative.id;
  const system = systemActor(cooperativeId, 'job');
  const treasurer = person(cooperativeId, ['treasurer']);
  const offices = new WrittenOffices();
  new OwnDues(world.useCases.sources, config).onModuleInit();
  new OwnBankLines(world.useCases.sources).onModuleInit();
  const openCredits = new OpenCredits(world.useCases.affairs, new Payouts(new Payees()));
  openCredits.onModuleInit();
  const bank = await new RegisterBankAccount(unitOfWork, new Ledger(), { env: 'test' }).execute(
    system,
    {
      label: 'Main',
      holderName: 'Ours',
      accountNumber: ibans.main,
      currency: 'EUR',
      rail: anyRail,
    },
  );
  const createPlan = new CreatePlan(unitOfWork, plans());
  const plan = (key: string, months: number) =>
    createPlan.execute(system, {
      key,
      name: key,
      currency: 'EUR',
      minimumMinor: 1_00n,
      suggestedMinor: 10_00n,
      maximumMinor: 1_000_00n,
      months,
    });
  return {
    openCredits,
    ...world,
    ...desk,
    ours: cooperative,
    cooperativeId,
    system,
    treasurer,
    bank,
    monthly: await plan('monthly', 1),
    quarterly: await plan('quarterly', 3),
    yearly: await plan('yearly', 12),
    createPlan,
    offices,
    ...duesUseCases(unitOfWork, world.useCases.directory, offices),
    close: async () => {
      await world.close();
      await desk.remove();
    },
  };
}

export type DuesWorld = Awaited<ReturnType<typeof createDuesWorld>>;

/** Admits somebody who pledges that much a period. */
export async function member(
  world: DuesWorld,
  amountMinor: bigint,
  changes: { planId?: string; standing?: string; name?: string } = {},
): Promise<Actor> {
  const { planId = world.monthly.id, standing, name } = changes;
  const actor = await world.member(world.ours, name);
  await world.choosePledge.execute(actor, { planId, amountMinor });
  if (standing !== undefined) await moveTo(world, actor, standing);
  return actor;
}

/** An officer moves a member to another standing. */
export async function moveTo(world: DuesWorld, actor: Actor, standing: string): Promise<void> {
  await world.useCases.changeStanding.execute(await world.founder(world.ours), {
    memberId: actor.memberId ?? '',
    to: standing,
    reason: 'other',
  });
}

export interface InvoiceOfTest {
  id: string;
  reference: string;
  state: string;
  amount_minor: string;
  paid_minor: string;
  period_start: string;
  period_end: string;
}

export const invoicesOf = (world: DuesWorld, actor: Pick<Actor, 'memberId'>) =>
  world.asOwner<InvoiceOfTest>(
    `select id, reference, state, amount_minor::text, paid_minor::text,
       period_start::text, period_end::text
     from dues.invoices where member_id = $1 order by period_start`,
    [actor.memberId],
  );

let entries = 0;

/** A sound statement with these lines, read as the bank's file. Returns its id. */
export function statement(world: DuesWorld, made: readonly MadeLine[]): Promise<string> {
  const today = world.clock.now().toISOString().slice(0, 10);
  return readEntries(
    world,
    made.map(({ on = today, freeText, payer, ...line }) => {
      entries += 1;
      return {
        // Of its own, so that the same amount of the same day is not taken for a line known.
        endToEndId: `PAYER-${entries}`,
        ...line,
        on,
        ...(freeText === undefined ? {} : { text: freeText }),
        ...(payer === undefined ? {} : { payerIban: payer }),
      };
    }),
  );
}

/** A statement's lines come in and are matched. Returns the statement's id. */
export async function pay(world: DuesWorld, ...lines: MadeLine[]): Promise<string> {
  const statementId = await statement(world, lines);
  await world.match.execute(world.system, { statementId });
  return statementId;
}

export const linesOf = (world: DuesWorld, statementId: string) => bankLinesOf(world, statementId);

/** What the facts of a kind say, in the order in which they were announced. */
export const factsOf = (world: DuesWorld, type: string, subjectId: string) =>
  world
    .asOwner<{ data: Record<string, unknown> }>(
      'select data from platform.facts where type = $1 and subject_id = $2 order by position',
      [type, subjectId],
    )
    .then((rows) => rows.map(({ data }) => data));

/** @throws Error when a law of dues, of bank lines or of the books does not hold */
export async function lawsHold(world: DuesWorld): Promise<void> {
  const laws = [...duesInvariants, ...(bankingRoom.invariants ?? []), ...ledgerInvariants];
  for (const { name, sql } of laws) {
    const [broken] = await world.asOwner(sql);
    if (broken !== undefined) throw new Error(`${name}: ${JSON.stringify(broken)}`);
  }
}

/** A unit of work whose process dies before its nth step: a statement, a fact, a job. */
function dyingUnitOfWork(unitOfWork: UnitOfWork, nth: number): UnitOfWork {
  let steps = 0;
  const dying = (tx: Tx): Tx =>
    new Proxy(tx, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          steps += 1;
          // Nothing that would be tried afterwards is done by a process that is gone.
          if (steps >= nth) throw new Error('the process died');
          return Reflect.apply(value, target, args);
        };
      },
    });
  return new Proxy(unitOfWork, {
    get: (target, name): unknown => {
      if (name === 'run') {
        return (actor: Actor, body: (tx: Tx) => Promise<unknown>) =>
          target.run(actor, (tx) => body(dying(tx)));
      }
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => Reflect.apply(value, target, args);
    },
  });
}

/** Also of several things that were left undone, one after the other. */
function isDeath(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every((one) => isDeath(one));
  return error instanceof Error && error.message === 'the process died';
}

/**
 * Lets the process die before each step of what is done, and then do it. Every death leaves
 * everything as it was.
 *
 * @returns how often it died
 */
export async function dyingAtEachStep(
  world: DuesWorld,
  work: (useCases: ReturnType<typeof duesUseCases>) => Promise<unknown>,
): Promise<number> {
  const before = await everything(world);
  for (let nth = 1; ; nth += 1) {
    const unitOfWork = dyingUnitOfWork(world.unitOfWork, nth);
    const isDead = await work(
      duesUseCases(unitOfWork, world.useCases.directory, world.offices),
    ).then(
      () => false,
      (error: unknown) => {
        if (isDeath(error)) return true;
        throw error;
      },
    );
    if (!isDead) return nth - 1;
    const after = await everything(world);
    if (after !== before) throw new Error(`step ${nth} left something half done`);
  }
}

/** What there is of dues, lines, payouts, books, facts and jobs, in one text. */
async function everything(world: DuesWorld): Promise<string> {
  const [row] = await world.asOwner(`select
    (select md5(string_agg(x::text, '' order by id)) from dues.invoices x) as invoices,
    (select md5(string_agg(x::text, '' order by id)) from payments.bank_lines x) as lines,
    (select md5(string_agg(x::text, '' order by member_id)) from dues.credits x) as credits,
    (select md5(string_agg(x::text, '' order by id)) from dues.refunds x) as refunds,
    (select md5(string_agg(x::text, '' order by id)) from payments.payouts x) as payouts,
    (select count(*)::int from dues.payments) as payments,
    (select count(*)::int from dues.credit_entries) as entries,
    (select count(*)::int from dues.credit_notes) as notes,
    (select count(*)::int from ledger.postings) as postings,
    (select count(*)::int from platform.facts) as facts,
    (select count(*)::int from platform.jobs) as jobs`);
  return JSON.stringify(row);
}
