import type { Tx } from '@rochdale/platform';
import { votesOver } from '@rochdale/voting';

interface Timed {
  readonly id: string;
  readonly state: string;
  readonly closesAt: Date | null;
}

/** The ids of those that go on. */
export const idsGoingOn = (over: ReadonlyMap<string, Date | null>): string[] =>
  [...over].flatMap(([id, until]) => (until === null ? [] : [id]));

/**
 * Votes whose time seems over, as they are when their quorum came late. Ballots are asked only
 * where a vote is told as closed, which none is any more once a worker has come; `known` spares it.
 */
export async function asItGoesOn<Row extends Timed>(
  tx: Tx,
  rows: readonly Row[],
  known: ReadonlyMap<string, Date | null> | null = null,
): Promise<(row: Row) => Row> {
  const isAsked = known === null && rows.some(({ state }) => state === 'closed');
  const over = isAsked ? await votesOver(tx) : known;
  return (row) => {
    const until = over?.get(row.id) ?? null;
    if (until === null) return row;
    const from = 'extendedFrom' in row ? { extendedFrom: row.closesAt } : {};
    return { ...row, ...from, state: 'extended', closesAt: until };
  };
}
