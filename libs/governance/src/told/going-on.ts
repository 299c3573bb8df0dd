import type { Tx } from '@rochdale/platform';
import { votesGoingOn } from '@rochdale/voting';

interface Timed {
  readonly id: string;
  readonly state: string;
  readonly closesAt: Date | null;
}

/**
 * Votes whose time seems over, as they are when their quorum came late. Ballots are asked only
 * where a vote is told as closed, which none is any more once a worker has come; `known` spares it.
 */
export async function asItGoesOn<Row extends Timed>(
  tx: Tx,
  rows: readonly Row[],
  known: ReadonlyMap<string, Date> | null = null,
): Promise<(row: Row) => Row> {
  const isAsked = known === null && rows.some(({ state }) => state === 'closed');
  const going = isAsked ? await votesGoingOn(tx) : known;
  return (row) => {
    const until = going?.get(row.id);
    if (until === undefined) return row;
    const from = 'extendedFrom' in row ? { extendedFrom: row.closesAt } : {};
    return { ...row, ...from, state: 'extended', closesAt: until };
  };
}
