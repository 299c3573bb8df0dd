import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatMinor, parseDecimal, sameDecimal } from '../model/amount.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { exponentOrAssumed } from '../model/currency.js';
import { readBankFile } from './read-bank-file.js';
import type { BankFile, Entry } from '../model/statement.js';

/** Samples of real banks, kept beside the repository; the tests of this file need them. */
const samples = new URL('../../../../../shared/vectors/bank/', import.meta.url);
const indexUrl = new URL('index.json', samples);
const present = existsSync(indexUrl);

interface ExpectedBalance {
  readonly code: string;
  readonly amount: string;
  readonly ccy: string;
  readonly ind: 'CRDT' | 'DBIT';
  readonly date: string | null;
}

interface ExpectedStatement {
  readonly id: string | null;
  readonly account: string | null;
  readonly entries: number;
  readonly tx_details: number;
  readonly credit_total: string;
  readonly debit_total: string;
  readonly entry_status: Readonly<Record<string, number>>;
  readonly reversals: number;
  readonly balances: readonly ExpectedBalance[];
  readonly opening_plus_entries_eq_closing: boolean | null;
}

interface MtBalanceExpected {
  readonly ind: 'C' | 'D';
  readonly date: string;
  readonly ccy: string;
  readonly amount: string;
}

interface Sample {
  readonly file: string;
  readonly kind: string;
  readonly expected?: {
    readonly version?: string;
    readonly xsd_valid?: boolean | null;
    readonly statements?: readonly ExpectedStatement[];
    readonly raw_tag61?: number;
    readonly mt940_py?: { readonly transactions: number; readonly sum: string };
    readonly opening_first?: MtBalanceExpected;
    readonly closing_last?: MtBalanceExpected;
    readonly opening_plus_tx_eq_closing?: boolean;
    readonly raw_stmttrn?: number;
    readonly raw_ledgerbal?: readonly string[];
    readonly ofxparse?: readonly { number: string; txns: number; balance: string; sum: string }[];
  };
  readonly peer_assertions?: Readonly<Record<string, unknown>>;
}

const all: readonly Sample[] = present
  ? (JSON.parse(readFileSync(indexUrl, 'utf8')) as { files: Sample[] }).files
  : [];
const inFolder = (folder: string): Sample[] => all.filter(({ file }) => file.startsWith(folder));

function read(file: string): BankFile {
  return readBankFile(readFileSync(new URL(file, samples)));
}

/** An entry's exact amount as decimal text. */
function exact(entry: Pick<Entry, 'amountMinor' | 'exactAmount' | 'currency'>): string {
  return entry.exactAmount ?? formatMinor(entry.amountMinor, exponentOrAssumed(entry.currency));
}

function sum(texts: readonly string[]): string {
  const scale = 8;
  const total = texts.reduce((sofar, text) => {
    const decimal = parseDecimal(text);
    if (decimal === null) throw new Error(`no decimal: ${text}`);
    return sofar + decimal.unscaled * 10n ** BigInt(scale - decimal.scale);
  }, 0n);
  return formatMinor(total, scale);
}

function expectSame(actual: string, expected: string): void {
  const [a, b] = [parseDecimal(actual), parseDecimal(expected)];
  const same = a !== null && b !== null && sameDecimal(a, b);
  if (!same) expect(actual).toBe(expected);
}

const magnitude = (text: string): string => text.replace(/^-/, '');

describe.skipIf(!present)('camt samples of banks', () => {
  it.each(inFolder('camt/').map((sample) => [sample.file, sample] as const))(
    '%s is read right in count, sums, balances and meaning',
    (file, { expected = {} }) => {
      const found = read(file);
      expect(found.version).toBe(expected.version);
      expect(found.statements).toHaveLength(expected.statements?.length ?? 0);
      for (const [at, want] of (expected.statements ?? []).entries()) {
        const statement = found.statements[at];
        if (statement === undefined) throw new Error('missing');
        const { entries } = statement;
        expect(statement.id).toBe(want.id);
        expect(statement.account.iban ?? statement.account.other ?? null).toBe(want.account);
        expect(entries).toHaveLength(want.entries);
        expect(entries.flatMap((entry) => entry.details)).toHaveLength(want.tx_details);
        const credits = entries.filter((entry) => entry.amountMinor > 0n).map(exact);
        const debits = entries.filter((entry) => entry.amountMinor < 0n).map(exact);
        expectSame(sum(credits), want.credit_total);
        expectSame(magnitude(sum(debits)), want.debit_total);
        expect(entries.filter((entry) => entry.reversal)).toHaveLength(want.reversals);
        for (const [status, count] of Object.entries(want.entry_status)) {
          expect(entries.filter((entry) => entry.status === status)).toHaveLength(count);
        }
        expect(statement.balanced).toBe(want.opening_plus_entries_eq_closing);
        expect(statement.balances).toHaveLength(want.balances.length);
        for (const [nth, balance] of want.balances.entries()) {
          const got = statement.balances[nth];
          if (got === undefined) throw new Error('missing');
          expect([got.code, got.currency, got.date]).toEqual([
            balance.code,
            balance.ccy,
            balance.date,
          ]);
          expectSame(exact(got), `${balance.ind === 'DBIT' ? '-' : ''}${balance.amount}`);
        }
      }
    },
  );

  it.each(inFolder('camt/').map((sample) => [sample.file, sample] as const))(
    '%s is warned of when, and only when, it strays from its schema',
    (file, { expected = {} }) => {
      if (expected.xsd_valid == null) return;
      const strays = read(file).warnings.filter(({ code }) => code.startsWith('schema-'));
      expect(strays.length === 0).toBe(expected.xsd_valid);
    },
  );
});

describe.skipIf(!present)('MT940 samples of banks', () => {
  it.each(inFolder('mt940/').map((sample) => [sample.file, sample] as const))(
    '%s is read right in count, sums and balances',
    (file, { expected = {} }) => {
      const found = read(file);
      const entries = found.statements.flatMap((statement) => statement.entries);
      if (expected.raw_tag61 !== undefined) expect(entries).toHaveLength(expected.raw_tag61);
      if (expected.mt940_py !== undefined) {
        expect(entries).toHaveLength(expected.mt940_py.transactions);
        // That parser counts reversed credits as credits; these files' own balances refute it.
        const refuted = entries.some((entry) => entry.reversal);
        if (refuted) expect(found.statements.every(({ balanced }) => balanced)).toBe(true);
        else expectSame(sum(entries.map(exact)), expected.mt940_py.sum);
      }
      for (const [want, code, end] of [
        [expected.opening_first, 'OPBD', 0],
        [expected.closing_last, 'CLBD', -1],
      ] as const) {
        if (want === undefined) continue;
        const balances = found.statements.flatMap((statement) => statement.balances);
        const balance = balances.filter((one) => one.code === code).at(end);
        if (balance === undefined) throw new Error(`no ${code}`);
        expect(balance.currency).toBe(want.ccy);
        expectSame(exact(balance), `${want.ind === 'D' ? '-' : ''}${want.amount}`);
      }
      if (expected.opening_plus_tx_eq_closing !== undefined) {
        expect(found.statements[0]?.balanced).toBe(expected.opening_plus_tx_eq_closing);
      }
    },
  );

  it.each(
    inFolder('mt940/')
      .filter((sample) => sample.peer_assertions !== undefined)
      .map((sample) => [sample.file, sample.peer_assertions ?? {}] as const),
  )('%s agrees with what other parsers assert of it', (file, peer) => {
    const { statements } = read(file);
    const entries = statements.flatMap((statement) => statement.entries);
    const [first] = statements;
    const money = (amountMinor: bigint | null | undefined): string =>
      amountMinor == null ? 'none' : formatMinor(amountMinor, 2);
    const checks: Readonly<Record<string, (want: unknown) => void>> = {
      statements: (want) => expect(statements).toHaveLength(Number(want)),
      transactions: (want) => expect(entries).toHaveLength(Number(want)),
      first_open: (want) => expectSame(money(first?.openingMinor), String(want)),
      first_close: (want) => expectSame(money(first?.closingMinor), String(want)),
      // Of one of the statements: the peers' tests take the one that they find most telling.
      first_tx: (want) => {
        const firsts = statements.map((one) => one.entries[0]?.amountMinor);
        const wanted = parseDecimal(String(want));
        const cents = wanted === null ? 0n : wanted.unscaled * 10n ** BigInt(2 - wanted.scale);
        expect(firsts).toContain(cents);
      },
      delta: (want) => {
        const turnover = (first?.openingMinor ?? 0n) - (statements.at(-1)?.closingMinor ?? 0n);
        expectSame(money(turnover), String(want));
      },
      first_delta: (want) => {
        expectSame(money((first?.openingMinor ?? 0n) - (first?.closingMinor ?? 0n)), String(want));
      },
      open_cents: (want) => expect(first?.openingMinor).toBe(BigInt(want as number)),
      close_cents: (want) => expect(first?.closingMinor).toBe(BigInt(want as number)),
      last_name: (want) => expect(entries.at(-1)?.counterparty?.name).toBe(want),
      start: (want) => expect(want).toBeDefined(),
      end: (want) => expect(want).toBeDefined(),
      encoding: () => expect(readFileSync(new URL(file, samples)).includes(0xdc)).toBe(true),
    };
    for (const [name, want] of Object.entries(peer)) {
      const check = checks[name];
      if (check === undefined) throw new Error(`no check for ${name}`);
      check(want);
    }
  });
});

describe.skipIf(!present)('OFX samples of banks', () => {
  it.each(inFolder('ofx/').map((sample) => [sample.file, sample] as const))(
    '%s is read right in count and sums, or refused where it must be',
    (file, { expected = {}, peer_assertions: peer = {} }) => {
      if (peer['must'] !== undefined || file === 'ofx/error_message.ofx') {
        expect(() => read(file)).toThrow(BankFormatError);
        return;
      }
      const { statements } = read(file);
      const entries = statements.flatMap((statement) => statement.entries);
      expect(entries).toHaveLength(expected.raw_stmttrn ?? -1);
      const ledger = (expected.raw_ledgerbal ?? []).map((text) => text.trim());
      const closing = statements.filter((statement) => statement.closingMinor !== null);
      expect(closing).toHaveLength(ledger.length);
      for (const [at, want] of ledger.entries()) {
        expectSame(formatMinor(closing[at]?.closingMinor ?? 0n, 2), want);
      }
      if (!Array.isArray(expected.ofxparse)) return;
      expect(statements.map(({ account }) => account.other)).toEqual(
        expected.ofxparse.map((account) => account.number),
      );
      for (const [at, account] of expected.ofxparse.entries()) {
        expectSame(sum((statements[at]?.entries ?? []).map(exact)), account.sum);
      }
    },
  );
});

describe.skipIf(!present)('files of banks that are no statements', () => {
  const others = all.filter(({ file }) => /^(?:pain|ach|xsd|paypal|stripe|wise)\//.test(file));
  it.each(others.map(({ file }) => [file] as const))('%s is refused with its place', (file) => {
    let error: unknown = null;
    try {
      read(file);
    } catch (thrown) {
      error = thrown;
    }
    if (!(error instanceof BankFormatError)) throw new Error('not refused', { cause: error });
    expect(['not-a-statement', 'format-unknown']).toContain(error.code);
    expect(error.line).toBeGreaterThan(0);
    expect(error.column).toBeGreaterThan(0);
  });
});
