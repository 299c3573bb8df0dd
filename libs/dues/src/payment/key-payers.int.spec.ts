import { sha256Hex, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { foundAfter } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duesInvariants } from '../dues.invariants.js';
import { createDuesWorld, invoicesOf, member, pay } from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';
import { KeyPayers } from './key-payers.js';

const iban = 'GB29NWBK60161331926819';
let world: DuesWorld;
let ada: Actor;
let key: KeyPayers;
beforeAll(async () => {
  world = await createDuesWorld();
  ada = await member(world, 1000n);
  key = new KeyPayers(world.unitOfWork);
  await world.issue.execute(world.system);
  const [invoice] = await invoicesOf(world, ada);
  await pay(world, { amountMinor: 1000n, reference: invoice?.reference ?? '', payer: iban });
});
afterAll(() => world.close());

const kept = async () => {
  const rows = await world.asOwner<{ payer: string }>(
    'select payer_fingerprint as payer from dues.payments order by paid_on',
  );
  return rows.map(({ payer }) => payer);
};
const guess = () => sha256Hex(`${world.ours.id} ${iban}`);

/** Keyed as by the release before, or not. */
async function asBefore(): Promise<void> {
  await world.asOwner('alter table dues.payments disable trigger user');
  await world.asOwner('update dues.payments set payer_fingerprint = $1', [guess()]);
  await world.asOwner('alter table dues.payments enable trigger user');
}

/** Next month's dues, paid from the same account without a word. */
async function paidNext(): Promise<string | undefined> {
  world.clock.advance({ days: 31 });
  await world.issue.execute(world.system);
  await pay(world, { amountMinor: 1000n, reference: 'thanks', payer: iban });
  return (await invoicesOf(world, ada)).at(-1)?.state;
}

describe('an account that paid', () => {
  it('is found by no guess, also by whoever knows every account there is', async () => {
    const [one] = await kept();
    expect(one).toMatch(/^k1:/);
    expect(one).not.toContain(guess());
  });

  it('is known again, also by the fingerprint of before there was a key', async () => {
    await asBefore();
    expect(await paidNext()).toBe('paid');
    expect(await kept()).toEqual([guess(), expect.stringMatching(/^k1:/)]);
  });

  it('gets the key that it would have by now, once', async () => {
    const law = duesInvariants.find(({ name }) => name === 'dues.payers-are-keyed')?.sql ?? '';
    const done = `insert into platform.jobs (id, name, key, payload, status, attempts,
        max_attempts, run_at, created_at, finished_at, cooperative_id)
      select gen_random_uuid(), 'dues.key-payers', gen_random_uuid()::text, '{}', 'done', 1, 3,
        now(), now(), now(), '${world.ours.id}'`;
    expect(await foundAfter(world, [done], law)).toHaveLength(1);
    expect(await key.execute(world.system)).toBe(1);
    const [older, newer] = await kept();
    expect(older).toBe(newer);
    expect(await foundAfter(world, [done], law)).toEqual([]);
    expect(await key.execute(world.system)).toBe(0);
    expect(await paidNext()).toBe('paid');
  });

  it('is nobody’s to key but the service’s, and stays as it is', async () => {
    await expect(key.execute(world.treasurer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const forged = `update dues.payments set payer_fingerprint = 'k1:'`;
    const asked = world.asApplication(forged, [], world.ours.id);
    await expect(asked).rejects.toThrow('never changed or removed');
    expect(await key.execute(systemActor(world.ours.id, 'job'))).toBe(0);
  });
});
