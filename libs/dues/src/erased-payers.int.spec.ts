import { sql } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { gate, untilWaitingOrOver } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetDues } from './forget-dues.js';
import { createDuesWorld, linesOf, pay, statement } from './testing/dues-world.js';
import type { DuesWorld } from './testing/dues-world.js';
import { clerksOf, from, locked, nextIban, payersOf } from './testing/payers.js';
import type { Payer } from './testing/payers.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

const { asked, paying, forget, eraseOnly, erased } = payersOf(() => world);
const { doJobs, incomeAccount, lineOf, seen } = clerksOf(() => world);

interface Banking {
  readonly banking: readonly { readonly amountMinor: string }[];
}
const ownAmounts = async (by: Actor) =>
  ((await world.useCases.exportData.execute(by)) as unknown as Banking).banking
    .map(({ amountMinor }) => amountMinor)
    .toSorted();

describe('a line that nothing explained, from the account that a member paid from', () => {
  it('is theirs: handed over to them, and locked with them, booked or waiting', async () => {
    const dee = await paying('Dee Plantbank');
    const ben = await paying('Ben Stays');
    const gift = await pay(world, from(dee, { amountMinor: 7_00n, freeText: 'plantgift' }));
    const given = await lineOf(gift);
    await world.assignToAccount.execute(world.treasurer, {
      lineId: given,
      ledgerAccountId: await incomeAccount(),
      because: 'A gift',
    });
    const waiting = await lineOf(
      await pay(world, from(dee, { amountMinor: 3_00n, freeText: 'plantwaits rf18 d999 999' })),
    );
    const ofBen = await lineOf(await pay(world, from(ben, { amountMinor: 4_00n })));
    expect(await ownAmounts(dee.actor)).toEqual(['1000', '300', '700']);
    expect(await ownAmounts(ben.actor)).toEqual(['1000', '400']);
    await erased(dee);
    expect(await seen(given, 'plantgift')).toMatchObject({ ...locked, reference: null });
    // Of one that waits the treasurer reads what it is for, and assigns it.
    expect(await seen(waiting, 'plantwaits')).toMatchObject({
      ...locked,
      state: 'new',
      reference: 'RF18D999999',
    });
    await world.assignToAccount.execute(world.treasurer, {
      lineId: waiting,
      ledgerAccountId: await incomeAccount(),
      because: 'A gift',
    });
    expect(await seen(waiting, 'plantwaits')).toMatchObject({ ...locked, reference: null });
    expect(await seen(ofBen, 'stays')).toMatchObject({
      counterpartyName: 'Ben Stays',
      counterpartyAccount: ben.iban,
      isFound: true,
    });
  });

  it('is locked by their name as well, from whatever account, and nobody else’s', async () => {
    const cy = await paying('Cyrilla Otherwise');
    const other = { ...cy, iban: nextIban(), name: 'OTHERWISE, Cyrilla' };
    const alike = { ...cy, iban: nextIban(), name: 'Cyrilla Otherwise-Else' };
    const [byName, byNobody] = [
      await lineOf(await pay(world, from(other, { amountMinor: 2_00n }))),
      await lineOf(await pay(world, from(alike, { amountMinor: 2_50n }))),
    ];
    // A name is told by whoever wants to be called so: it hands nothing over.
    expect(await ownAmounts(cy.actor)).toEqual(['1000']);
    // What waits may be of somebody else who is called so, and is to be found.
    const waiting = await lineOf(await pay(world, from(other, { amountMinor: 2_20n })));
    await world.assignToAccount.execute(world.treasurer, {
      lineId: byName,
      ledgerAccountId: await incomeAccount(),
      because: 'A gift',
    });
    await erased(cy);
    await doJobs();
    expect(await seen(byName, 'otherwise')).toMatchObject(locked);
    expect(await seen(waiting, 'otherwise')).toMatchObject({ isFound: true });
    expect(await seen(byNobody, 'otherwise')).toMatchObject({ isFound: true });
  });

  it('is nobody’s alone where another member paid from it, who is there', async () => {
    const ana = await paying('Household Account');
    const sam = { ...(await asked('Household Account')), iban: ana.iban };
    await pay(world, from(sam, { amountMinor: 10_00n, reference: sam.reference }));
    const shared = await lineOf(await pay(world, from(ana, { amountMinor: 5_00n })));
    expect(await ownAmounts(ana.actor)).toEqual(['1000']);
    expect(await ownAmounts(sam.actor)).toEqual(['1000']);
    await erased(ana);
    expect(await seen(shared, 'household')).toMatchObject({ counterpartyAccount: ana.iban });
    const later = await lineOf(await pay(world, from(sam, { amountMinor: 6_00n })));
    expect(await seen(later, 'household')).toMatchObject({ counterpartyAccount: ana.iban });
  });

  it('is handed over to nobody else once they were erased', async () => {
    const eve = await paying('Household Of Two');
    const tom = { ...(await asked('Household Of Two')), iban: eve.iban };
    await pay(world, from(tom, { amountMinor: 9_90n, reference: tom.reference }));
    await pay(world, from(eve, { amountMinor: 5_55n, freeText: 'evesplant' }));
    expect(await ownAmounts(tom.actor)).toEqual(['990']);
    await erased(eve);
    expect(await ownAmounts(tom.actor)).toEqual(['990']);
  });
});

describe('somebody who paid once for another', () => {
  it('hands none of their own payments over to them by being erased', async () => {
    const eva = await paying('Eva Paidforafriend');
    const tim = await asked('Tim Friend');
    await pay(world, from(eva, { amountMinor: 3_33n, freeText: 'evas gift' }));
    const helped = { ...tim, iban: eva.iban, name: eva.name };
    await pay(world, from(helped, { amountMinor: 10_00n, reference: tim.reference }));
    const words = async () =>
      JSON.stringify(
        ((await world.useCases.exportData.execute(tim.actor)) as unknown as Banking).banking,
      );
    expect(await words()).not.toContain('evas gift');
    await erased(eva);
    expect(await ownAmounts(tim.actor)).toEqual(['1000']);
    expect(await words()).not.toContain('evas gift');
  });
});

describe('an account by which others pay as well', () => {
  it('is not theirs where the bank calls whoever paid from it otherwise', async () => {
    const ivo = await paying('Ivo Viacollector');
    const others = { ...ivo, name: 'Collector for Many' };
    const ofMany = await lineOf(await pay(world, from(others, { amountMinor: 9_00n })));
    const ownGift = await lineOf(await pay(world, from(ivo, { amountMinor: 4_00n })));
    expect(await ownAmounts(ivo.actor)).toEqual(['1000', '400']);
    await erased(ivo);
    const later = await lineOf(await pay(world, from(others, { amountMinor: 9_50n })));
    expect(await seen(ownGift, 'viacollector')).toMatchObject(locked);
    expect(await seen(ofMany, 'collector')).toMatchObject({ counterpartyAccount: ivo.iban });
    expect(await seen(later, 'collector')).toMatchObject({ counterpartyAccount: ivo.iban });
  });

  it('is not theirs where whoever paid their dues pays for other things as well', async () => {
    const max = await asked('Max Employed');
    const werk = { ...max, name: 'Werkhof GmbH' };
    await pay(world, from(werk, { amountMinor: 10_00n, reference: max.reference }));
    const rent = await lineOf(
      await pay(world, from(werk, { amountMinor: 5_000_00n, freeText: 'rent of the hall' })),
    );
    await world.assignToAccount.execute(world.treasurer, {
      lineId: rent,
      ledgerAccountId: await incomeAccount(),
      because: 'Rent',
    });
    expect(await ownAmounts(max.actor)).toEqual(['1000']);
    await erased(max);
    const next = await lineOf(await pay(world, from(werk, { amountMinor: 5_000_00n })));
    expect(await seen(rent, 'werkhof')).toMatchObject({ counterpartyName: 'Werkhof GmbH' });
    expect(await seen(next, 'werkhof')).toMatchObject({ counterpartyName: 'Werkhof GmbH' });
  });

  it('is shown again where one line was taken for an erased member’s by mistake', async () => {
    const lou = await asked('Lou Mistaken');
    await erased(lou);
    const hall = { ...lou, iban: nextIban(), name: 'Hallbau AG' };
    const statementId = await pay(
      world,
      from(hall, { amountMinor: 10_00n, reference: lou.reference }),
    );
    await doJobs();
    await world.undo.execute(world.treasurer, {
      lineId: await lineOf(statementId),
      because: 'Not theirs',
    });
    const next = await lineOf(await pay(world, from(hall, { amountMinor: 5_000_00n })));
    expect(await seen(next, 'hallbau')).toMatchObject({ counterpartyName: 'Hallbau AG' });
  });

  it('is locked, and handed over to nobody, where the bank names nobody who paid', async () => {
    const ivo = await paying('Ivo Namedonce');
    const unnamed = { ...ivo, name: '' };
    const rent = await lineOf(await pay(world, from(unnamed, { amountMinor: 9_10n })));
    expect(await seen(rent, 'nobody')).toMatchObject({ counterpartyName: null });
    expect(await ownAmounts(ivo.actor)).toEqual(['1000']);
    await erased(ivo);
    const later = await lineOf(await pay(world, from(unnamed, { amountMinor: 9_11n })));
    expect(await seen(rent, 'nobody')).toMatchObject(locked);
    expect(await seen(later, 'nobody')).toMatchObject(locked);
  });

  it('is theirs where the bank writes their name without its accents', async () => {
    const rene = await paying('René Akzént');
    const plain = { ...rene, name: 'RENE AKZENT' };
    const gift = await lineOf(await pay(world, from(plain, { amountMinor: 9_20n })));
    await erased(rene);
    const later = await lineOf(await pay(world, from(rene, { amountMinor: 9_30n })));
    expect(await seen(gift, 'akzent')).toMatchObject(locked);
    expect(await seen(later, 'akzent')).toMatchObject(locked);
  });

  it('is known no longer once it paid for somebody who is there', async () => {
    const uma = await paying('Joint Accountholders');
    await erased(uma);
    const vic = { ...(await asked('Joint Accountholders')), iban: uma.iban };
    await pay(world, from(vic, { amountMinor: 10_00n, reference: vic.reference }));
    await doJobs();
    const later = await lineOf(await pay(world, from(vic, { amountMinor: 5_50n })));
    expect(await seen(later, 'joint')).toMatchObject({ counterpartyAccount: vic.iban });
  });
});

describe('a line that comes after somebody was erased', () => {
  it('is locked when it pays what they were asked for, and the account with it', async () => {
    const fay = await asked('Fay Lateword');
    await erased(fay);
    const late = from(fay, { amountMinor: 25_00n, reference: fay.reference, freeText: 'latepay' });
    const lineId = await lineOf(await pay(world, late));
    expect(await seen(lineId, 'lateword')).toMatchObject({ ...locked, state: 'matched' });
    const [kept] = await world.asOwner<{ payers: number; invoice: string }>(
      `select count(payer_fingerprint)::int as payers, min(invoice_id::text) as invoice
       from dues.payments where member_id = $1`,
      [fay.actor.memberId],
    );
    expect(kept?.payers).toBe(0);
    await doJobs();
    const again = await lineOf(await statement(world, [from(fay, { amountMinor: 1_00n })]));
    expect(await seen(again, 'lateword')).toMatchObject(locked);
  });

  it('is locked as it comes from an account of theirs, which no row tells', async () => {
    const gil = await paying('Gil Fromthere');
    await erased(gil);
    const lineId = await lineOf(await statement(world, [from(gil, { amountMinor: 8_00n })]));
    expect(await seen(lineId, 'fromthere')).toMatchObject({ ...locked, state: 'new' });
    const kept = await world.asOwner<{ told: string }>(
      'select a::text as told from payments.erased_accounts a',
    );
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.filter(({ told }) => told.includes(gil.iban))).toEqual([]);
  });

  it('is locked when a later file tells what the first did not: whose account it is', async () => {
    const ivy = await paying('Ivy Fromlater');
    const liv = await paying('Liv Fromother');
    await erased(ivy);
    const short = (endToEndId: string) => ({ amountMinor: 7_70n, endToEndId });
    const untold = await statement(world, [short('IVY-7'), short('LIV-7')]);
    const [first = '', second = ''] = (await linesOf(world, untold)).map(({ id }) => id);
    await statement(world, [
      from(ivy, { ...short('IVY-7'), freeText: 'plantlater' }),
      from(liv, { ...short('LIV-7'), freeText: 'plantother' }),
    ]);
    expect(await seen(first, 'plantlater')).toMatchObject({ ...locked, state: 'new' });
    expect(await seen(second, 'plantother')).toMatchObject({ counterpartyAccount: liv.iban });
  });
});

const own = sql(
  'dues.find-written-by-test',
  `select exists (select from payments.bank_lines where xmin = pg_current_xact_id()::xid)
     or exists (select from membership.erasures where xmin = pg_current_xact_id()::xid) as "isSo"`,
);
/** Whether this transaction brought or booked lines, or erased somebody. */
const wrote = async (tx: Tx) => (await tx.one<{ isSo: boolean }>(own, [])).isSo;

describe('a line that comes while somebody is erased', () => {
  /** Does the one, lets the other begin, and ends the one: whichever of them is asked first. */
  async function atOnce(
    first: (wait: () => Promise<void>) => Promise<unknown>,
    second: () => Promise<unknown>,
  ): Promise<void> {
    const [begun, goOn] = [gate(), gate()];
    const one = first(async () => {
      begun.open();
      await goOn.opened;
    });
    await Promise.race([begun.opened, one]);
    const other = second();
    await untilWaitingOrOver(world, other);
    goOn.open();
    await one;
    await other;
  }

  const forgetting = ({ actor }: Payer, wait: () => Promise<void>) =>
    world.unitOfWork.run(world.system, async (tx) => {
      await forgetDues(tx, { memberId: actor.memberId ?? '' });
      await wait();
    });

  async function gone(name: string): Promise<Payer> {
    const payer = await paying(name);
    await world.useCases.leave.execute(payer.actor);
    await eraseOnly(payer);
    return payer;
  }

  it('is locked where it was written first', async () => {
    const hal = await gone('Hal Firstly');
    let lineId = '';
    await atOnce(
      (wait) => waitingToCommit(wait, () => statement(world, [from(hal, { amountMinor: 9_00n })])),
      () => forget(hal),
    );
    [{ id: lineId } = { id: '' }] = await world.asOwner<{ id: string }>(
      `select id from payments.bank_lines where counterparty_account = $1 and amount_minor = 900`,
      [hal.iban],
    );
    expect(await seen(lineId, 'firstly')).toMatchObject(locked);
  });

  it('is locked where they were forgotten first', async () => {
    const ida = await gone('Ida Secondly');
    let lineId = '';
    await atOnce(
      (wait) => forgetting(ida, wait),
      async () => {
        lineId = await lineOf(await statement(world, [from(ida, { amountMinor: 9_00n })]));
      },
    );
    expect(await seen(lineId, 'secondly')).toMatchObject(locked);
  });

  it.each(['the payment', 'the erasure'])('is locked where %s was booked first', async (which) => {
    const jo = await asked(`Jo After ${which}`);
    await world.useCases.leave.execute(jo.actor);
    const late = from(jo, { amountMinor: 10_00n, reference: jo.reference });
    const statementId = await statement(world, [late]);
    const lineId = await lineOf(statementId);
    const match = () => world.match.execute(world.system, { statementId });
    await (which === 'the payment'
      ? atOnce(
          (wait) => waitingToCommit(wait, match),
          () => eraseOnly(jo),
        )
      : atOnce((wait) => waitingToCommit(wait, () => eraseOnly(jo)), match));
    await forget(jo);
    expect(await seen(lineId, 'after')).toMatchObject({ ...locked, state: 'matched' });
  });

  it('is booked and locked without either being undone for the other', async () => {
    const kim = await asked('Kim Inbetween');
    const part = { amountMinor: 4_00n, reference: kim.reference };
    await pay(world, from(kim, part));
    await world.useCases.leave.execute(kim.actor);
    await eraseOnly(kim);
    const statementId = await statement(world, [from(kim, { ...part, amountMinor: 6_00n })]);
    const { lines } = world;
    const lockWaiting = lines.lockWaiting.bind(lines);
    const begun: string[] = [];
    await atOnce(
      async (wait) => {
        lines.lockWaiting = async (tx, lineId) => {
          begun.push('book');
          const line = await lockWaiting(tx, lineId);
          await wait();
          return line;
        };
        await world.match.execute(world.system, { statementId });
      },
      () =>
        world.unitOfWork.run(world.system, async (tx) => {
          begun.push('forget');
          await forgetDues(tx, { memberId: kim.actor.memberId ?? '' });
        }),
    ).finally(() => {
      lines.lockWaiting = lockWaiting;
    });
    expect(begun).toEqual(['book', 'forget']);
    const lineId = await lineOf(statementId);
    expect(await seen(lineId, 'inbetween')).toMatchObject({ ...locked, state: 'matched' });
  });

  /** Every transaction of this work waits before its end, the first time. */
  async function waitingToCommit(
    wait: () => Promise<void>,
    work: () => Promise<unknown>,
  ): Promise<void> {
    const { unitOfWork } = world;
    const run = unitOfWork.run.bind(unitOfWork);
    let waited = false;
    unitOfWork.run = (actor, body) =>
      run(actor, async (tx) => {
        const result = await body(tx);
        if (!waited && (await wrote(tx))) {
          waited = true;
          unitOfWork.run = run;
          await wait();
        }
        return result;
      });
    try {
      await work();
    } finally {
      unitOfWork.run = run;
    }
  }
});
