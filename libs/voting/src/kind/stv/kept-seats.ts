import type { ElectionFrame } from '@rochdale/tally';
import { z } from 'zod';

/** Seats of a policy that are kept for groups of candidates. */
export const reservedSeats = z
  .array(
    z.strictObject({
      /** Such as a class of members: the vote says who is of it. */
      group: z.string().min(1).max(60),
      /** How many of it are elected at least, if so many stand. */
      atLeast: z.int().min(1).max(20),
    }),
  )
  .min(1)
  .max(20);

/** Of which group each option is, in their order; null for none. */
export const groupsOfOptions = z.array(z.string().min(1).max(60).nullable()).max(50);

/** What a rule says of seats that are kept. */
export interface KeptRule {
  readonly options?: readonly string[] | undefined;
  readonly winners: number;
  readonly reserved?: z.infer<typeof reservedSeats> | undefined;
  readonly groups?: z.infer<typeof groupsOfOptions> | undefined;
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** Why seats cannot be kept so; null where they can. */
export function contradictionOfKept({
  options,
  winners,
  reserved = [],
  groups,
}: KeptRule): string | null {
  const names = reserved.map(({ group }) => group);
  if (new Set(names).size < names.length) return 'A group has its seats once.';
  if (sumOf(reserved.map(({ atLeast }) => atLeast)) > winners) {
    return 'No more seats are kept than there are.';
  }
  if (options === undefined) {
    return groups === undefined ? null : 'Who is of which group is said with the options.';
  }
  if (reserved.length > 0 !== (groups !== undefined)) {
    return 'Where seats are kept for groups, and only there, it is said who is of them.';
  }
  if (groups === undefined) return null;
  if (groups.length !== options.length) return 'Each option is of a group, or of none.';
  return groups.every((group) => group === null || names.includes(group))
    ? null
    : 'Seats are kept for no such group.';
}

/**
 * Seats of a count among those who stand, by index. What is kept for a group of which too few stand
 * stays empty, rather than going to others. A vote for fewer seats than are kept keeps none.
 *
 * @param wanted how many seats the vote is for
 */
export function keptSeats(
  { winners, reserved = [], groups = [] }: KeptRule,
  standing: readonly number[],
  wanted: number,
): Pick<ElectionFrame, 'reserved'> & { readonly seats: number } {
  const kept = reserved.map(({ group, atLeast }) => {
    const candidates = standing.filter((index) => groups[index] === group);
    return { candidates, atLeast: Math.min(atLeast, candidates.length) };
  });
  const least = sumOf(kept.map(({ atLeast }) => atLeast));
  const free = winners - sumOf(reserved.map(({ atLeast }) => atLeast));
  const seats = Math.min(wanted, standing.length, least + free);
  const filled = kept.filter(({ atLeast }) => atLeast > 0);
  return filled.length === 0 || least > seats ? { seats } : { seats, reserved: filled };
}
