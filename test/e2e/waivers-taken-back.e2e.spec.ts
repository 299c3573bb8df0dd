import { afterAll, beforeAll, expect, it } from 'vitest';
import { codesOf, MoneyWorld } from './money-world.js';
import type { Changed } from './money-world.js';

let world: MoneyWorld;
let treasurer: string;
let ada: string;
beforeAll(async () => {
  world = await MoneyWorld.open();
  await world.found('mill');
  treasurer = await world.member('mill', 'tess', 'TREASURER');
  ada = await world.member('mill', 'ada');
});
afterAll(() => world.close());

const asking = `mutation ($from: Date!, $until: Date!) { payload: duesWaiverAsk(input: {
  amountMinor: "0", fromOn: $from, untilOn: $until }) { userErrors { code } waiver { id } } }`;
const takingBack = `mutation ($id: ID!) { payload: duesWaiverWithdraw(id: $id) {
  userErrors { code } waiver { state } } }`;

/** What is said beforehand of taking it back, and what taking it back answers. */
async function asked(token: string, id: string): Promise<unknown[]> {
  const { waivers } = await world.ask<{
    waivers: { viewerCan: { withdraw: { allowed: boolean; reason: string | null } } }[];
  }>(token, '{ waivers { viewerCan { withdraw { allowed reason } } } }');
  const said = waivers.map(({ viewerCan }) => viewerCan.withdraw.reason);
  return [...said, ...codesOf(await world.ask<Changed>(token, takingBack, { id }))];
}

it('whoever asked to pay less is told whether they may take it back, and nobody else', async () => {
  const from = world.clock.now().toISOString().slice(0, 10);
  const span = { from, until: from };
  const { payload } = await world.ask<Changed<{ waiver: { id: string } }>>(ada, asking, span);
  const { id } = payload.waiver;
  expect(await asked(treasurer, id)).toEqual(['WAIVER_NOT_FOUND', 'WAIVER_NOT_FOUND']);
  expect(await asked(ada, id)).toEqual([null]);
  expect(await asked(ada, id)).toEqual(['WAIVER_DECIDED', 'WAIVER_DECIDED']);
});
