import { payoutsRoom } from '@rochdale/payouts';
import { dayOf } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roomOf } from '../../payouts/src/testing/payouts-world.js';
import { createDuesWorld, invoicesOf, linesOf, statement } from './testing/dues-world.js';
import type { DuesWorld, MadeLine } from './testing/dues-world.js';
import { clerksOf, from, locked, nextIban, payersOf } from './testing/payers.js';
import type { Payer } from './testing/payers.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

const { asked, erased, forget, paying } = payersOf(() => world);
const { incomeAccount, lineOf, seen } = clerksOf(() => world);

type Told = Readonly<Record<string, unknown>>;
const ownLines = async ({ actor }: Payer) =>
  ((await world.useCases.exportData.execute(actor)) as { banking: readonly Told[] }).banking;

let amountMinor = 100_00n;
/** A line that waits, from an account that is nobody's here, by a name that is nobody's. */
async function waiting(line: Partial<MadeLine>): Promise<string> {
  amountMinor += 1n;
  const friend = { actor: world.treasurer, iban: nextIban(), name: 'Fritz Fremdling' };
  return lineOf(await statement(world, [from(friend, { amountMinor, ...line })]));
}
const inBlocks = (reference: string) => reference.toLowerCase().replace(/^(.{4})(.{4})/, '$1 $2-');
const open = (lineId: string) =>
  seen(lineId, 'fremdling').then(({ isFound, counterpartyName }) => {
    expect(counterpartyName).toBe(isFound ? 'Fritz Fremdling' : null);
    return isFound;
  });

describe('a line that waits and bears a reference of a member', () => {
  it('is locked as they are erased, whoever paid, and not found by any word', async () => {
    const zel = await asked('Zel Zqone');
    const ben = await asked('Ben Stays');
    const own = [
      await waiting({ reference: zel.reference }),
      await waiting({ freeText: `zqdues ${inBlocks(zel.reference)} zqmore` }),
    ];
    const others = [
      await waiting({ reference: ben.reference }),
      await waiting({ freeText: `${zel.reference} and ${ben.reference}` }),
      await waiting({ freeText: 'no reference at all' }),
    ];
    const states = async () => [
      await Promise.all(own.map(open)),
      await Promise.all(others.map(open)),
    ];
    expect(await states()).toEqual([
      [true, true],
      [true, true, true],
    ]);
    await erased(zel);
    expect(await states()).toEqual([
      [false, false],
      [true, true, true],
    ]);
    for (const text of [zel.reference, 'zqdues', 'zqmore']) {
      for (const lineId of own) expect(await seen(lineId, text)).toMatchObject(locked);
    }
    // Who is erased behind them shared the rest with nobody who is there.
    await erased(ben);
    await forget(zel);
    expect(await states()).toEqual([
      [false, false],
      [false, false, true],
    ]);
  });

  it('is in their data before that, by its day and amount and not by who paid', async () => {
    const mia = await asked('Mia Zqone');
    const tom = await asked('Tom Stays');
    await waiting({ reference: mia.reference, freeText: 'zqsecret' });
    const day = dayOf(world.clock.now());
    const amount = amountMinor.toString();
    await waiting({ freeText: `${mia.reference} ${tom.reference}` });
    const told = await ownLines(mia);
    expect(told).toMatchObject([{ amountMinor: amount, currency: 'EUR' }]);
    expect(Object.keys(told[0] ?? {})).toEqual(
      expect.arrayContaining(['id', 'bookingDate', 'valueDate', 'recordedAt']),
    );
    expect(String(told[0]?.['bookingDate']) <= day).toBe(true);
    expect(JSON.stringify(told)).not.toMatch(/fremd|zqsecret|DE\d{10}/i);
    expect(await ownLines(tom)).toEqual([]);
  });

  it('is told once and in full where it is theirs beside that', async () => {
    const kim = await paying('Kim Zqone');
    await statement(world, [from(kim, { amountMinor: 77_77n, reference: kim.reference })]);
    const told = (await ownLines(kim)).filter((line) => line['amountMinor'] === '7777');
    expect(told).toMatchObject([{ counterpartyName: 'Kim Zqone' }]);
  });

  it('is somebody’s to book who is erased: it stays to be assigned', async () => {
    const ora = await asked('Ora Zqone');
    const lineId = await waiting({ reference: ora.reference });
    await erased(ora);
    const ledgerAccountId = await incomeAccount();
    await world.assignToAccount.execute(world.treasurer, {
      lineId,
      ledgerAccountId,
      because: 'Came late',
    });
    expect(await seen(lineId, 'fremdling')).toMatchObject({ ...locked, state: 'matched' });
  });
});

describe('a line that was booked elsewhere and bears a reference of a member', () => {
  it('is locked as they are erased, whoever paid and whatever it was booked for', async () => {
    const zoe = await asked('Zoe Zqone');
    const ben = await asked('Ben Stays');
    const give = async (line: Partial<MadeLine>) => {
      const lineId = await waiting(line);
      const ledgerAccountId = await incomeAccount();
      const word = { lineId, ledgerAccountId, because: 'A gift' };
      await world.assignToAccount.execute(world.treasurer, word);
      return lineId;
    };
    const [invoice] = await invoicesOf(world, ben.actor);
    const forBen = await waiting({ freeText: `zqfor ${inBlocks(zoe.reference)}` });
    const word = { lineId: forBen, invoiceId: invoice?.id ?? '', because: 'His' };
    await world.assignLine.execute(world.treasurer, word);
    const own = [await give({ reference: zoe.reference }), forBen];
    own.push(await give({ freeText: `zqgift ref:${zoe.reference.replaceAll(/(.{4})/g, '$1 ')}` }));
    // Of words that clerks search by none is the reference, nor a part of it.
    own.push(await give({ freeText: `Spende${zoe.reference}` }));
    own.push(await give({ freeText: `zqdash\u2013${zoe.reference}` }));
    const cut = `${zoe.reference.slice(0, 6)} ${zoe.reference.slice(6, 11)}`;
    own.push(await give({ freeText: `zqcut ${cut} ${zoe.reference.slice(11)}` }));
    const others = [
      await give({ freeText: `${zoe.reference} and ${ben.reference}` }),
      await give({ freeText: `of ${zoe.reference.slice(0, -1)}` }),
    ];
    const states = async () => [
      await Promise.all(own.map(open)),
      await Promise.all(others.map(open)),
    ];
    expect(await states()).toEqual([own.map(() => true), [true, true]]);
    await erased(zoe);
    expect(await states()).toEqual([own.map(() => false), [true, true]]);
    for (const lineId of own) expect(await seen(lineId, 'zqfor')).toMatchObject(locked);
  });
});

describe('a line that comes after a member was erased, and bears a reference of theirs', () => {
  it('is locked as it comes, whoever paid, but for one of somebody who is there', async () => {
    const una = await asked('Una Zqone');
    const ben = await asked('Ben Stays');
    await erased(una);
    const together = [
      { reference: una.reference },
      { freeText: `Spende${una.reference}` },
      { reference: ben.reference },
      { freeText: `${una.reference} and ${ben.reference}` },
      { freeText: 'no reference at all' },
    ].map((line) => {
      amountMinor += 1n;
      const friend = { actor: world.treasurer, iban: nextIban(), name: 'Fritz Fremdling' };
      return from(friend, { amountMinor, ...line });
    });
    const lines = await linesOf(world, await statement(world, together));
    const bySum = new Map(lines.map(({ id, amount_minor: sum }) => [BigInt(sum), id]));
    const ids = together.map((line) => bySum.get(line.amountMinor) ?? '');
    expect(await Promise.all(ids.map(open))).toEqual([false, false, true, true, true]);
    const [first = ''] = ids;
    expect(await seen(first, una.reference)).toMatchObject(locked);
    // As one lay open that came before lines were locked as they come.
    await world.asOwner(
      `begin; set local session_replication_role = 'replica';
       update payments.bank_lines set locked_at = null, locked_because = null
         where id = '${first}'; commit`,
    );
    const ledgerAccountId = await incomeAccount();
    const word = { lineId: first, ledgerAccountId, because: 'A gift' };
    await world.assignToAccount.execute(world.treasurer, word);
    expect(await seen(first, 'fremdling')).toMatchObject(locked);
  });
});

describe('a line that somebody who is there paid by the reference of who was erased', () => {
  it('is told to who paid by their own name, and to no clerk', async () => {
    const ulf = await asked('Ulf Zqone');
    const bea = await asked('Bea Stays');
    const [invoice] = await invoicesOf(world, bea.actor);
    let sum = 2_00n;
    const payFor = async (payer: Payer) => {
      sum += 1n;
      const line = from(payer, { amountMinor: sum, reference: ulf.reference });
      const lineId = await lineOf(await statement(world, [line]));
      const word = { lineId, invoiceId: invoice?.id ?? '', because: 'Hers' };
      await world.assignLine.execute(world.treasurer, word);
      return { lineId, told: sum.toString() };
    };
    const own = await payFor(bea);
    const names = async (told: string) => {
      const lines = await ownLines(bea);
      return lines.find((line) => line['amountMinor'] === told)?.['counterpartyName'];
    };
    expect(await names(own.told)).toBe('Bea Stays');
    await erased(ulf);
    expect(await seen(own.lineId, 'stays')).toMatchObject(locked);
    expect(await names(own.told)).toBe('Bea Stays');
    // A clerk who assigns what they cannot read hands it to nobody by that.
    const friend = { actor: world.treasurer, iban: nextIban(), name: 'Fritz Fremdling' };
    expect(await names((await payFor(friend)).told)).toBeNull();
    expect(await names((await payFor(ulf)).told)).toBeNull();
    expect(
      await names((await payFor({ ...ulf, name: 'Ulf Zqone and Bea Stays' })).told),
    ).toBeNull();
  });
});

describe('an account that a member asked to be paid to, and never was', () => {
  const lineBy = async (payer: Payer) => {
    amountMinor += 1n;
    return lineOf(await statement(world, [from(payer, { amountMinor })]));
  };
  const nameOf = async (lineId: string) => (await seen(lineId, 'zqone')).counterpartyName;

  it('is known as they are erased: what comes from it by their name is locked', async () => {
    const yva = await asked('Yva Zqone');
    const city = { ...yva, name: 'City of Nowhere' };
    const namesake = { ...yva, iban: nextIban() };
    const account = { holderName: yva.name, accountNumber: yva.iban };
    await roomOf(world, world.ledger).setDetails.execute(yva.actor, account);
    const [own, ofCity, other] = [await lineBy(yva), await lineBy(city), await lineBy(namesake)];
    await erased(yva);
    expect(await nameOf(own)).toBe('Yva Zqone');
    const memberId = yva.actor.memberId ?? '';
    const forgetPaid = () =>
      world.unitOfWork.run(world.system, async (tx) => payoutsRoom.forget?.(tx, { memberId }));
    await forgetPaid();
    await forgetPaid();
    expect(await nameOf(own)).toBeNull();
    expect(await nameOf(await lineBy(yva))).toBeNull();
    // Whoever names an account is believed: it hides nobody who is called otherwise.
    expect(await nameOf(ofCity)).toBe('City of Nowhere');
    expect(await nameOf(other)).toBe('Yva Zqone');
  });
});
