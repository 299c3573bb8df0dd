import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';

/** How large an electorate was, and how large it would have been if nobody had paused. */
interface Sizes {
  readonly electorateSize: number | null;
  readonly electorateWeight: bigint | null;
  readonly activeMembersWeight: bigint | null;
  readonly toldSize: number | null;
  readonly toldWeight: bigint | null;
  readonly toldMembersWeight: bigint | null;
}

/** A page has a hundred of them, which are nobody else's yet: nothing is copied. */
export function toldTo<Row extends Sizes>(actor: Actor, rows: readonly Row[]): readonly Row[] {
  if (may(actor, 'electorate.read').allowed) return rows;
  for (const row of rows) {
    Object.assign(row, {
      electorateSize: row.toldSize,
      electorateWeight: row.toldWeight,
      activeMembersWeight: row.toldMembersWeight,
    });
  }
  return rows;
}
