import { DecideBankLine } from '@rochdale/banking';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDuesWorld, invoicesOf, pay } from './testing/dues-world.js';
import type { DuesWorld } from './testing/dues-world.js';
import { clerksOf, from, nextIban, payersOf } from './testing/payers.js';
import type { Payer } from './testing/payers.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

const payers = payersOf(() => world);
const { doJobs, incomeAccount, lineOf, seen } = clerksOf(() => world);

async function asked(name: string) {
  const payer = await payers.asked(name);
  const [invoice] = await invoicesOf(world, payer.actor);
  return { ...payer, invoiceId: invoice?.id ?? '' };
}
async function erased(payer: Payer): Promise<void> {
  await payers.erased(payer);
  await doJobs();
}
const shownName = async (lineId: string) => (await seen(lineId, 'nobody')).counterpartyName;

interface Banking {
  readonly banking: readonly { readonly amountMinor: string }[];
}

it('an undone mistake on one of their lines keeps nothing of theirs open', async () => {
  const wes = await asked('Wes Other');
  const val = await asked('Val Mistaken');
  const first = await lineOf(await pay(world, from(val, { amountMinor: 10_00n })));
  await world.assignLine.execute(world.treasurer, { lineId: first, invoiceId: wes.invoiceId });
  await world.undo.execute(world.treasurer, { lineId: first, because: 'It was Val' });
  await world.assignLine.execute(world.treasurer, { lineId: first, invoiceId: val.invoiceId });
  const told = (await world.useCases.exportData.execute(val.actor)) as unknown as Banking;
  expect(JSON.stringify(told.banking)).toContain(val.iban);
  const gift = await lineOf(await pay(world, from(val, { amountMinor: 7_00n })));
  await world.assignToAccount.execute(world.treasurer, {
    lineId: gift,
    ledgerAccountId: await incomeAccount(),
    because: 'A gift',
  });
  const waits = await lineOf(await pay(world, from(val, { amountMinor: 7_10n })));
  await erased(val);
  const later = await lineOf(await pay(world, from(val, { amountMinor: 7_20n })));
  expect([
    await shownName(first),
    await shownName(gift),
    await shownName(waits),
    await shownName(later),
  ]).toEqual([null, null, null, null]);
});

it('a line that was taken for somebody by mistake is not in their archive', async () => {
  const wim = await asked('Wim Wrongly');
  const vic = await asked('Vic Told');
  const line = await lineOf(await pay(world, from(vic, { amountMinor: 10_00n })));
  await world.assignLine.execute(world.treasurer, { lineId: line, invoiceId: wim.invoiceId });
  await world.undo.execute(world.treasurer, { lineId: line, because: 'It was Vic' });
  const told = (await world.useCases.exportData.execute(wim.actor)) as unknown as Banking;
  expect(JSON.stringify(told.banking)).not.toContain('Vic Told');
});

it('nobody hides a supplier from treasurers by going under its name', async () => {
  const works = { actor: world.system, iban: nextIban(), name: 'Stadtwerke Rochdale' };
  const account = await incomeAccount();
  const booked: string[] = [];
  for (const amountMinor of [90_00n, -80_00n]) {
    const lineId = await lineOf(await pay(world, from(works, { amountMinor })));
    await world.assignToAccount.execute(world.treasurer, {
      lineId,
      ledgerAccountId: account,
      because: 'Power',
    });
    booked.push(lineId);
  }
  await erased(await asked(works.name));
  for (const lineId of booked) expect(await shownName(lineId)).toBe(works.name);
});

it('who paid once for a friend after being erased is still not shown', async () => {
  const ken = await asked('Ken Erased');
  await pay(world, from(ken, { amountMinor: 10_00n, reference: ken.reference }));
  await erased(ken);
  const pal = await asked('Pal There');
  await pay(world, from(ken, { amountMinor: 10_00n, reference: pal.reference }));
  await doJobs();
  const later = await lineOf(await pay(world, from(ken, { amountMinor: 3_00n })));
  expect(await shownName(later)).toBeNull();
});

it('a line of the erased is locked where a source tells it again', async () => {
  world.clock.advance({ days: 40 });
  const max = await asked('Max Twice');
  const boss = { actor: world.system, iban: nextIban(), name: 'Uncle Of Max' };
  const entry = { amountMinor: 10_00n, reference: max.reference, freeText: max.reference };
  const line = await lineOf(await pay(world, from(boss, entry)));
  await erased(max);
  expect(await shownName(line)).toBeNull();
  const [bank] = await world.asOwner<{ id: string; currency: string }>(
    'select id, currency from payments.bank_accounts limit 1',
  );
  const [again = ''] = await world.unitOfWork.run(world.system, (tx) =>
    world.lines.take(tx, bank as { id: string; currency: string }, 'tin', [
      {
        externalId: 'twice',
        bookedOn: world.clock.now().toISOString().slice(0, 10),
        amountMinor: 10_00n,
        reversal: false,
        counterparty: 'Uncle Of Max',
        reference: max.reference,
        kind: 'payment',
      },
    ]),
  );
  const [row] = await world.asOwner<{ rival: string; state: string }>(
    'select rival_line_id as rival, state from payments.bank_lines where id = $1',
    [again],
  );
  expect(row).toEqual({ rival: line, state: 'unclear' });
  await new DecideBankLine(world.unitOfWork).execute(world.treasurer, {
    lineId: again,
    sameAsLineId: line,
  });
  const [now] = await world.asOwner('select state from payments.bank_lines where id = $1', [again]);
  expect(now).toEqual({ state: 'repeated' });
  expect(await shownName(again)).toBeNull();
});

it('an account is theirs however a file writes it', async () => {
  const abe = await asked('Abe Written');
  const plain = { ...abe, iban: '06200012345678' };
  await pay(world, from(plain, { amountMinor: 10_00n, reference: abe.reference }));
  const dashed = { ...abe, iban: '062-000 12345678' };
  const waits = await lineOf(await pay(world, from(dashed, { amountMinor: 3_31n })));
  await erased(abe);
  expect(await shownName(waits)).toBeNull();
});

it('an account that another pays by is shared, however a file writes it', async () => {
  const bo = await asked('Bo Shared');
  const plain = { ...bo, iban: '06200087654321' };
  await pay(world, from(plain, { amountMinor: 10_00n, reference: bo.reference }));
  await pay(world, from(plain, { amountMinor: 3_32n }));
  const cy = await asked('Cy Shared');
  const dashed = { ...cy, iban: '062-000 87654321' };
  await pay(world, from(dashed, { amountMinor: 10_00n, reference: cy.reference }));
  const told = (await world.useCases.exportData.execute(bo.actor)) as unknown as Banking;
  expect(told.banking.map(({ amountMinor }) => amountMinor)).toEqual(['1000']);
});

it('who paid a friend’s dues once is locked all the same when they are erased', async () => {
  const eda = await asked('Eda Helped');
  await pay(world, from(eda, { amountMinor: 10_00n, reference: eda.reference }));
  const tom = await asked('Tom Friendof');
  const forTom = await lineOf(
    await pay(world, from(eda, { amountMinor: 10_00n, reference: tom.reference })),
  );
  const gift = await lineOf(await pay(world, from(eda, { amountMinor: 4_41n })));
  await world.assignToAccount.execute(world.treasurer, {
    lineId: gift,
    ledgerAccountId: await incomeAccount(),
    because: 'A gift',
  });
  await erased(eda);
  const later = await lineOf(await pay(world, from(eda, { amountMinor: 4_42n })));
  const shown = [await shownName(forTom), await shownName(gift), await shownName(later)];
  expect(shown).toEqual([null, null, null]);
});

it('what is locked is read by nobody whose dues a treasurer has it pay', async () => {
  const kim = await asked('Kim Erased');
  await pay(world, from(kim, { amountMinor: 10_00n, reference: kim.reference }));
  await erased(kim);
  const line = await lineOf(await pay(world, from(kim, { amountMinor: 10_00n })));
  const tess = await asked('Tess Treasurer');
  await world.assignLine.execute(world.treasurer, { lineId: line, invoiceId: tess.invoiceId });
  const told = (await world.useCases.exportData.execute(tess.actor)) as unknown as Banking;
  expect(told.banking.map(({ amountMinor }) => amountMinor)).toEqual(['1000']);
  expect(JSON.stringify(told)).not.toContain('Kim');
  expect(JSON.stringify(told)).not.toContain(kim.iban);
});
