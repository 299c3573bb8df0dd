import { addDecimals, decimalText, minorToDecimal, sameDecimal, toMinor } from './amount.js';
import { currencyExponent, exponentOrAssumed } from './currency.js';
import type { Decimal, MinorAmount } from './amount.js';
import type { WarningLog } from './statement-sink.js';
import type {
  Balance,
  BankAccount,
  CurrencyTotal,
  Entry,
  StatementHead,
  StatementSummary,
} from './statement.js';

interface RunningTotal {
  entries: number;
  creditMinor: bigint;
  debitMinor: bigint;
  /** Entries with digits below the minor unit: their sum in minor units, and exactly. */
  exactMinor: bigint;
  exact: Decimal | null;
}

const zero: Decimal = { unscaled: 0n, scale: 0 };

/** A statement while it is read: its head, its balances and the running totals of its entries. */
export class StatementDraft {
  id: string | null = null;
  sequence: string | null = null;
  account: BankAccount = {};
  currency: string | null = null;
  from: string | null = null;
  to: string | null = null;
  createdAt: string | null = null;
  page = { continues: false, goesOn: false };
  information: string | null = null;
  other: Record<string, string> = {};
  readonly balances: Balance[] = [];
  readonly #totals = new Map<string | null, RunningTotal>();
  /** Booked entries in minor units, and apart from them those that minor units cannot hold. */
  #bookedMinor = 0n;
  #bookedExact: Decimal = zero;
  #bookedCurrencies = new Set<string | null>();

  /** Counts an entry into the totals. The entry itself is not kept. */
  count(entry: Entry): void {
    const { amountMinor, currency, exactAmount } = entry;
    const booked = entry.status === 'BOOK';
    const total = this.#total(currency);
    total.entries += 1;
    if (amountMinor < 0n) total.debitMinor -= amountMinor;
    else total.creditMinor += amountMinor;
    if (exactAmount !== null) {
      const amount = minorToDecimal(entry, exponentOrAssumed(currency));
      total.exactMinor += amountMinor;
      total.exact = addDecimals(total.exact ?? zero, amount);
      if (booked) this.#bookedExact = addDecimals(this.#bookedExact, amount);
    } else if (booked) {
      this.#bookedMinor += amountMinor;
    }
    if (booked) this.#bookedCurrencies.add(currency);
  }

  #total(currency: string | null): RunningTotal {
    const known = this.#totals.get(currency);
    if (known !== undefined) return known;
    const sums = { creditMinor: 0n, debitMinor: 0n, exactMinor: 0n };
    const total: RunningTotal = { entries: 0, ...sums, exact: null };
    this.#totals.set(currency, total);
    return total;
  }

  head(): StatementHead {
    const { id, sequence, account, currency, from, to, createdAt, page } = this;
    return { id, sequence, account, currency, from, to, createdAt, page: { ...page } };
  }

  summary(): StatementSummary {
    const opening = this.#balance('OPBD') ?? this.#balance('PRCD');
    const closing = this.#balance('CLBD');
    return {
      ...this.head(),
      openingMinor: opening?.amountMinor ?? null,
      closingMinor: closing?.amountMinor ?? null,
      balanced: this.leads(opening, closing),
      balances: this.balances,
      totals: [...this.#totals].map(([currency, total]) => currencyTotal(currency, total)),
      information: this.information,
      other: this.other,
    };
  }

  #balance(code: string): Balance | null {
    return this.balances.find((balance) => balance.code === code) ?? null;
  }

  /**
   * Whether the booked entries lead from one balance to another, exactly; null when a balance is
   * missing or the two are of different currencies.
   */
  leads(opening: Balance | null, closing: Balance | null): boolean | null {
    if (opening === null || closing === null) return null;
    if (opening.currency !== closing.currency) return null;
    // Entries of another currency cannot lead from the one balance to the other.
    if ([...this.#bookedCurrencies].some((currency) => currency !== opening.currency)) return false;
    const exponent = exponentOrAssumed(opening.currency);
    const inMinor = addDecimals(minorToDecimal(opening, exponent), {
      unscaled: this.#bookedMinor,
      scale: exponent,
    });
    const expected = addDecimals(inMinor, this.#bookedExact);
    return sameDecimal(expected, minorToDecimal(closing, exponent));
  }
}

function netOf(currency: string | null, total: RunningTotal, exact: Decimal): Decimal {
  const plain = total.creditMinor - total.debitMinor - total.exactMinor;
  return addDecimals({ unscaled: plain, scale: exponentOrAssumed(currency) }, exact);
}

function currencyTotal(currency: string | null, total: RunningTotal): CurrencyTotal {
  const { entries, creditMinor, debitMinor } = total;
  const exactNet = total.exact === null ? null : decimalText(netOf(currency, total, total.exact));
  return { currency, entries, creditMinor, debitMinor, exactNet };
}

/**
 * A decimal of a file in minor units of its currency. Warns once for each currency that ISO 4217
 * does not know, and each time digits below the minor unit have to be kept apart.
 */
export class MoneyReading {
  readonly #log: WarningLog;
  readonly #unknown = new Set<string | null>();

  constructor(log: WarningLog) {
    this.#log = log;
  }

  minor(decimal: Decimal, currency: string | null, line: number | null): MinorAmount {
    const exponent = currency === null ? null : currencyExponent(currency);
    if (exponent === null && !this.#unknown.has(currency)) {
      this.#unknown.add(currency);
      const [code, what] =
        currency === null
          ? (['currency-missing', 'an amount has no currency'] as const)
          : (['currency-unknown', `ISO 4217 knows no currency '${currency}'`] as const);
      this.#log.warn(code, `${what}: two decimals are assumed`, line);
    }
    const amount = toMinor(decimal, exponentOrAssumed(currency));
    if (amount.exactAmount !== null) {
      const message =
        `${amount.exactAmount} ${currency ?? ''}`.trim() +
        ' has digits below the minor unit; exactAmount keeps them, amountMinor does not';
      this.#log.warn('amount-below-minor-unit', message, line);
    }
    return amount;
  }
}
