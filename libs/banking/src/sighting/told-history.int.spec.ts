import { afterAll, beforeAll, expect, it } from 'vitest';
import { camtFile } from '../testing/camt.js';
import { createBankingWorld, read } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { Dice, madeFiles, madeHistory } from '../testing/made-history.js';
import type { MadeTelling, TrueEntry } from '../testing/made-history.js';
import { DecideBankLine } from './decide-bank-line.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
});
afterAll(() => world.close());

interface Line {
  readonly id: string;
  readonly on: string;
  readonly amount: string;
  readonly state: string;
}

const lines = `select id, booking_date::text as on, amount_minor::text as amount, state
  from payments.bank_lines where bank_account_id = $1 order by id`;

/** As the bank writes it, in camt.053: with the reference, without, or with next to nothing. */
function fileOf(number: string, made: MadeTelling): Uint8Array {
  const { reference, richness, balances, entries } = made;
  const days = entries.map(({ day }) => day).toSorted();
  const [from = ''] = days;
  const bytes = camtFile({
    id: reference ?? '',
    iban: 'OWN',
    from,
    to: days.at(-1) ?? '',
    openingMinor: balances?.openingMinor ?? 0n,
    entries: entries.map(({ is, text }) => ({
      amountMinor: is.amountMinor,
      on: is.day,
      text: richness === 'poor' ? text : `${text} by ${is.payer}`,
      ...(richness === 'keys' ? { bankReference: is.key } : {}),
    })),
  });
  const account = `<Othr><Id>${number}</Id></Othr>`;
  return Buffer.from(Buffer.from(bytes).toString().replaceAll('<IBAN>OWN</IBAN>', account));
}

const kindOf = (one: TrueEntry): string => `${one.day} ${one.amountMinor}`;
const counted = (all: readonly Line[]): Line[] => all.filter(({ state }) => state === 'new');

/** The treasurer decides what waits by knowing how many there are of a kind. */
async function decideAll(id: string, told: ReadonlySet<TrueEntry>): Promise<void> {
  const decide = new DecideBankLine(world.unitOfWork);
  const waiting = (await world.asOwner<Line>(lines, [id])).filter(
    ({ state }) => state === 'unclear',
  );
  for (const line of waiting) {
    const all = await world.asOwner<Line>(lines, [id]);
    const same = counted(all).filter(({ on, amount }) => on === line.on && amount === line.amount);
    const there = [...told].filter((one) => kindOf(one) === `${line.on} ${line.amount}`).length;
    const sameAsLineId = same.length < there ? null : (same[0]?.id ?? null);
    await decide.execute(world.treasurer, { lineId: line.id, sameAsLineId });
  }
}

const [firstSeed = 1, lastSeed = 1] = (process.env['SEEDS'] ?? '1-1').split('-').map(Number);
const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, at) => firstSeed + at);

it.each(seeds)('history %i ends with the same lines in the database', async (seed) => {
  const number = `${70_000_000 + seed}`;
  const { id } = await world.register.execute(world.system, {
    label: number,
    holderName: 'Ours',
    accountNumber: number,
    currency: 'EUR',
    rail: 'any',
  });
  const dice = new Dice(seed);
  const all = madeHistory(dice, 120).map((one): TrueEntry => ({ ...one, parts: [] }));
  const told = new Set<TrueEntry>();
  for (const made of madeFiles(dice, all, ['camt.053']).flat()) {
    await read(world, fileOf(number, made));
    for (const { is } of made.entries) told.add(is);
    await decideAll(id, told);
  }
  const found = counted(await world.asOwner<Line>(lines, [id]));
  expect(found.map(({ on, amount }) => `${on} ${amount}`).toSorted()).toEqual(
    all.map(kindOf).toSorted(),
  );
});
