import { randomBytes } from 'node:crypto';
import { IssueApiKey } from '@rochdale/identity';
import {
  AdoptPoolPolicy,
  ApproveStatement,
  DefineMeter,
  PartnerQueries,
  RegisterPartner,
  ReportUsage,
  usageEventType,
} from '@rochdale/partners';
import type { UsageStatementRow } from '@rochdale/partners';
import { ReleasePayouts, SetPayeeDetails } from '@rochdale/payouts';
import { assert, dayOf, daysLater } from '@rochdale/platform';
import type { DemoBank } from './bank.js';
import type { Month } from './calendar.js';
import type { DemoWorld } from './demo-world.js';
import { demoCooperative } from './demo-world.js';
import { demoIban } from '../papers/iban.js';
import { officers, people } from './people.js';

const partners = [
  { key: 'lantern', name: 'Lantern Cloud', website: 'https://lantern.example', meter: 'storage' },
  { key: 'sluice', name: 'Sluice Mail', website: 'https://sluice.example', meter: 'storage' },
  { key: 'heron', name: 'Heron Meet', website: 'https://heron.example', meter: 'storage' },
] as const;

/** Partners know nothing of who joined when: they report in an order of their own. */
const byName = people.toSorted((one, other) => (one.key < other.key ? -1 : 1));

/** How much a member uses of a partner in a month: the same every time the demo is made. */
function quantityOf(person: number, partner: number, month: number): bigint {
  const mixed = (person * 7919 + partner * 104_729 + month * 1_299_709) % 1000;
  return mixed % 4 === partner ? 0n : BigInt(5 + (mixed % 90));
}

/** The businesses that host, what they report and what they are paid. */
export class Hosting {
  constructor(
    private readonly world: DemoWorld,
    private readonly bank: DemoBank,
  ) {}

  /** Three partners come in, and the members' rule of sharing the pool. Returns a key's secret. */
  async begin(): Promise<string> {
    const { world } = this;
    const treasurer = await world.as(officers.treasurer);
    const meters = [
      { key: 'storage', name: 'Storage', unit: 'GB-months', aggregation: 'sum' },
      { key: 'meetings', name: 'Meetings', unit: 'hours', aggregation: 'sum' },
    ] as const;
    for (const meter of meters) await world.get(DefineMeter).execute(treasurer, meter);
    for (const [index, { key, name, website }] of partners.entries()) {
      const { id } = await world.get(RegisterPartner).execute(treasurer, { name, website });
      world.partners.set(key, id);
      await world.get(SetPayeeDetails).execute(treasurer, {
        payee: { kind: 'partner', id },
        holderName: name,
        accountNumber: demoIban(2000 + index),
      });
    }
    await world.get(AdoptPoolPolicy).execute(await world.as(officers.administrator), {
      rule: 'user-centric',
      coopShare: '2/5',
      lambda: '0',
      meterKey: 'storage',
      currency: demoCooperative.currency,
      unusedGoesTo: 'solidarity',
      minimumPayoutMinor: 500n,
      graceDays: 3,
    });
    const { secret } = await world.get(IssueApiKey).execute(treasurer, {
      partnerId: world.partnerId('lantern'),
      name: 'The usage collector',
      scopes: ['partners:read', 'partners:write'],
    });
    return secret;
  }

  /** Every partner reports what was used so far in a month. */
  async report(month: Month, until: Date): Promise<void> {
    const time = until < month.lastDay ? until : month.lastDay;
    const monthNumber = Number(dayOf(month.firstDay).slice(5, 7)) - 1;
    for (const [place, { key, website, meter }] of partners.entries()) {
      const events = byName.flatMap((person, nth) => {
        const quantity = quantityOf(people.indexOf(person), place, monthNumber);
        if (quantity === 0n || person.classKey === 'supporter') return [];
        return [
          {
            specversion: '1.0',
            type: usageEventType,
            // No name, and no other partner's: an id would join what it stands beside.
            id: randomBytes(12).toString('hex'),
            source: `${website}/usage`,
            subject: this.world.member(person.key).memberId,
            time: daysLater(time, -nth / 24).toISOString(),
            data: { meter, quantity: quantity.toString() },
          },
        ];
      });
      await this.#send(key, events);
    }
  }

  async #send(key: string, events: readonly object[]): Promise<void> {
    const verdicts = await this.world
      .get(ReportUsage)
      .execute(await this.world.asPartner(key), { events });
    assert(
      verdicts.every(({ status }) => status === 'accepted'),
      `what ${key} reports is accepted`,
    );
  }

  /** The treasurer approves the partners' statements that wait, all or but one, and pays them. */
  async settle(what: 'all' | 'all-but-one'): Promise<void> {
    const { world } = this;
    const treasurer = await world.as(officers.treasurer);
    const drafts = await world.read(treasurer, async (tx) => {
      const page = await world.get(PartnerQueries).statements(tx, { first: 50 });
      return page.rows.filter(({ state }) => state === 'draft');
    });
    const chosen = what === 'all' ? drafts : drafts.slice(1);
    const payoutIds: string[] = [];
    for (const { id } of chosen) {
      const approved: UsageStatementRow = await world
        .get(ApproveStatement)
        .execute(treasurer, { statementId: id });
      if (approved.payoutId !== null) payoutIds.push(approved.payoutId);
    }
    if (payoutIds.length === 0) return;
    await world
      .get(ReleasePayouts)
      .execute(treasurer, { payoutIds, bankAccountId: this.bank.accountId });
    await world.work();
  }
}
