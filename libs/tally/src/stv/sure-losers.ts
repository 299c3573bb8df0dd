/**
 * The largest set of lowest candidates who cannot catch up even with each other's votes and all
 * the surplus: their votes together, plus the surplus, stay below the next candidate's. Candidates
 * within the surplus of each other go together, and enough are left for the seats.
 */
export function sureLosers(
  hopeful: readonly number[],
  votes: readonly bigint[],
  surplus: bigint,
  seatsLeft: number,
  noise: bigint,
): number[] {
  const held = (candidate: number): bigint => votes[candidate] as bigint;
  const ordered = hopeful.toSorted((a, b) =>
    held(a) < held(b) ? -1 : held(a) > held(b) ? 1 : a - b,
  );
  const groups = groupsWithin(ordered, held, surplus);
  const most = hopeful.length - seatsLeft;
  let count = 0;
  let sum = 0n;
  let losers = 0;
  for (let at = 0; at + 1 < groups.length; at++) {
    const group = groups[at] as number[];
    count += group.length;
    if (count > most) break;
    for (const candidate of group) sum += held(candidate);
    const next = held((groups[at + 1] as number[])[0] as number);
    if (next - (sum + surplus) >= (noise > 0n ? noise : 1n)) losers = count;
  }
  return ordered.slice(0, losers);
}

function groupsWithin(
  ordered: readonly number[],
  held: (candidate: number) => bigint,
  surplus: bigint,
): number[][] {
  const groups: number[][] = [];
  let lowest = 0n;
  for (const candidate of ordered) {
    const group = groups.at(-1);
    if (group !== undefined && lowest + surplus >= held(candidate)) {
      group.push(candidate);
    } else {
      groups.push([candidate]);
      lowest = held(candidate);
    }
  }
  return groups;
}

/** The candidate with the fewest votes, and all who have no more than so much above them. */
export function lowestWithin(
  hopeful: readonly number[],
  votes: readonly bigint[],
  within: bigint,
): number[] {
  const held = hopeful.map((candidate) => votes[candidate] as bigint);
  const least = held.reduce((low, own) => (own < low ? own : low));
  return hopeful.filter((candidate) => (votes[candidate] as bigint) <= least + within);
}

export function descending(a: bigint, b: bigint): number {
  return a > b ? -1 : a < b ? 1 : 0;
}
