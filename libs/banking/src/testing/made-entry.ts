import type { ToldEntry } from '../telling/account-telling.js';

/** An entry that says next to nothing, and what a test adds. */
export const madeEntry = (facts: Partial<ToldEntry> = {}): ToldEntry => ({
  format: 'camt.053',
  day: '2026-01-10',
  valueDate: null,
  amountMinor: 10_00n,
  keys: [],
  endToEndId: null,
  account: null,
  name: null,
  reference: null,
  text: null,
  parts: null,
  split: [],
  ...facts,
});
