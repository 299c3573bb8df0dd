import { tablesSaying } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDuesWorld, invoicesOf, pay } from './testing/dues-world.js';
import type { DuesWorld } from './testing/dues-world.js';
import { clerksOf, from, payersOf } from './testing/payers.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

const payers = payersOf(() => world);
const { doJobs, incomeAccount, lineOf } = clerksOf(() => world);

/** In which tables a word stands. */
const tablesWith = (word: string) => tablesSaying(world.asOwner, word);

const undo = (lineId: string, because: string) =>
  world.undo.execute(world.treasurer, { lineId, because });

const assign = async (lineId: string, because: string) =>
  world.assignToAccount.execute(world.treasurer, {
    lineId,
    ledgerAccountId: await incomeAccount(),
    because,
  });

it('what a treasurer wrote of a person is in no table once they are erased', async () => {
  const zel = await payers.asked('Zel Zqone');
  const sent = async (said: { reference?: string }) =>
    lineOf(await pay(world, from(zel, { amountMinor: 10_00n, ...said })));
  const line = await sent({ reference: zel.reference });
  await undo(line, 'Zel is in the zqclinic, and her brother paid');
  expect(await tablesWith('zqclinic')).toEqual(['payments.undone_matches']);
  await assign(line, 'Zel gave it, in her zqwill');
  expect(await tablesWith('zqwill')).toContain('platform.search_words');
  await undo(line, 'Zel has a zqfever and meant her dues');
  const [gift, mistaken] = [await sent({}), await sent({})];
  await assign(gift, 'A gift of Zel, who is in zqmourning');
  await assign(mistaken, 'Zel, who is in zqdebt');
  const [invoice] = await invoicesOf(world, zel.actor);
  await world.assignLine.execute(world.treasurer, { lineId: line, invoiceId: invoice?.id ?? '' });
  await payers.erased(zel);
  await doJobs();
  for (const word of ['zqclinic', 'zqwill', 'zqfever', 'zqmourning', 'zqdebt']) {
    expect(await tablesWith(word), word).toEqual([]);
  }
  // Whoever writes afterwards writes of somebody who was erased.
  await undo(gift, 'It was for the zqcure of Zel');
  await assign(gift, 'It was for the zqcure of Zel after all');
  await undo(line, 'Zel came back from the zqcure');
  expect(await tablesWith('zqcure')).toEqual([]);
});
