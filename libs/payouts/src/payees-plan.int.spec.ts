import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allStatements } from '../../platform/src/testing/inside.js';
import './forget-payouts.js';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

it('whom lines paid is found by indexes, not by reading every payout of the tenant', async () => {
  const text = allStatements().get('payouts.find-payees-of-lines') ?? '';
  const id = newId();
  const asked = text
    .replaceAll('$1', `'${id}'`)
    .replaceAll(/\$[23]/g, `array['${newId()}']::uuid[]`);
  await world.asOwner('set enable_seqscan = off');
  const plan = await world.asOwner<Record<string, string>>(`explain ${asked}`);
  const told = plan.map((row) => Object.values(row)[0]).join('\n');
  expect(told).not.toMatch(/Seq Scan|Filter: .*return_transaction_id/);
});
