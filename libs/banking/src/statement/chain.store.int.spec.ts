import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@rochdale/platform';
import { createBankingWorld, ibans, read } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { camtFile } from '../testing/camt.js';
import { chainStore } from './chain.store.js';
import { missingStatements } from './missing-statement.js';

let world: BankingWorld;
let fileId: string;
beforeAll(async () => {
  world = await createBankingWorld();
  const made = { id: newId(), iban: ibans.second, from: '2025-01-01', to: '2025-01-01' };
  const entries = [{ amountMinor: 1n, on: '2025-01-01', text: newId() }];
  ({ fileId } = await read(world, camtFile({ ...made, openingMinor: 0n, entries })));
});
afterAll(() => world.close());

const day = (nth: number): string => `2026-03-${String(nth).padStart(2, '0')}`;

const link = fc.record({
  from: fc.integer({ min: 1, max: 9 }),
  days: fc.integer({ min: 0, max: 3 }),
  opening: fc.integer({ min: 0, max: 3 }),
  closing: fc.integer({ min: 0, max: 3 }),
  known: fc.integer({ min: 0, max: 1 }),
});
type Made = typeof link extends fc.Arbitrary<infer Value> ? Value : never;

/** The main account's statements: these, and no others. */
async function put(links: readonly Made[]): Promise<void> {
  await world.asOwner('delete from payments.bank_statements where bank_account_id = $1', [
    world.main.id,
  ]);
  await world.asOwner(
    `insert into payments.bank_statements (id, cooperative_id, file_id, bank_account_id, from_date,
       to_date, opening_minor, closing_minor, balanced, lines_new, lines_known, recorded_at)
     select gen_random_uuid(), $1, $2, $3, from_date, to_date, opening, closing, 'balanced', 1,
       known, now()
     from unnest($4::date[], $5::date[], $6::int[], $7::int[], $8::int[])
       as link (from_date, to_date, opening, closing, known)`,
    [
      world.cooperativeId,
      fileId,
      world.main.id,
      links.map(({ from }) => day(from)),
      links.map(({ from, days }) => day(from + days)),
      links.map(({ opening }) => opening),
      links.map(({ closing }) => closing),
      links.map(({ known }) => known),
    ],
  );
}

const found = () =>
  world.unitOfWork.read(world.treasurer, async (tx) => {
    const links = await chainStore.latest(tx, 'infinity');
    return {
      mayMiss: await chainStore.mayMiss(tx, 'infinity'),
      holes: missingStatements(links.filter((link) => link.bankAccountId === world.main.id)),
    };
  });

describe('whether a statement can be missing', () => {
  it('is said of every chain that has a hole', async () => {
    const seen = { sound: 0, holed: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(link, { minLength: 1, maxLength: 6 }), async (links) => {
        await put(links);
        const { mayMiss, holes } = await found();
        seen[mayMiss ? 'holed' : 'sound'] += 1;
        if (!mayMiss) expect(holes).toEqual([]);
      }),
      { numRuns: 150, seed: 7 },
    );
    expect(Math.min(seen.sound, seen.holed)).toBeGreaterThan(20);
  });

  it('is not said of days that follow each other, nor of a month beside its days', async () => {
    const next = { days: 0, known: 0 };
    const daily = [1, 2, 3, 4].map((at) => ({ ...next, from: at, opening: at - 1, closing: at }));
    await put(daily);
    expect(await found()).toEqual({ mayMiss: false, holes: [] });
    await put([...daily, { ...next, from: 1, days: 8, opening: 0, closing: 9 }]);
    expect(await found()).toEqual({ mayMiss: false, holes: [] });
    await put(daily.filter(({ from }) => from !== 3));
    expect(await found()).toMatchObject({ mayMiss: true, holes: [{ beforeDate: day(4) }] });
  });
});
