import { DuesPaid } from '@rochdale/dues';
import { Payees, Payouts } from '@rochdale/payouts';
import { assert, dayOf, newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { FiguresTold, PersonsBehind, ReleasedFigures } from '@rochdale/treasury';
import {
  createDuesWorld,
  invoicesOf,
  member as memberOfDues,
  pay,
} from '../../../dues/src/testing/dues-world.js';
import type { DuesWorld } from '../../../dues/src/testing/dues-world.js';
import { DefineMeter } from '../partner/define-meter.js';
import { PartnerPayees } from '../partner/partner-payees.js';
import { Partners } from '../partner/partners.js';
import { RegisterPartner } from '../partner/register-partner.js';
import '../partners.permissions.js';
import { CloseUsagePeriod } from '../closing/close-usage-period.js';
import { CloseUsagePeriods } from '../closing/close-usage-periods.js';
import { graceOver, monthOf } from '../period/usage-period.js';
import type { UsagePeriodRow } from '../period/period.store.js';
import { PersonsOfUsage } from '../persons-of-usage.js';
import { PartnerQueries } from '../partners.queries.js';
import { AdoptPoolPolicy } from '../pool/adopt-pool-policy.js';
import { ApproveStatement } from '../statement/approve-statement.js';
import { RetryStatementPayout } from '../statement/retry-statement-payout.js';
import { StatementPayouts } from '../statement/statement-payouts.js';
import { RecordStatementPayout } from '../statement/record-statement-payout.js';
import { ReportUsage } from '../usage/report-usage.js';
import { usageEventType } from '../usage/usage-event.js';

export const policy = {
  rule: 'user-centric',
  coopShare: '3/10',
  lambda: '0',
  meterKey: 'storage',
  currency: 'EUR',
  unusedGoesTo: 'solidarity',
  minimumPayoutMinor: 5_00n,
  graceDays: 5,
} as const;

/** A co-operative with two partners, a meter and a policy, and members who use and pay. */
export async function createPartnersWorld() {
  const world = await createDuesWorld(new Date('2026-01-01T09:00:00Z'));
  const { unitOfWork, cooperativeId, system, ledger, chart } = world;
  const register = new RegisterPartner(unitOfWork, new Partners());
  const host = await register.execute(system, { name: 'Host' });
  const shop = await register.execute(system, { name: 'Shop' });
  const defineMeter = new DefineMeter(unitOfWork);
  await defineMeter.execute(system, {
    key: 'storage',
    name: 'Storage',
    unit: 'GB',
    aggregation: 'sum',
  });
  const adopt = new AdoptPoolPolicy(unitOfWork);
  await adopt.execute(system, policy);
  const machineOf = (partnerId: string): Actor => ({
    ...system,
    kind: 'partner',
    partnerId,
    scopes: new Set(['partners:write', 'partners:read']),
    via: 'api-key',
  });
  const persons = new PersonsBehind();
  const told = new FiguresTold();
  new PersonsOfUsage(persons, told).onModuleInit();
  const released = new ReleasedFigures(persons);
  const closePeriod = new CloseUsagePeriod(unitOfWork, new DuesPaid(), ledger, chart, released);
  const payees = new Payees();
  new PartnerPayees(payees).onModuleInit();
  const payouts = new Payouts(payees);
  const statementPayouts = new StatementPayouts(chart, payouts);
  return {
    ...world,
    cooperativeId,
    register,
    defineMeter,
    host,
    shop,
    machineOf,
    machine: machineOf(host.id),
    shopMachine: machineOf(shop.id),
    adopt,
    approve: new ApproveStatement(unitOfWork, ledger, chart, statementPayouts),
    retryPayout: new RetryStatementPayout(unitOfWork, statementPayouts),
    released,
    closePeriod,
    closePeriods: new CloseUsagePeriods(unitOfWork, closePeriod),
    recordPayout: new RecordStatementPayout(unitOfWork, payouts),
    partnerQueries: new PartnerQueries(),
    report: new ReportUsage(unitOfWork, world.useCases.directory),
  };
}

export type PartnersWorld = Awaited<ReturnType<typeof createPartnersWorld>>;

async function pledged(world: PartnersWorld): Promise<string> {
  const { memberId } = await memberOfDues(world, 1_000_00n, { planId: world.yearly.id });
  return memberId ?? '';
}

/** Admits somebody who has pledged so much that every payment of a test finds it open. */
export async function member(world: PartnersWorld): Promise<string> {
  const memberId = await pledged(world);
  await world.issue.execute(world.system);
  return memberId;
}

/** So many members, for shares that tell nobody's dues: six are enough. */
export async function members(world: PartnersWorld, count = 6): Promise<string[]> {
  const admitted: string[] = [];
  while (admitted.length < count) admitted.push(await pledged(world));
  await world.issue.execute(world.system);
  return admitted;
}

/** What a member paid on a day, in part of what they owe, known from the clock's time on. */
export async function paid(
  world: DuesWorld,
  memberId: string,
  amountMinor: bigint,
  on: string,
): Promise<void> {
  const [invoice] = await invoicesOf(world, { memberId });
  await pay(world, { amountMinor, on, reference: invoice?.reference ?? '' });
}

/** The same of each. */
export const each = (members: readonly string[], amountMinor: bigint) =>
  members.map((one) => [one, amountMinor] as const);

/** What members paid on one day, as `paid`: one statement of the bank tells of all of it. */
export async function paidByAll(
  world: DuesWorld,
  amounts: Iterable<readonly [memberId: string, amountMinor: bigint]>,
  on: string,
): Promise<void> {
  const lines = [];
  for (const [memberId, amountMinor] of amounts) {
    const [invoice] = await invoicesOf(world, { memberId });
    lines.push({ amountMinor, on, reference: invoice?.reference ?? '' });
  }
  if (lines.length > 0) await pay(world, ...lines);
}

/** Goes to the end of the grace of the month that the clock shows, and closes that month. */
export async function closeMonth(world: PartnersWorld): Promise<UsagePeriodRow> {
  const month = monthOf(dayOf(world.clock.now()));
  world.clock.set(graceOver(month, policy.graceDays));
  const closed = await world.closePeriod.execute(world.system);
  assert(closed?.startsOn === month.startsOn, `${month.startsOn} is the month that closes`);
  return closed;
}

export function event(memberId: string, changes: Record<string, unknown> = {}) {
  const { quantity = '1', meter = 'storage', ...rest } = changes;
  return {
    specversion: '1.0',
    type: usageEventType,
    id: newId(),
    source: 'https://host.example/meter',
    subject: memberId,
    time: '2026-01-01T08:00:00Z',
    data: { meter, quantity },
    ...rest,
  };
}

export const statements = (world: PartnersWorld, partnerId: string) =>
  world.asOwner<{
    id: string;
    state: string;
    share: string;
    accrued: string;
    amount: string;
    untold: string;
    waits: boolean;
    events: string;
    late_events: string;
    quantity: string;
    payout_id: string | null;
  }>(
    `select s.id, s.state, s.share_minor::text as share, s.accrued_minor::text as accrued,
       s.amount_minor::text as amount, s.untold_minor::text as untold,
       s.waits, s.events::text, s.late_events::text,
       trim_scale(s.quantity)::text as quantity, s.payout_id
     from partners.statements s join partners.periods p on p.id = s.period_id
     where s.partner_id = $1 order by p.starts_on`,
    [partnerId],
  );
