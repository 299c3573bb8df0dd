import { newId, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsOf, person } from '../../../dues/src/testing/dues-world.js';
import type { PoolPolicyTerms } from '../pool/pool-policy.store.js';
import { createPartnersWorld, policy } from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';
import type { DefineMeterInput } from './define-meter.js';

let world: PartnersWorld;
beforeAll(async () => {
  world = await createPartnersWorld();
});
afterAll(() => world.close());

const refused = (code: string, ...path: string[]) =>
  expect.objectContaining({ code, ...(path.length > 0 && { details: { path } }) });
const elsewhere = systemActor(newId(), 'job');
const statuses = async (work: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(work)).map(({ status }) => status).toSorted();

describe('a partner', () => {
  const register = (name: string, website?: string | null, by = world.treasurer) =>
    world.register.execute(by, { name, ...(website !== undefined && { website }) });

  it('is taken in under its name, from today on, and announced', async () => {
    const partner = await register('  A bakery ', 'https://bakery.example');
    expect(partner).toMatchObject({
      name: 'A bakery',
      website: 'https://bakery.example',
      agreedOn: '2026-01-01',
      endedOn: null,
    });
    expect(await factsOf(world, 'partners.PartnerRegistered', partner.id)).toEqual([
      { partnerId: partner.id },
    ]);
  });

  it.each([
    ['name', '', null],
    ['name', '   ', null],
    ['name', 'x'.repeat(101), null],
    ['website', 'A', 'bakery.example'],
    ['website', 'A', 'ftp://bakery.example'],
    ['website', 'A', 'javascript:alert(1)'],
    ['website', 'A', 'https://'],
    ['website', 'A', 'https://a b'],
    ['website', 'A', `https://${'x'.repeat(201)}`],
  ])('is refused for its %s: %j, %j', async (field, name, website) => {
    await expect(register(name, website)).rejects.toThrow(refused('INVALID_PARTNER', field));
  });

  it('may have a name and a website that are as long as they can be', async () => {
    const [name, website] = ['x'.repeat(100), `http://${'y'.repeat(200)}`];
    expect(await register(name, website)).toMatchObject({ name, website });
  });

  it('has a name of its own, also when two take it at once', async () => {
    expect(await statuses([register('Twin'), register('Twin')])).toEqual(['fulfilled', 'rejected']);
    await expect(register(' Twin ')).rejects.toThrow(refused('PARTNER_NAME_TAKEN', 'name'));
    expect((await register('Twin', null, elsewhere)).name).toBe('Twin');
  });

  it('is taken in by treasurers, administrators and the service alone', async () => {
    const { cooperativeId } = world;
    await register('By administrator', null, person(cooperativeId, ['administrator']));
    for (const by of [person(cooperativeId), person(cooperativeId, ['auditor']), world.machine]) {
      await expect(register('By other', null, by)).rejects.toThrow(refused('FORBIDDEN'));
    }
  });
});

describe('a meter', () => {
  const meter: DefineMeterInput = { key: 'm', name: 'M', unit: 'GB', aggregation: 'sum' };
  const define = (changes: Partial<DefineMeterInput>, by = world.treasurer) =>
    world.defineMeter.execute(by, { ...meter, ...changes });

  it.each(['sum', 'count', 'max', 'last', 'unique'] as const)('adds up by %s', async (how) => {
    const made = await define({ key: `by-${how}`, aggregation: how });
    expect(made).toMatchObject({ key: `by-${how}`, aggregation: how });
  });

  it('may have a key, a name and a unit that are as long as they can be', async () => {
    const longest = { key: `k${'x'.repeat(39)}`, name: 'x'.repeat(100), unit: 'x'.repeat(40) };
    expect(await define(longest)).toMatchObject(longest);
  });

  it.each<Partial<DefineMeterInput>>([
    { key: '' },
    { key: 'Storage' },
    { key: '1st' },
    { key: 'x'.repeat(41) },
    { name: ' ' },
    { name: 'x'.repeat(101) },
    { unit: '' },
    { unit: ' ' },
    { unit: 'x'.repeat(41) },
    { aggregation: 'average' as 'sum' },
  ])('is refused as %j', async (changes) => {
    const [field = ''] = Object.keys(changes);
    await expect(define(changes)).rejects.toThrow(refused('INVALID_METER', field));
  });

  it('has a key of its own, also when two take it at once', async () => {
    expect(await statuses([define({ key: 'twin' }), define({ key: 'twin' })])).toEqual([
      'fulfilled',
      'rejected',
    ]);
    await expect(define({ key: 'twin' })).rejects.toThrow(refused('METER_KEY_TAKEN', 'key'));
  });

  it('is defined by no member and no partner', async () => {
    for (const by of [person(world.cooperativeId), world.machine]) {
      await expect(define({ key: 'other' }, by)).rejects.toThrow(refused('FORBIDDEN'));
    }
  });
});

describe('a pool policy', () => {
  const adopt = (changes: Partial<PoolPolicyTerms> = {}, by = world.system) =>
    world.adopt.execute(by, { ...policy, ...changes });

  it('keeps its shares as exact fractions, however they are written', async () => {
    expect(await adopt({ coopShare: '0.30', lambda: '2/4' })).toMatchObject({
      coopShare: '3/10',
      lambda: '1/2',
    });
    for (const end of ['0', '1']) {
      expect(await adopt({ coopShare: end, lambda: end })).toMatchObject({ coopShare: end });
    }
  });

  it.each([0, 60])('waits %i days for what comes late', async (graceDays) => {
    expect(await adopt({ graceDays })).toMatchObject({ graceDays });
  });

  it.each<[string, Partial<PoolPolicyTerms>]>([
    ['rule', { rule: 'best' as 'pro-rata' }],
    ['meterKey', { meterKey: 'nothing' }],
    ['minimumPayoutMinor', { minimumPayoutMinor: -1n }],
    ['graceDays', { graceDays: -1 }],
    ['graceDays', { graceDays: 61 }],
    ['graceDays', { graceDays: 1.5 }],
    ['coopShare', { coopShare: '-1/10' }],
    ['coopShare', { coopShare: '11/10' }],
    ['lambda', { lambda: '1.01' }],
  ])('is refused for its %s: case %#', async (field, changes) => {
    await expect(adopt(changes)).rejects.toThrow(refused('INVALID_POOL_POLICY', field));
  });

  it('may pay out from the first unit on', async () => {
    expect(await adopt({ minimumPayoutMinor: 0n })).toMatchObject({ minimumPayoutMinor: 0n });
  });

  it('is announced with its version, rule and share', async () => {
    const { id, version } = await adopt({ rule: 'pro-rata', coopShare: '2/8' });
    expect(await factsOf(world, 'partners.PoolPolicyAdopted', id)).toEqual([
      { policyId: id, version, rule: 'pro-rata', coopShare: '1/4' },
    ]);
  });

  it('is refused in no currency, and of a share that is no number', async () => {
    await expect(adopt({ currency: 'euro' })).rejects.toThrow(refused('INVALID_CURRENCY'));
    await expect(adopt({ coopShare: 'half' })).rejects.toThrow(refused('INVALID_INPUT'));
  });

  it('is adopted by administrators and the service, and by no treasurer', async () => {
    await adopt({}, person(world.cooperativeId, ['administrator']));
    await expect(adopt({}, world.treasurer)).rejects.toThrow(refused('FORBIDDEN'));
  });

  it('stands on meters of its own co-operative', async () => {
    await expect(adopt({}, elsewhere)).rejects.toThrow(refused('INVALID_POOL_POLICY', 'meterKey'));
  });

  it('in force is the one adopted last, and the old ones are kept', async () => {
    const last = await adopt({ coopShare: '1/5' });
    const current = await world.unitOfWork.read(world.system, (tx) =>
      world.partnerQueries.poolPolicy(tx),
    );
    expect(current).toEqual(last);
    const [count] = await world.asOwner<{ count: string }>(
      'select count(*) from partners.pool_policies where cooperative_id = $1',
      [world.cooperativeId],
    );
    expect(Number(count?.count)).toBe(last.version);
  });
});

describe('what everyone may see', () => {
  it('is partners and meters, of their own co-operative', async () => {
    const read = (by: typeof elsewhere) =>
      world.unitOfWork.read(by, async (tx) => ({
        partners: (await world.partnerQueries.partners(tx)).map(({ name }) => name),
        byIds: (await world.partnerQueries.partnersByIds(tx, [world.host.id])).size,
        meters: (await world.partnerQueries.meters(tx)).map(({ key }) => key),
        policy: (await world.partnerQueries.poolPolicy(tx))?.rule ?? null,
      }));
    const ours = await read(person(world.cooperativeId));
    expect(ours.partners).toEqual(expect.arrayContaining(['Host', 'Shop']));
    expect(ours).toMatchObject({ byIds: 1, policy: 'user-centric' });
    expect(ours.meters).toContain('storage');
    const stranger = person(newId());
    expect(await read(stranger)).toEqual({ partners: [], byIds: 0, meters: [], policy: null });
  });
});
