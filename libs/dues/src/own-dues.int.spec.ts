import { openPersonalDataSources, toGlobalId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duesPersonalData } from './dues.personal-data.js';
import { ownDuesStore } from './own-dues.store.js';
import { createDuesWorld, invoicesOf, linesOf, member, moveTo, pay } from './testing/dues-world.js';
import type { DuesWorld } from './testing/dues-world.js';

let world: DuesWorld;
let ann: Actor;
beforeAll(async () => {
  world = await createDuesWorld();
  ann = await member(world, 10_00n);
});
afterAll(() => world.close());

const lists = [
  'pledges',
  'invoices',
  'payments',
  'creditNotes',
  'credits',
  'creditEntries',
  'refunds',
  'waivers',
] as const;
type Own = Readonly<Record<(typeof lists)[number], readonly Readonly<Record<string, unknown>>[]>>;
const own = async (by: Actor) => (await world.useCases.exportData.execute(by))['dues'] as Own;
const nothing = Object.fromEntries(lists.map((name) => [name, []]));

/** Two pledges, a waiver, an invoice paid with more than it asked, credited since, and a refund. */
async function livedThrough(actor: Actor) {
  const memberId = actor.memberId ?? '';
  const asked = { amountMinor: 5_00n, fromOn: '2030-01-01', untilOn: '2030-02-01' };
  const waiver = await world.askWaiver.execute(actor, { ...asked, reason: 'My own reason' });
  await world.issue.execute(world.system);
  const [invoice] = await invoicesOf(world, actor);
  await pay(world, { amountMinor: 18_00n, reference: invoice?.reference ?? '' });
  await world.creditInvoice.execute(world.treasurer, {
    invoiceId: invoice?.id ?? '',
    amountMinor: 1_00n,
    reason: 'Too much',
    idempotencyKey: `note-${memberId}`,
  });
  const refund = await world.refund.execute(world.treasurer, {
    memberId,
    currency: 'EUR',
    amountMinor: 4_00n,
  });
  return { waiver, invoice, refund };
}

describe('a member’s own data', () => {
  it('are what they pledged, were asked for and paid, and what they have', async () => {
    await world.choosePledge.execute(ann, { planId: world.monthly.id, amountMinor: 12_00n });
    const { waiver, invoice, refund } = await livedThrough(ann);
    const invoiceId = toGlobalId('Invoice', invoice?.id ?? '');
    const data = await own(ann);
    const planId = toGlobalId('DuesPlan', world.monthly.id);
    expect(data.pledges).toMatchObject([
      { planId, amountMinor: '1000' },
      { planId, amountMinor: '1200', endsOn: null },
    ]);
    expect(data.invoices).toMatchObject([
      { id: invoiceId, planId, reference: invoice?.reference, number: '1', creditedMinor: '100' },
    ]);
    expect(data.payments).toMatchObject([
      { invoiceId, kind: 'line', amountMinor: '1200', currency: 'EUR' },
      { invoiceId, kind: 'credited', amountMinor: '-100', currency: 'EUR' },
    ]);
    expect(data.creditNotes).toMatchObject([
      { invoiceId, kind: 'credited', amountMinor: '100', reason: 'Too much', waiverId: null },
    ]);
    const refundId = toGlobalId('DuesRefund', refund.id);
    expect(data.credits).toEqual([{ currency: 'EUR', balanceMinor: '300' }]);
    expect(data.creditEntries.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['line', '600'],
      ['credited', '100'],
      ['refund', '-400'],
    ]);
    expect(data.creditEntries[2]).toMatchObject({ refundId });
    const payoutId = toGlobalId('Payout', refund.payoutId);
    expect(data.refunds).toMatchObject([
      { id: refundId, payoutId, state: 'requested', amountMinor: '400' },
    ]);
    expect(data.waivers).toMatchObject([
      { id: toGlobalId('Waiver', waiver.id), reason: 'My own reason', state: 'asked' },
    ]);
    expect(JSON.stringify(data)).not.toMatch(/sealed|fingerprint|AccountId/i);
  });

  it('are nothing of another member, nor of what the same person has elsewhere', async () => {
    const bob = await world.member(world.ours, 'Bob');
    expect(await own(bob)).toEqual(nothing);
    const elsewhere = await world.cooperative('elsewhere');
    const { apply, admit } = world.useCases;
    const there = () => world.actor(ann.accountId ?? '', elsewhere.id);
    const { application } = await apply.execute(await there(), {
      classKey: 'worker',
      kind: 'person',
      displayName: 'Ann',
      note: 'Me again.',
    });
    // Who only applied is no member, and has none of it either.
    expect(await own(await there())).toEqual(nothing);
    await admit.execute(await world.founder(elsewhere), { applicationId: application.id });
    expect(await own(await there())).toEqual(nothing);
  });

  it('number their invoices by themselves, however many others had before', async () => {
    const [eve, others] = [await member(world, 10_00n), await member(world, 10_00n)];
    await world.issue.execute(world.system);
    world.clock.advance({ days: 31 });
    await world.issue.execute(world.system);
    for (const one of [eve, others]) {
      expect((await own(one)).invoices.map(({ number }) => number)).toEqual(['1', '2']);
      const { accountId, memberId } = one;
      const rows = await world.unitOfWork.read(one, (tx) =>
        openPersonalDataSources([duesPersonalData]).rows(tx, {
          accountId: accountId ?? '',
          memberId,
          inFull: true,
        }),
      );
      expect(rows['dues.invoices']).toHaveLength(2);
      expect(JSON.stringify(rows['dues.invoices'])).not.toContain('"number"');
    }
  });

  it('hold the lines that paid for them alone', async () => {
    const [cleo, dan] = [await member(world, 10_00n), await member(world, 10_00n)];
    await world.issue.execute(world.system);
    const [[hers], [his]] = [await invoicesOf(world, cleo), await invoicesOf(world, dan)];
    const alone = await pay(world, { amountMinor: 4_00n, reference: hers?.reference ?? '' });
    const both = `${hers?.reference} ${his?.reference}`;
    const shared = await pay(world, { amountMinor: 16_00n, reference: both, freeText: both });
    const [[line], [mixed]] = [await linesOf(world, alone), await linesOf(world, shared)];
    const linesOfMember = (by: Actor) =>
      world.unitOfWork.read(by, (tx) => ownDuesStore.lines(tx, by.memberId));
    expect(mixed?.state).toBe('matched');
    expect(await linesOfMember(cleo)).toEqual([line?.id]);
    expect(await linesOfMember(dan)).toEqual([]);
  });

  it('are still theirs when they left', async () => {
    const before = await own(ann);
    expect(before.refunds).toHaveLength(1);
    await moveTo(world, ann, 'left');
    const former = await world.actor(ann.accountId ?? '', world.cooperativeId);
    expect(former.standing).toBe('left');
    expect(await own(former)).toEqual(before);
  });
});
