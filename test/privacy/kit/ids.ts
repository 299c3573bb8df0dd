import { valuesOf } from './view.js';
import type { View } from './view.js';

const hexOf = (id: string): string => id.replaceAll('-', '').toLowerCase();

/** What a text says when it is taken for what ids and cursors are often written in. */
function* readings(text: string): Generator<string> {
  yield Buffer.from(text, 'utf8').toString('hex');
  if (/^[0-9a-f-]{12,}$/i.test(text)) yield hexOf(text);
  if (/^[\w+/=-]{12,}$/.test(text)) {
    const bytes = Buffer.from(text, 'base64url');
    yield bytes.toString('hex');
    // Written as text inside of it.
    yield hexOf(
      bytes
        .toString('latin1')
        .replaceAll(/[^0-9a-f-]/gi, ' ')
        .replaceAll(' ', ''),
    );
  }
}

const uuidText = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** Places where an id of the inside stands, in whatever it is written. */
export function insideIdsTold(view: View, inside: ReadonlySet<string>): string[] {
  const known = new Set([...inside].map(hexOf));
  const places = new Set<string>();
  for (const { at, value } of valuesOf(view)) {
    if (typeof value !== 'string' || value.length < 12) continue;
    const bytes = Buffer.from(value, 'base64url').toString('latin1');
    const named = [...value.matchAll(uuidText), ...bytes.matchAll(uuidText)];
    const found =
      named.some(([uuid]) => known.has(hexOf(uuid))) ||
      [...readings(value)].some((hex) => holds(hex, known));
    if (found) places.add(at.replaceAll(/\[\d+\]|\(.*\)/g, ''));
  }
  return [...places];
}

/** Sixteen bytes at any place of it. */
function holds(hex: string, known: ReadonlySet<string>): boolean {
  for (let from = 0; from + 32 <= hex.length; from += 2) {
    if (known.has(hex.slice(from, from + 32))) return true;
  }
  return false;
}

/** How far one order agrees with another, in standard deviations (Kendall). */
export function agreement(ranks: readonly number[]): number {
  const n = ranks.length;
  let sum = 0;
  for (let one = 0; one < n; one += 1) {
    for (let other = one + 1; other < n; other += 1) {
      sum += Math.sign((ranks[other] ?? 0) - (ranks[one] ?? 0));
    }
  }
  return sum / Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
}

/** An id with its like inside: `inside` is in the order of time. */
export interface IdPair {
  readonly outside: string;
  readonly inside: string;
}

/** How far ids given out tell the order in which things were made, byte by byte and whole. */
export function orderTold(pairs: readonly IdPair[]): number {
  const inOrder = pairs.toSorted((one, other) => (one.inside < other.inside ? -1 : 1));
  const bytes = inOrder.map(({ outside }) => Buffer.from(outside, 'base64url'));
  const sorted = bytes.map((id, nth) => ({ id, nth })).toSorted((a, b) => a.id.compare(b.id));
  const ranks = Array.from({ length: pairs.length }, () => 0);
  for (const [rank, { nth }] of sorted.entries()) ranks[nth] = rank;
  const width = Math.min(...bytes.map((id) => id.length));
  const columns = Array.from({ length: width }, (_, place) => bytes.map((id) => id[place] ?? 0));
  return Math.max(...[ranks, ...columns].map((column) => Math.abs(agreement(column))));
}
