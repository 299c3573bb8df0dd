import type { AccountDefinition, AccountKind } from '@rochdale/ledger';
import { treasuryErrors } from '../treasury.errors.js';

interface ChartEntry {
  readonly name: string;
  readonly kind: AccountKind;
  /** Set where the money has to be there before it can go. */
  readonly floorMinor?: bigint;
}

/** The accounts every co-operative may need. */
const entries = {
  bank: { name: 'Bank', kind: 'asset', floorMinor: 0n },
  cash: { name: 'Cash', kind: 'asset', floorMinor: 0n },
  'dues-receivable': { name: 'Dues receivable', kind: 'asset' },
  'payments-in-transit': { name: 'Payments in transit', kind: 'asset' },
  'payout-claims': { name: 'Payments to be given back', kind: 'asset' },
  payables: { name: 'Payables to members', kind: 'liability' },
  'partner-payables': { name: 'Payables to partners', kind: 'liability' },
  'partner-pool': { name: 'Partner pool', kind: 'liability' },
  'member-credits': { name: 'Credits of members', kind: 'liability' },
  suspense: { name: 'Not yet explained', kind: 'liability' },
  solidarity: { name: 'Solidarity fund', kind: 'equity', floorMinor: 0n },
  'opening-balance': { name: 'Opening balance', kind: 'equity' },
  unallocated: { name: 'Not set aside', kind: 'equity' },
  'dues-income': { name: 'Dues', kind: 'income' },
  'donation-income': { name: 'Donations', kind: 'income' },
  'other-income': { name: 'Other income', kind: 'income' },
  'bank-fees': { name: 'Bank fees', kind: 'expense' },
  'partner-services': { name: 'Services of partners', kind: 'expense' },
  'dues-waived': { name: 'Dues waived', kind: 'expense' },
  'exchange-difference': { name: 'Exchange differences', kind: 'expense' },
} as const satisfies Readonly<Record<string, ChartEntry>>;

/** Families of accounts: `<family>:<member>`. */
const families = {
  bank: { name: 'Bank', kind: 'asset', floorMinor: 0n },
  expense: { name: 'Expenses', kind: 'expense' },
  income: { name: 'Income', kind: 'income' },
  clearing: { name: 'Exchange clearing', kind: 'equity' },
  fund: { name: 'Fund', kind: 'equity', floorMinor: 0n },
} as const satisfies Readonly<Record<string, ChartEntry>>;

/**
 * What an account is for: a fixed key such as `dues-income`, or one of a family: `bank:<label>`,
 * `expense:<category>`, `income:<category>`, `clearing:<currency>`, `fund:<key>`. Never name a
 * person in one: keys are public.
 */
export type ChartKey = keyof typeof entries | `${keyof typeof families}:${string}`;

/** All that the chart has: its keys, and its families by their beginning with the colon. */
export function wholeChart() {
  const line = (key: string, { name, kind }: ChartEntry, isFamily: boolean) => {
    return { key, name, kind, isFamily };
  };
  return [
    ...Object.entries(entries).map(([key, entry]) => line(key, entry, false)),
    ...Object.entries(families).map(([key, entry]) => line(`${key}:`, entry, true)),
  ];
}

function entryOf(key: string): ChartEntry | null {
  if (Object.hasOwn(entries, key)) return entries[key as keyof typeof entries];
  const [, family, member] = /^([a-z]+):([A-Za-z0-9][A-Za-z0-9-]{0,59})$/.exec(key) ?? [];
  if (family === undefined || member === undefined || !Object.hasOwn(families, family)) return null;
  const { name, ...rest } = families[family as keyof typeof families];
  return { ...rest, name: `${name}: ${member}` };
}

export function isChartKey(key: string): key is ChartKey {
  return entryOf(key) !== null;
}

/** What a key is called; one that the chart does not have goes by itself. */
export function nameOfKey(key: string): string {
  return entryOf(key)?.name ?? key;
}

/** @throws CodedError INVALID_CHART_KEY */
export function parseChartKey(key: string, path: readonly string[] = []): ChartKey {
  if (isChartKey(key)) return key;
  throw treasuryErrors.error('INVALID_CHART_KEY', 'The chart has no account of this kind.', {
    path,
  });
}

/** The ledger account behind a key. */
export function definitionOf(key: ChartKey, currency: string): AccountDefinition {
  const entry = entryOf(key);
  if (entry === null) {
    throw treasuryErrors.error('INVALID_CHART_KEY', 'The chart has no account of this kind.');
  }
  if (key.startsWith('clearing:') && key !== `clearing:${currency}`) {
    throw treasuryErrors.error('INVALID_CHART_KEY', 'A clearing account is in its own currency.');
  }
  return { code: key, currency, ...entry };
}
