import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { camtFile, camtNotice, camtReport } from '../testing/camt.js';
import { createBankingWorld, mt940File, read } from '../testing/banking-world.js';
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
  return of(number, bytes);
}

/** camt has a place for a number of an account beside the IBAN. */
function of(number: string, bytes: Uint8Array): Uint8Array {
  const account = `<Othr><Id>${number}</Id></Othr>`;
  return Buffer.from(Buffer.from(bytes).toString().replaceAll('<IBAN>OWN</IBAN>', account));
}

async function registered(number: string): Promise<string> {
  const { id } = await world.register.execute(world.system, {
    label: number,
    holderName: 'Ours',
    accountNumber: number,
    currency: 'EUR',
    rail: 'any',
  });
  return id;
}

const kindOf = (one: TrueEntry): string => `${one.day} ${one.amountMinor}`;
const counted = (all: readonly Line[]): Line[] => all.filter(({ state }) => state === 'new');

/** The treasurer says of all that waits that it is told again, whatever its parts. */
async function sayAllRepeated(id: string): Promise<void> {
  const decide = new DecideBankLine(world.unitOfWork);
  for (;;) {
    const all = await world.asOwner<Line>(lines, [id]);
    const waits = all.find(({ state }) => state === 'unclear');
    if (waits === undefined) return;
    const [same] = counted(all);
    await decide.execute(world.treasurer, { lineId: waits.id, sameAsLineId: same?.id ?? null });
  }
}

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
  const id = await registered(number);
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

describe('a batch and its payments are one, whichever format tells it how', () => {
  const day = '2026-01-10';
  const payments = [3_00n, 4_00n];
  const [sum] = payments.map(() => 7_00n);
  const made = (id: string, entries: Parameters<typeof camtNotice>[2]) =>
    ({ id, iban: 'OWN', from: day, to: day, entries }) as const;
  const single = payments.map((amountMinor, at) => ({
    amountMinor,
    on: day,
    text: `part ${at}`,
    bankReference: `PAYMENT${at}`,
  }));
  const parts = payments.map((amountMinor, at) => ({ amountMinor, text: `part ${at}` }));
  const batch = { amountMinor: 7_00n, on: day, parts, bankReference: 'BATCH' };
  const tellings: Readonly<Record<string, (number: string) => Uint8Array>> = {
    'a batch of camt.053': (number) => of(number, camtFile(made('B53', [batch]))),
    'a batch of camt.052': (number) => of(number, camtReport(made('B52', [batch]))),
    'a batch of camt.054': (number) => of(number, camtNotice('B54', 'OWN', [batch])),
    'payments of camt.053': (number) => of(number, camtFile(made('P53', single))),
    'payments of camt.052': (number) => of(number, camtReport(made('P52', single))),
    'payments of camt.054': (number) => of(number, camtNotice('P54', 'OWN', single)),
    'payments of MT940': (number) => mt940File(number, day, payments),
    'a sum of MT940': (number) => mt940File(number, day, [sum ?? 0n]),
  };
  const names = Object.keys(tellings);
  const batches = names.filter((name) => name.startsWith('a batch'));
  const others = names.filter((name) => !name.startsWith('a batch'));
  const pairs = batches.flatMap((one) =>
    others.flatMap((other) => [[one, other] as const, [other, one] as const]),
  );
  let numbers = 44_400_000;

  it.each(pairs)('%s, then %s', async (...both) => {
    const number = String((numbers += 1));
    const id = await registered(number);
    const said: string[] = [];
    for (const name of both) {
      const { fileId } = await read(world, tellings[name]?.(number) ?? Buffer.of());
      const [file] = await world.asOwner<{ warnings: { code: string }[] }>(
        'select warnings from payments.statement_files where id = $1',
        [fileId],
      );
      said.push(...(file?.warnings ?? []).map(({ code }) => code));
    }
    const all = await world.asOwner<Line>(lines, [id]);
    const minor = counted(all).reduce((total, { amount }) => total + BigInt(amount), 0n);
    expect(minor).toBe(7_00n);
    const waits = all.some(({ state }) => state === 'unclear');
    // Neither notices nor reports of the day are of whole days; a sum may be of other payments.
    const mayWait = both.every((name) => /camt\.05[24]$/.test(name));
    if (!mayWait) expect(waits).toBe(false);
    expect(said.includes('line-unclear')).toBe(waits);
    if (both.includes('a sum of MT940')) await sayAllRepeated(id);
    expect(counted(await world.asOwner<Line>(lines, [id]))).toHaveLength(counted(all).length);
  });
});
