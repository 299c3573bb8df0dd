import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ibans, person } from '../../../banking/src/testing/banking-world.js';
import { createPayoutsWorld } from '../testing/payouts-world.js';
import type { PayoutsWorld } from '../testing/payouts-world.js';
import { PayeeQueries } from './payee.queries.js';

let world: PayoutsWorld;
const queries = new PayeeQueries();
beforeAll(async () => {
  world = await createPayoutsWorld();
});
afterAll(() => world.close());

const details = { holderName: 'Ada Adams', accountNumber: 'FR14 2004 1010 0505 0001 3M02 606' };
const set = (actor: Actor, changes: object = {}) =>
  world.setDetails.execute(actor, { ...details, ...changes });
const own = (actor: Actor) => world.unitOfWork.read(actor, (tx) => queries.own(tx));
const partner = (partnerId: string): Actor => ({
  ...person(world.cooperativeId),
  kind: 'partner',
  memberId: null,
  standing: null,
  partnerId,
});
const rowsOf = (payeeId: string | null) =>
  world.asOwner<{ superseded_at: Date | null; sealed: Buffer; payee_kind: string }>(
    'select * from payments.payee_details where payee_id = $1 order by set_at, id',
    [payeeId],
  );

describe('bank details', () => {
  it('are kept sealed and shown masked, to the payee alone', async () => {
    const to = person(world.cooperativeId);
    await set(to);
    const [row] = await rowsOf(to.memberId);
    for (const secret of [ibans.payee, 'Ada', '2004']) {
      expect(row?.sealed.toString('latin1')).not.toContain(secret);
    }
    expect(await own(to)).toMatchObject({ masked: 'FR14 •••• 2606', setAt: world.clock.now() });
    expect(await own(person(world.cooperativeId))).toBeNull();
  });

  it('cool off for as long as the co-operative says', async () => {
    const admin = person(world.cooperativeId, ['administrator']);
    const hours = async (coolingOffHours: number) => {
      await world.changeSettings.execute(admin, { secondPersonReleases: false, coolingOffHours });
      const { usableFrom } = await set(person(world.cooperativeId));
      return (usableFrom.getTime() - world.clock.now().getTime()) / 3_600_000;
    };
    expect(await hours(0)).toBe(0);
    expect(await hours(72)).toBe(72);
    expect(await hours(24)).toBe(24);
  });

  it('changed twice at once leave one that counts', async () => {
    const to = person(world.cooperativeId);
    await Promise.all(['A', 'B', 'C', 'D'].map((holderName) => set(to, { holderName })));
    const rows = await rowsOf(to.memberId);
    expect(rows).toHaveLength(4);
    expect(rows.filter((row) => row.superseded_at === null)).toHaveLength(1);
  });

  it('that were changed keep the moment until which they counted', async () => {
    const to = person(world.cooperativeId);
    const moments: Date[] = [];
    for (const holderName of ['A', 'B', 'C']) {
      moments.push(world.clock.now());
      await set(to, { holderName });
      world.clock.advance({ hours: 1 });
    }
    const ended = (await rowsOf(to.memberId)).map((row) => row.superseded_at);
    expect(ended).toEqual([moments[1], moments[2], null]);
  });

  it('are announced as changed, without a letter of them', async () => {
    const to = person(world.cooperativeId);
    const { usableFrom } = await set(to);
    const [fact] = await world.asOwner<{ visibility: string; data: object }>(
      `select visibility, data from platform.facts where type = 'payments.PayeeDetailsChanged'
         and data->>'payeeId' = $1`,
      [to.memberId],
    );
    expect(fact).toEqual({
      visibility: 'private',
      data: {
        payeeKind: 'member',
        payeeId: to.memberId,
        usableFrom: usableFrom.toISOString(),
      },
    });
  });

  it.each([
    ['member', () => world.member],
    ['treasurer', () => world.treasurer],
  ])('of another member are not for a %s to set', async (_, actor) => {
    const payee = { kind: 'member', id: newId() } as const;
    await expect(set(actor(), { payee })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await rowsOf(payee.id)).toEqual([]);
  });

  it('of a partner are set by the partner, or by a treasurer, and by no member', async () => {
    const payee = { kind: 'partner', id: newId() } as const;
    await set(partner(payee.id));
    await set(world.treasurer, { payee });
    await expect(set(world.member, { payee })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(set(partner(newId()), { payee })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const rows = await rowsOf(payee.id);
    expect(rows.map((row) => row.payee_kind)).toEqual(['partner', 'partner']);
    expect(await own(partner(payee.id))).toMatchObject({ masked: 'FR14 •••• 2606' });
  });

  it('of a partner whose id is a member’s stay the partner’s', async () => {
    const to = person(world.cooperativeId);
    await set(partner(to.memberId ?? ''));
    expect(await own(to)).toBeNull();
  });

  it('of nobody in particular are nobody’s: the worker has to say whose', async () => {
    await expect(set(world.system)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const payee = { kind: 'member', id: newId() } as const;
    await set(world.system, { payee });
    expect(await rowsOf(payee.id)).toHaveLength(1);
  });

  it.each([
    ['accountNumber', { accountNumber: 'FR14 2004 1010 0505 0001 3M02 607' }],
    ['accountNumber', { accountNumber: '12' }],
    ['bic', { bic: 'NOBIC' }],
    ['holderName', { holderName: '   ' }],
    ['holderName', { holderName: 'n'.repeat(71) }],
  ])('with a wrong %s (%o) are refused, and the old ones stay', async (field, changes) => {
    const to = person(world.cooperativeId);
    await set(to);
    await expect(set(to, changes)).rejects.toMatchObject({
      code: 'INVALID_BANK_ACCOUNT',
      path: [field],
    });
    expect(await rowsOf(to.memberId)).toHaveLength(1);
  });
});
