import { BankLines, MatchBankLines, RegisterBankAccount } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import {
  anyRail,
  createStatementDesk,
  ibans,
  linesOf as bankLinesOf,
  person,
  readEntries,
} from '../../../banking/src/testing/banking-world.js';
import { createMembershipWorld } from '../../../membership/src/testing/membership-world.js';
import '../dues.permissions.js';
import { DuesPaid } from '../invoice/dues-paid.js';
import { DuesQueries } from '../invoice/dues.queries.js';
import { IssueInvoices } from '../invoice/issue-invoices.js';
import { AssignLineToInvoice } from '../invoice/assign-line-to-invoice.js';
import { DuesBooking } from '../invoice/dues-booking.js';
import { DuesLineMatcher } from '../invoice/dues-line-matcher.js';
import { CreatePlan } from '../plan/create-plan.js';
import { RetirePlan } from '../plan/retire-plan.js';
import { ChoosePledge } from '../pledge/choose-pledge.js';
import { AskWaiver } from '../waiver/ask-waiver.js';
import { DecideWaiver } from '../waiver/decide-waiver.js';
import { WaiverQueries } from '../waiver/waiver.queries.js';

export { person };

/** A bank line as the bank would have brought it. */
export interface MadeLine {
  readonly amountMinor: bigint;
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly freeText?: string;
  readonly payer?: string;
  readonly on?: string;
  readonly reversal?: boolean;
}

/** A co-operative with a bank account, plans and members who owe dues. */
export async function createDuesWorld(start?: Date) {
  const world = await createMembershipWorld(start);
  const { unitOfWork } = world;
  const desk = await createStatementDesk(unitOfWork);
  const cooperative = await world.cooperative('ours');
  const cooperativeId = cooperative.id;
  const system = systemActor(cooperativeId, 'job');
  const treasurer = person(cooperativeId, ['treasurer']);
  const ledger = new Ledger();
  const chart = new Chart(ledger);
  const lines = new BankLines();
  const config = { secret: 'a secret for tests only, long enough' };
  const bank = await new RegisterBankAccount(unitOfWork, ledger, { env: 'test' }).execute(system, {
    label: 'Main',
    holderName: 'Ours',
    accountNumber: ibans.main,
    currency: 'EUR',
    rail: anyRail,
  });
  const createPlan = new CreatePlan(unitOfWork);
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
  const booking = new DuesBooking(ledger, chart);
  return {
    ...world,
    ...desk,
    ours: cooperative,
    cooperativeId,
    system,
    treasurer,
    ledger,
    chart,
    lines,
    bank,
    monthly: await plan('monthly', 1),
    quarterly: await plan('quarterly', 3),
    yearly: await plan('yearly', 12),
    createPlan,
    retirePlan: new RetirePlan(unitOfWork),
    choosePledge: new ChoosePledge(unitOfWork),
    issue: new IssueInvoices(unitOfWork, world.useCases.directory, ledger, chart),
    match: new MatchBankLines(unitOfWork, lines, {
      inOrder: () => [new DuesLineMatcher(booking)],
    }),
    assignLine: new AssignLineToInvoice(unitOfWork, lines, booking),
    paid: new DuesPaid(),
    askWaiver: new AskWaiver(unitOfWork, config),
    decideWaiver: new DecideWaiver(unitOfWork, config),
    waivers: new WaiverQueries(config),
    queries: new DuesQueries(),
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
  changes: { planId?: string; standing?: string } = {},
): Promise<Actor> {
  const actor = await world.member(world.ours);
  const { planId = world.monthly.id, standing } = changes;
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
