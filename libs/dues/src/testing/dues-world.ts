import type { Accounts } from '@rochdale/identity';
import { Ledger } from '@rochdale/ledger';
import { MemberDirectory } from '@rochdale/membership';
import { BankLines, MatchBankLines, RegisterBankAccount } from '@rochdale/banking';
import { newId, sha256Hex, systemActor } from '@rochdale/platform';
import type { Actor, Role } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import { Chart } from '@rochdale/treasury';
import { anyRail } from '../../../banking/src/testing/banking-world.js';
import '../dues.permissions.js';
import { DuesPaid } from '../invoice/dues-paid.js';
import { IssueInvoices } from '../invoice/issue-invoices.js';
import { AssignLineToInvoice } from '../invoice/assign-line-to-invoice.js';
import { DuesBooking } from '../invoice/dues-booking.js';
import { DuesLineMatcher } from '../invoice/dues-line-matcher.js';
import { CreatePlan } from '../plan/create-plan.js';
import { ChoosePledge } from '../pledge/choose-pledge.js';
import { AskWaiver } from '../waiver/ask-waiver.js';
import { DecideWaiver } from '../waiver/decide-waiver.js';
import { WaiverQueries } from '../waiver/waiver.queries.js';

export function person(cooperativeId: string, roles: readonly Role[] = []): Actor {
  return {
    kind: 'account',
    cooperativeId,
    accountId: newId(),
    memberId: newId(),
    partnerId: null,
    standing: 'active',
    roles: new Set(roles),
    scopes: 'all',
    via: 'session',
    requestId: 'test',
  };
}

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
export async function createDuesWorld() {
  const world = await createTestWorld();
  const { unitOfWork } = world;
  const cooperativeId = newId();
  const system = systemActor(cooperativeId, 'job');
  const treasurer = person(cooperativeId, ['treasurer']);
  const ledger = new Ledger();
  const chart = new Chart(ledger);
  const lines = new BankLines();
  const members = new MemberDirectory({} as Accounts);
  const config = { secret: 'a secret for tests only, long enough' };
  const bank = await new RegisterBankAccount(unitOfWork, ledger, { env: 'test' }).execute(system, {
    label: 'Main',
    holderName: 'Ours',
    accountNumber: 'DE89370400440532013000',
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
  await world.asOwner(
    `insert into membership.member_classes (cooperative_id, key, name, may_vote, votes, open_to,
       created_at) values ($1, 'user', 'Users', true, 1, 'person', now())`,
    [cooperativeId],
  );
  const booking = new DuesBooking(ledger, chart);
  return {
    ...world,
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
    choose: new ChoosePledge(unitOfWork),
    issue: new IssueInvoices(unitOfWork, members, ledger, chart),
    match: new MatchBankLines(unitOfWork, lines, {
      inOrder: () => [new DuesLineMatcher(booking)],
    }),
    assignLine: new AssignLineToInvoice(unitOfWork, lines, booking),
    paid: new DuesPaid(),
    askWaiver: new AskWaiver(unitOfWork, config),
    decideWaiver: new DecideWaiver(unitOfWork, config),
    waivers: new WaiverQueries(config),
  };
}

export type DuesWorld = Awaited<ReturnType<typeof createDuesWorld>>;

/** Admits somebody who pledges that much a period. */
export async function member(
  world: DuesWorld,
  amountMinor: bigint,
  changes: { planId?: string; standing?: string } = {},
): Promise<Actor> {
  const actor = person(world.cooperativeId);
  const { planId = world.monthly.id, standing = 'active' } = changes;
  await world.asOwner(
    `insert into membership.members (id, cooperative_id, kind, class_key, standing,
       standing_since, display_name, applied_at, admitted_at)
     values ($1, $2, 'person', 'user', $3, now(), 'A member', now(), now())`,
    [actor.memberId, world.cooperativeId, standing],
  );
  await world.choose.execute(actor, { planId, amountMinor });
  return actor;
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

export const invoicesOf = (world: DuesWorld, actor: Actor) =>
  world.asOwner<InvoiceOfTest>(
    `select id, reference, state, amount_minor::text, paid_minor::text,
       period_start::text, period_end::text
     from dues.invoices where member_id = $1 order by period_start`,
    [actor.memberId],
  );

/** Records lines of a sound statement. Returns its id; the lines come back by `lineOf`. */
export async function statement(world: DuesWorld, made: readonly MadeLine[]): Promise<string> {
  const [file, id] = [newId(), newId()];
  await world.asOwner(
    `insert into payments.statement_files (id, cooperative_id, name, sha256, size_bytes, state,
       received_at) values ($1, $2, 'x', $3, 1, 'read', now())`,
    [file, world.cooperativeId, sha256Hex(file)],
  );
  await world.asOwner(
    `insert into payments.bank_statements (id, cooperative_id, file_id, bank_account_id, balanced,
       lines_new, lines_known, recorded_at) values ($1, $2, $3, $4, 'balanced', 1, 0, now())`,
    [id, world.cooperativeId, file, world.bank.id],
  );
  for (const line of made) {
    await world.asOwner(
      `insert into payments.bank_lines (id, cooperative_id, bank_account_id, statement_id, identity,
         booking_date, amount_minor, currency, reversal, end_to_end_id, counterparty_account,
         reference, free_text, raw, state, recorded_at)
       values ($1, $2, $3, $4, gen_random_uuid()::text, $5, $6, 'EUR', $7, $8, $9, $10, $11, '{}',
         'new', now())`,
      [
        newId(),
        world.cooperativeId,
        world.bank.id,
        id,
        line.on ?? world.clock.now().toISOString().slice(0, 10),
        line.amountMinor,
        line.reversal ?? false,
        line.endToEndId ?? null,
        line.payer ?? null,
        line.reference ?? null,
        line.freeText ?? null,
      ],
    );
  }
  return id;
}

export const linesOf = (world: DuesWorld, statementId: string) =>
  world.asOwner<{ id: string; state: string; matched_id: string | null }>(
    'select id, state, matched_id from payments.bank_lines where statement_id = $1 order by id',
    [statementId],
  );
