import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zip } from '../../../bank-formats/src/testing/zip-archive.js';
import { createBankingWorld, mt940File, read } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { camtFile, camtNotice } from '../testing/camt.js';
import { ownAccount } from '../testing/own-account.js';
import type { StoredLine } from '../testing/own-account.js';

let world: BankingWorld;

beforeAll(async () => {
  world = await createBankingWorld();
});
afterAll(() => world.close());

/** One row of an account's export: a day of January, euros, and what for. */
type Row = readonly [day: number, euros: number, text: string];

const date = (day: number): string => `${String(day).padStart(2, '0')}.01.2026`;

const german = (euros: number): string => euros.toFixed(2).replace('.', ',');

/** As a bank without balances exports it. */
function plain(number: string, rows: readonly Row[]): Uint8Array {
  const lines = rows.map(([day, euros, text]) =>
    [number, date(day), date(day), 'Ada', text, german(euros), 'EUR'].join(';'),
  );
  const head = 'Auftragskonto;Buchungstag;Valutadatum;Name;Verwendungszweck;Betrag;Waehrung';
  return Buffer.from([head, ...lines, ''].join('\n'));
}

/** As one with the balance behind each row does. */
function balanced(number: string, rows: readonly Row[], opening: number): Uint8Array {
  let balance = opening;
  const lines = rows.map(([day, euros, text]) => {
    balance += euros;
    const [on, amount, after] = [date(day), german(euros), german(balance)];
    return [number, on, on, 'Ada', text, amount, after, 'EUR'].join(';');
  });
  const head = 'Auftragskonto;Buchungstag;Valutadatum;Name;Verwendungszweck;Betrag;Saldo;Waehrung';
  return Buffer.from([head, ...lines, ''].join('\n'));
}

const byDayAndAmount = (one: StoredLine, other: StoredLine): number =>
  Number(one.booking_date) - Number(other.booking_date) ||
  Number(one.amount_minor) - Number(other.amount_minor);

/** An account that no other test moves. */
async function account() {
  const own = await ownAccount(world);
  return {
    ...own,
    /** The files in one archive, each with a name of its own. */
    pack: (...files: readonly Uint8Array[]) =>
      read(world, zip(...files.map((content, at) => ({ name: `${at}.csv`, content })))),
    /** The amounts of those that count, by day, and why others wait. */
    gist: async () => {
      const all = (await own.lines()).toSorted(byDayAndAmount);
      const counted = all.filter(({ state }) => state === 'new');
      return {
        counted: counted.map((line) => Number(line.amount_minor) / 100),
        waits: all.flatMap(({ state, doubt }) => (state === 'new' ? [] : [doubt])),
      };
    },
  };
}

const warningsOf = async (fileId: string) => {
  const [file] = await world.asOwner<{ warnings: { code: string; message: string }[] }>(
    'select warnings from payments.statement_files where id = $1',
    [fileId],
  );
  return file?.warnings ?? [];
};

const rows: readonly Row[] = [
  [9, 1, 'first'],
  [10, 2, 'tea'],
  [11, 5, 'coffee'],
  [11, 5, 'coffee'],
  [12, 3, 'bread'],
  [13, 4, 'last'],
];
const of = (from: number, to: number) => rows.filter(([day]) => from <= day && day <= to);
const once = rows.map(([, euros]) => euros);
/** The rows' balances begin with this one. */
const before = (day: number) =>
  rows.filter(([its]) => its < day).reduce((sum, [, euros]) => sum + euros, 100);

describe.each([
  ['in one archive', true],
  ['as files of their own, at once', false],
])('CSV files that overlap, %s', (_, isPacked) => {
  const put = async (own: Awaited<ReturnType<typeof account>>, files: readonly Uint8Array[]) => {
    if (isPacked) await own.pack(...files);
    else await Promise.all(files.map((file) => own.put(file)));
  };

  it.each(['first', 'second'])('tell each line once, the %s in front', async (which) => {
    const own = await account();
    const files = [plain(own.number, of(9, 12)), plain(own.number, of(10, 13))];
    await put(own, which === 'first' ? files : files.toReversed());
    expect(await own.gist()).toEqual({ counted: once, waits: [] });
  });

  it('tell each line once by their balances, to the first and last one', async () => {
    for (const [to, from] of [
      [12, 10],
      [11, 11],
      [12, 9],
    ] as const) {
      const own = await account();
      const { number } = own;
      await put(own, [
        balanced(number, of(9, to), before(9)),
        balanced(number, of(from, 13), before(from)),
      ]);
      expect([to, from, await own.gist()]).toEqual([to, from, { counted: once, waits: [] }]);
    }
  });

  it('count no line twice of the day on which one ends and one begins: it waits', async () => {
    const own = await account();
    await put(own, [plain(own.number, of(9, 11)), plain(own.number, of(11, 13))]);
    expect(await own.gist()).toEqual({ counted: once, waits: ['edge-day', 'edge-day'] });
  });
});

describe('an archive', () => {
  it('with one file twice tells it once, and says so', async () => {
    const own = await account();
    const day = plain(own.number, of(11, 11));
    const { fileId } = await own.pack(day, plain(own.number, of(13, 13)), day);
    expect(await own.gist()).toEqual({ counted: [5, 5, 4], waits: [] });
    const [said, ...others] = (await warningsOf(fileId)).filter(
      ({ code }) => code !== 'profile-guessed',
    );
    expect([said?.code, others]).toEqual(['file-repeated', []]);
    expect(said?.message).toMatch(/^File 3 of the archive: .* twice/);
  });

  it('of files that follow one another counts equal lines of each', async () => {
    const own = await account();
    const tea: Row = [10, 2, 'tea'];
    const { number } = own;
    await own.pack(balanced(number, [tea], 0), balanced(number, [tea, [11, 1, 'x']], 2));
    expect(await own.gist()).toEqual({ counted: [2, 2, 1], waits: [] });
  });

  it('asks of a file whose balances fit one that is told and another one too', async () => {
    const own = await account();
    const { number } = own;
    const there = balanced(number, [[10, 2, 'tea']], 0);
    const again = Buffer.concat([there, Buffer.from('\n')]);
    await own.pack(there, balanced(number, [[10, -2, 'tea']], 2), again);
    expect(await own.gist()).toEqual({ counted: [-2, 2], waits: ['balances-fit-both'] });
  });

  it('of several formats has each file in its own', async () => {
    const own = await account();
    const { number } = own;
    const on = '2026-01-10';
    const named = (file: Uint8Array) =>
      Buffer.from(
        Buffer.from(file).toString().replace('<IBAN>OWN</IBAN>', `<Othr><Id>${number}</Id></Othr>`),
      );
    const entries = [2_00n, 3_00n].map((amountMinor) => ({ amountMinor, on }));
    const camt = { id: 'S', iban: 'OWN', from: on, to: on, entries };
    await own.pack(
      named(camtFile(camt)),
      named(camtNotice('N', 'OWN', entries.slice(0, 1))),
      mt940File(number, on, [2_00n, 3_00n]),
      plain(number, [[12, 9, 'later']]),
    );
    expect(await own.gist()).toEqual({ counted: [2, 3, 9], waits: [] });
    const formats = await world.asOwner<{ format: string }>(
      `select s.format from payments.bank_statements s
       join payments.bank_accounts a on a.id = s.bank_account_id
       where a.account_number = $1 order by s.id`,
      [number],
    );
    expect(formats.map(({ format }) => format)).toEqual(['camt.053', 'camt.054', 'mt940', 'csv']);
  });
});
