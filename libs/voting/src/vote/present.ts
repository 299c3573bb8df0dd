import type { Electorate, RollEntry } from '../electorate/electorate.js';
import { drawElectorate } from '../electorate/electorate.js';
import type { VoteRule } from '../rule/vote-rule.js';

/** How many of those who may vote are present, and of how many. */
export interface Presence {
  readonly present: number;
  readonly ofAll: number;
}

/** Who is present at an assembly, and the list of members as it was read with them, once. */
export interface Present {
  readonly who: ReadonlySet<string>;
  readonly roll: readonly RollEntry[];
}

export const among = (entries: readonly RollEntry[], present: ReadonlySet<string>): RollEntry[] =>
  entries.filter(({ memberId }) => present.has(memberId));

/** Of those who are present; what all members weigh is of everybody, as everywhere. */
export function drawAmong(
  rule: VoteRule,
  roll: readonly RollEntry[],
  present: Present | null,
): Electorate {
  const all = drawElectorate(rule, roll);
  if (present === null) return all;
  const { told, ...there } = drawElectorate(rule, among(roll, present.who));
  const { activeMembersWeight } = all;
  return {
    ...there,
    activeMembersWeight,
    told: { ...told, activeMembersWeight: all.told.activeMembersWeight },
  };
}
