import type { Accounts } from '@rochdale/identity';
import { DuesPaid } from '@rochdale/dues';
import { Ledger } from '@rochdale/ledger';
import { MemberDirectory } from '@rochdale/membership';
import { Payouts } from '@rochdale/payouts';
import { newId, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import { Chart } from '@rochdale/treasury';
import { DefineMeter, RegisterPartner } from '../partner/register-partner.js';
import '../partners.permissions.js';
import { CloseUsagePeriod } from '../closing/close-usage-period.js';
import { CloseUsagePeriods } from '../closing/close-usage-periods.js';
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
  const world = await createTestWorld(new Date('2026-01-01T09:00:00Z'));
  const { unitOfWork } = world;
  const cooperativeId = newId();
  const system = systemActor(cooperativeId, 'job');
  const treasurer: Actor = {
    ...system,
    kind: 'account',
    accountId: newId(),
    memberId: newId(),
    standing: 'active',
    roles: new Set(['treasurer']),
    via: 'session',
  };
  const ledger = new Ledger();
  const chart = new Chart(ledger);
  const register = new RegisterPartner(unitOfWork);
  const host = await register.execute(system, { name: 'Host' });
  const shop = await register.execute(system, { name: 'Shop' });
  await new DefineMeter(unitOfWork).execute(system, {
    key: 'storage',
    name: 'Storage',
    unit: 'GB',
    aggregation: 'sum',
  });
  const adopt = new AdoptPoolPolicy(unitOfWork);
  await adopt.execute(system, policy);
  await world.asOwner(
    `insert into membership.member_classes (cooperative_id, key, name, may_vote, votes, open_to,
       created_at) values ($1, 'user', 'Users', true, 1, 'person', now())`,
    [cooperativeId],
  );
  const machineOf = (partnerId: string): Actor => ({
    ...system,
    kind: 'partner',
    partnerId,
    scopes: new Set(['partners:write', 'partners:read']),
    via: 'api-key',
  });
  const closePeriod = new CloseUsagePeriod(unitOfWork, new DuesPaid(), ledger, chart);
  const statementPayouts = new StatementPayouts(chart, new Payouts());
  return {
    ...world,
    cooperativeId,
    system,
    treasurer,
    host,
    shop,
    machine: machineOf(host.id),
    shopMachine: machineOf(shop.id),
    adopt,
    approve: new ApproveStatement(unitOfWork, ledger, chart, statementPayouts),
    retryPayout: new RetryStatementPayout(unitOfWork, statementPayouts),
    closePeriod,
    closePeriods: new CloseUsagePeriods(unitOfWork, closePeriod),
    recordPayout: new RecordStatementPayout(unitOfWork),
    report: new ReportUsage(unitOfWork, new MemberDirectory({} as Accounts)),
  };
}

export type PartnersWorld = Awaited<ReturnType<typeof createPartnersWorld>>;

export async function member(world: PartnersWorld): Promise<string> {
  const id = newId();
  await world.asOwner(
    `insert into membership.members (id, cooperative_id, kind, class_key, standing,
       standing_since, display_name, applied_at, admitted_at)
     values ($1, $2, 'person', 'user', 'active', now(), 'A member', now(), now())`,
    [id, world.cooperativeId],
  );
  return id;
}

/** What a member paid on a day, known from the clock's time on. */
export async function paid(
  world: PartnersWorld,
  memberId: string,
  amountMinor: bigint,
  on: string,
) {
  await world.asOwner('set session_replication_role = replica');
  await world.asOwner(
    `insert into dues.payments (id, cooperative_id, invoice_id, member_id, bank_line_id,
       amount_minor, currency, paid_on, because, transaction_id, recorded_at)
     values (gen_random_uuid(), $1, gen_random_uuid(), $2, gen_random_uuid(), $3, 'EUR', $4, 'x',
       gen_random_uuid(), $5)`,
    [world.cooperativeId, memberId, amountMinor, on, world.clock.now()],
  );
  await world.asOwner('set session_replication_role = default');
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
    events: string;
    late_events: string;
    payout_id: string | null;
  }>(
    `select s.id, s.state, s.share_minor::text as share, s.accrued_minor::text as accrued,
       s.amount_minor::text as amount, s.events::text, s.late_events::text, s.payout_id
     from partners.statements s join partners.periods p on p.id = s.period_id
     where s.partner_id = $1 order by p.starts_on`,
    [partnerId],
  );
