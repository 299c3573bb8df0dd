import { createHmac, timingSafeEqual } from 'node:crypto';
import { dayOf } from '@rochdale/platform';
import { z } from 'zod';
import { collectionsErrors } from '../collections.errors.js';
import { defineSource } from '../source/define-source.js';
import type {
  HintHeaders,
  Movement,
  MovementKind,
  Source,
  SweepRequest,
  SweptPage,
  SweptRow,
} from '../source/source.js';

/** How a source fails once. */
export type SourceFault =
  /** It does not answer, and did nothing. */
  | 'unreachable'
  /** It did what was asked; the answer is lost. */
  | 'lost-answer'
  /** A row stands on the page twice. */
  | 'duplicate-rows'
  /** The rows of the page are in another order. */
  | 'reordered-rows'
  /** While it answers, something is booked in front of what it showed last. */
  | 'page-drift';

export interface BookEntry {
  readonly id: string;
  readonly at: Date;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly kind: MovementKind;
  readonly from?: string;
  readonly reference?: string;
}

/** How far its clock may be off, one way or the other. */
export const skewMs = 5 * 60_000;
/** Far enough: the cursor may be of a clock that was ahead, an entry of one that was behind. */
const overlapMs = 3 * skewMs;
const rowsPerPage = 3;
const key = 'a key for tests only';

const settings = z.strictObject({ book: z.string().min(1) });
type Settings = z.infer<typeof settings>;

const content = z.object({
  at: z.iso.datetime(),
  minor: z.string(),
  currency: z.string(),
  kind: z.enum(['payment', 'fee', 'refund', 'payout', 'other']),
  from: z.string().optional(),
  reference: z.string().optional(),
});

/** What it says of an entry, byte for byte the same each time. */
export function jsonOf({ at, amountMinor, currency, kind, from, reference }: BookEntry): string {
  const minor = amountMinor.toString();
  return JSON.stringify({ at: at.toISOString(), minor, currency, kind, from, reference });
}

/** The entries as it lists them: by its own clock, then by id. */
const placeOf = ({ at, id }: Pick<BookEntry, 'at' | 'id'>): string => `${at.toISOString()} ${id}`;

/** A provider that keeps its own books in memory, signs its hints, and fails when told to. */
export class TestSource implements Source<Settings> {
  readonly #books = new Map<string, BookEntry[]>();
  readonly #faults: SourceFault[] = [];
  #drifted = 0;
  /** How often it was asked. */
  asked = 0;
  /** Happens while it is being asked. */
  meanwhile: (() => Promise<unknown>) | null = null;

  failNext(...faults: readonly SourceFault[]): void {
    this.#faults.push(...faults);
  }

  /** Faults that did not happen yet do not happen any more. */
  mend(): void {
    this.#faults.length = 0;
  }

  book(name: string): readonly BookEntry[] {
    return this.#books.get(name) ?? [];
  }

  add(name: string, ...entries: readonly BookEntry[]): void {
    this.#books.set(name, [...this.book(name), ...entries]);
  }

  /** It says something else of an entry from now on. */
  change(name: string, id: string, amountMinor: bigint): void {
    const changed = this.book(name).map((entry) =>
      entry.id === id ? { ...entry, amountMinor } : entry,
    );
    this.#books.set(name, changed);
  }

  async sweep({ settings: { book }, cursor, overlap }: SweepRequest<Settings>): Promise<SweptPage> {
    this.asked += 1;
    const fault = this.#faults.shift();
    if (fault === 'unreachable') throw unreachable();
    const page = this.#page(book, begun(cursor, overlap));
    await this.meanwhile?.();
    if (fault === 'page-drift') this.#drift(book);
    if (fault === 'lost-answer') throw unreachable();
    return { ...page, cursor: page.cursor || (cursor ?? ''), rows: disordered(page.rows, fault) };
  }

  normalise({ id, json }: SweptRow, timeZone: string): Movement {
    const { at, minor, currency, kind, from, reference } = content.parse(JSON.parse(json));
    const movement = {
      externalId: id,
      bookedOn: dayOf(new Date(at), timeZone),
      amountMinor: BigInt(minor),
      currency,
      kind,
    };
    return { ...movement, counterparty: from ?? null, reference: reference ?? null };
  }

  verifyHint(raw: Buffer, headers: HintHeaders, { book }: Settings): boolean {
    const given = headers['x-signature'];
    if (typeof given !== 'string') return false;
    const [one, other] = [Buffer.from(given), Buffer.from(signatureOf(raw, book))];
    return one.length === other.length && timingSafeEqual(one, other);
  }

  #page(name: string, begin: string): SweptPage {
    const behind = this.book(name)
      .filter((entry) => placeOf(entry) > begin)
      .toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
    const shown = behind.slice(0, rowsPerPage);
    const last = shown.at(-1);
    return {
      rows: shown.map((entry) => ({ id: entry.id, json: jsonOf(entry) })),
      cursor: last === undefined ? '' : placeOf(last),
      more: behind.length > shown.length,
    };
  }

  /** Booked by a clock that is behind, in front of the latest that there is. */
  #drift(name: string): void {
    const latest = Math.max(...this.book(name).map(({ at }) => at.getTime()));
    if (latest < 0) return;
    this.#drifted += 1;
    const id = `drift-${this.#drifted}`;
    const at = new Date(latest - skewMs);
    this.add(name, { id, at, amountMinor: 1n, currency: 'EUR', kind: 'other' });
  }
}

export const testSource = defineSource({
  name: 'test-source',
  description: 'For tests.',
  settings,
  service: TestSource,
});

/** What it writes over a hint about one of its books. */
export function signatureOf(raw: Buffer, book: string): string {
  return createHmac('sha256', `${key} ${book}`).update(raw).digest('hex');
}

/** Where a page begins: behind the cursor, or at the begin of a run some way in front of it. */
function begun(cursor: string | null, overlap: boolean): string {
  if (cursor === null || cursor === '') return '';
  if (!overlap) return cursor;
  const [at = ''] = cursor.split(' ');
  return new Date(Date.parse(at) - overlapMs).toISOString();
}

function disordered(
  rows: readonly SweptRow[],
  fault: SourceFault | undefined,
): readonly SweptRow[] {
  if (fault === 'duplicate-rows') return [...rows, ...rows];
  return fault === 'reordered-rows' ? rows.toReversed() : rows;
}

function unreachable(): Error {
  return collectionsErrors.error('SOURCE_UNREACHABLE', 'The source does not answer.');
}
