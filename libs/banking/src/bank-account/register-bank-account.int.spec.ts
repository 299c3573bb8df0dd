import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyRail, createBankingWorld, ibans, person } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { BankAccountQueries } from './bank-account.queries.js';
import { BankAccounts } from './bank-accounts.js';
import { registerRailName } from './rail-name.js';
import { RegisterBankAccount } from './register-bank-account.js';

let world: BankingWorld;
const queries = new BankAccountQueries();
const accounts = new BankAccounts();
beforeAll(async () => {
  world = await createBankingWorld();
});
afterAll(() => world.close());

registerRailName({
  name: 'picky',
  accountRefusal: ({ currency }) => (currency === 'EUR' ? null : 'euros only'),
});
registerRailName({ name: 'pretended', accountRefusal: () => null, pretends: true });

let made = 0;
function register(changes: object = {}, by = world.treasurer, register_ = world.register) {
  made += 1;
  return register_.execute(by, {
    label: `Account ${made}`,
    holderName: 'Our co-operative',
    accountNumber: `100000${made}`,
    currency: 'EUR',
    rail: anyRail,
    ...changes,
  });
}

const refused = (changes: object) => register(changes).catch((error: unknown) => error);
const ledgerAccount = async (id: string) => {
  const [row] = await world.asOwner<{ code: string; kind: string; currency: string }>(
    'select code, kind, currency, floor_minor::text from ledger.accounts where id = $1',
    [id],
  );
  return row;
};

describe('an account at a bank', () => {
  it('has an account in the books that never goes below nothing', async () => {
    const first = await register({ currency: 'SEK' });
    expect(await ledgerAccount(first.ledgerAccountId)).toEqual({
      code: 'bank',
      kind: 'asset',
      currency: 'SEK',
      floor_minor: '0',
    });
    const second = await register({ currency: 'SEK' });
    expect((await ledgerAccount(second.ledgerAccountId))?.code).toMatch(/^bank:\d+$/);
    expect(second.ledgerAccountId).not.toBe(first.ledgerAccountId);
  });

  it('shares its account in the books with none that is registered at once', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => register({ currency: 'CZK' })));
    expect(new Set(all.map(({ ledgerAccountId }) => ledgerAccountId)).size).toBe(6);
  });

  it('takes no account that somebody booked to by hand for its own', async () => {
    await register({ currency: 'HUF' });
    const mine = 'select id from payments.bank_accounts where cooperative_id = $1';
    const count = (await world.asOwner(mine, [world.cooperativeId])).length;
    const next = {
      code: `bank:${count + 1}`,
      name: 'By hand',
      kind: 'asset',
      currency: 'HUF',
    } as const;
    const byHand = await world.unitOfWork.run(world.system, (tx) =>
      world.ledger.openAccount(tx, next),
    );
    const { ledgerAccountId } = await register({ currency: 'HUF' });
    expect(ledgerAccountId).not.toBe(byHand.id);
    expect(await ledgerAccount(ledgerAccountId)).toMatchObject({ code: `bank:${count + 2}` });
  });

  it('is kept as the bank writes it', async () => {
    const account = await register({
      label: '  Savings ',
      accountNumber: 'gb29 nwbk 6016 1331 9268 19',
      bic: 'NWBKGB2L',
    });
    expect(account).toMatchObject({
      label: 'Savings',
      accountNumber: ibans.payer,
      bic: 'NWBKGB2L',
      rail: anyRail,
      createdAt: world.clock.now(),
    });
  });

  it('is registered once by its number, and once by its label', async () => {
    const account = await register();
    for (const changes of [{ accountNumber: account.accountNumber }, { label: account.label }]) {
      const path = Object.keys(changes);
      expect(await refused(changes)).toMatchObject({ code: 'BANK_ACCOUNT_TAKEN', path });
    }
    const rows = await world.asOwner('select 1 from ledger.accounts where name like $1', [
      `%Account ${made}%`,
    ]);
    expect(rows).toEqual([]);
    // The same number in another currency is another account.
    await register({ accountNumber: account.accountNumber, currency: 'NOK' });
  });

  it('is registered once when two do it at once', async () => {
    const twin = { label: 'Twin', accountNumber: '77777777' };
    const results = await Promise.allSettled([register(twin), register(twin), register(twin)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const rows = await world.asOwner(`select 1 from payments.bank_accounts where label = 'Twin'`);
    expect(rows).toHaveLength(1);
  });

  it.each([
    ['label', { label: ' ' }],
    ['label', { label: 'l'.repeat(101) }],
    ['holderName', { holderName: '' }],
    ['accountNumber', { accountNumber: 'DE00370400440532013000' }],
    ['bic', { bic: 'NOBIC' }],
    ['rail', { rail: 'balloon' }],
    ['rail', { rail: 'picky', currency: 'SEK' }],
  ])('with a wrong %s (%o) is refused', async (path, changes) => {
    expect(await refused(changes)).toMatchObject({ code: 'INVALID_BANK_ACCOUNT', path: [path] });
  });

  it('says in the rail’s words why it may not have it', async () => {
    expect(await refused({ rail: 'picky', currency: 'SEK' })).toMatchObject({
      message: 'euros only',
    });
    await expect(register({ rail: 'picky' })).resolves.toMatchObject({ rail: 'picky' });
  });

  it('in a currency that there is not is refused', async () => {
    expect(await refused({ currency: 'euro' })).toMatchObject({ code: 'INVALID_CURRENCY' });
  });

  it('has no rail in production that only pretends', async () => {
    const real = new RegisterBankAccount(world.unitOfWork, world.ledger, { env: 'production' });
    await expect(register({ rail: 'pretended' }, world.treasurer, real)).rejects.toMatchObject({
      code: 'INVALID_BANK_ACCOUNT',
      path: ['rail'],
    });
    await expect(register({}, world.treasurer, real)).resolves.toBeDefined();
    await expect(register({ rail: 'pretended' })).resolves.toBeDefined();
  });

  it('is registered by treasurers and administrators alone', async () => {
    for (const by of [world.member, person(world.cooperativeId, ['auditor'])]) {
      await expect(register({}, by)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    await register({}, person(world.cooperativeId, ['administrator']));
  });
});

describe('who asks for accounts', () => {
  const read = <T>(body: Parameters<typeof world.unitOfWork.read<T>>[1], actor = world.treasurer) =>
    world.unitOfWork.read(actor, body);

  it('as a member learns where to pay: the first account of the currency', async () => {
    await register({ currency: 'DKK', accountNumber: '111111' });
    world.clock.advance({ hours: 1 });
    await register({ currency: 'DKK', accountNumber: '222222' });
    const found = await read((tx) => queries.receiving(tx, ['DKK', 'JPY']), world.member);
    expect([...found.keys()]).toEqual(['DKK']);
    expect(found.get('DKK')).toEqual({
      holderName: 'Our co-operative',
      accountNumber: '111111',
      bic: null,
      currency: 'DKK',
    });
  });

  it('as a member learns no more than that', async () => {
    await expect(read((tx) => queries.all(tx), world.member)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(read((tx) => queries.settings(tx), world.member)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('as a clerk sees all of them, the oldest first, and nobody else’s', async () => {
    const all = await read((tx) => queries.all(tx));
    expect(all[0]?.id).toBe(world.main.id);
    const times = all.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    const elsewhere = person(newId(), ['treasurer']);
    expect(await read((tx) => queries.all(tx), elsewhere)).toEqual([]);
    expect(await read((tx) => queries.receiving(tx, ['EUR']), elsewhere)).toEqual(new Map());
  });

  it('as a room finds one, or those on its rails, or none', async () => {
    const picky = await register({ rail: 'picky' });
    expect(await read((tx) => accounts.require(tx, picky.id))).toMatchObject({ id: picky.id });
    await expect(read((tx) => accounts.require(tx, newId()))).rejects.toMatchObject({
      code: 'BANK_ACCOUNT_NOT_FOUND',
    });
    const onRails = await read((tx) => accounts.idsOnRails(tx, ['picky', 'balloon']));
    expect(onRails).toContain(picky.id);
    expect(onRails).not.toContain(world.main.id);
    expect(await read((tx) => accounts.idsOnRails(tx, []))).toEqual([]);
  });
});

describe('the payment settings', () => {
  const change = (coolingOffHours: number, by = person(world.cooperativeId, ['administrator'])) =>
    world.changeSettings.execute(by, { secondPersonReleases: true, coolingOffHours });

  it('are a day of cooling off and no second person until somebody says otherwise', async () => {
    const settings = await world.unitOfWork.read(world.system, (tx) => accounts.settings(tx));
    expect(settings).toEqual({ secondPersonReleases: false, coolingOffHours: 24 });
  });

  it.each([0, 720])('may be %i hours', async (hours) => {
    expect(await change(hours)).toMatchObject({
      secondPersonReleases: true,
      coolingOffHours: hours,
    });
  });

  it.each([-1, 721, 1.5, Number.NaN])('may not be %d hours', async (hours) => {
    await expect(change(hours)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: ['coolingOffHours'],
    });
  });

  it('ask for a second person only where two could do it', async () => {
    const two = world.offices.held.get('treasurer') ?? [];
    world.offices.held.set('treasurer', [two[0] ?? '', two[0] ?? '']);
    await expect(change(1)).rejects.toMatchObject({
      code: 'PAYMENT_SETTINGS_UNMEETABLE',
      path: ['secondPersonReleases'],
      details: { data: { role: 'treasurer', holders: 1 } },
    });
    world.offices.held.set('treasurer', two);
  });

  it('are an administrator’s, not a treasurer’s', async () => {
    await expect(change(1, world.treasurer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('of one co-operative are nobody else’s', async () => {
    await change(48);
    const elsewhere = { ...world.system, cooperativeId: newId() };
    const settings = await world.unitOfWork.read(elsewhere, (tx) => accounts.settings(tx));
    expect(settings.coolingOffHours).toBe(24);
  });
});
