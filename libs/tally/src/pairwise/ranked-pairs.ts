import { majorityStrength, preferring } from './matrix.js';
import { rankByDominance } from './schulze.js';
import type { MajorityStrength, PairwiseMatrix } from './matrix.js';

/** A majority of one candidate over another. */
export interface Majority {
  readonly winner: number;
  readonly loser: number;
  readonly strength: bigint;
}

/** What became of the majorities on the way to one ranking. */
export interface LockedMajorities {
  /** The majorities that were locked in, in the order they were. */
  readonly locked: readonly Majority[];
  /** The majorities passed over because they would have closed a cycle. */
  readonly skipped: readonly Majority[];
}

/** The ranked-pairs count of a pairwise matrix. */
export interface RankedPairsCount {
  /** Majorities, strongest first; equally strong ones in the order of the candidates. */
  readonly majorities: readonly Majority[];
  /**
   * All rankings that some order of equally strong majorities leads to, without repetition: groups
   * of candidates, best first; a group holds candidates the locked majorities leave equal.
   */
  readonly acceptable: readonly (readonly (readonly number[])[])[];
  /** False if there were more of them than the limit. */
  readonly complete: boolean;
}

/** How many ways of locking are followed before the list is cut off. */
const OUTCOME_LIMIT = 500;

/**
 * Tideman's ranked pairs: majorities are locked in from the strongest to the weakest, leaving out
 * those that would contradict what is locked already. Where equally strong majorities contradict
 * one another, their order decides, so all orders are followed.
 *
 * @see Tideman, "Independence of clones as a criterion for voting rules", Soc. Choice Welf. 4 (1987)
 */
export function rankedPairs(matrix: PairwiseMatrix, strength: MajorityStrength): RankedPairsCount {
  const majorities = majoritiesOf(matrix, strength);
  const { graphs, complete } = everyWayToLock(matrix.length, groupByStrength(majorities));
  const acceptable = distinctRankings(graphs.map((graph) => rankingOf(graph)));
  return { majorities, acceptable, complete };
}

/** Which majorities were locked in on the way to one of the acceptable rankings. */
export function lockedFor(
  majorities: readonly Majority[],
  ranking: readonly (readonly number[])[],
): LockedMajorities {
  const place = new Map(ranking.flatMap((group, at) => group.map((candidate) => [candidate, at])));
  const agrees = ({ winner, loser }: Majority): boolean =>
    (place.get(winner) as number) < (place.get(loser) as number);
  return {
    locked: majorities.filter((majority) => agrees(majority)),
    skipped: majorities.filter((majority) => !agrees(majority)),
  };
}

function majoritiesOf(matrix: PairwiseMatrix, strength: MajorityStrength): Majority[] {
  const majorities: Majority[] = [];
  for (let a = 0; a < matrix.length; a += 1) {
    for (let b = 0; b < matrix.length; b += 1) {
      if (a === b || preferring(matrix, a, b) <= preferring(matrix, b, a)) continue;
      majorities.push({
        winner: a,
        loser: b,
        strength: majorityStrength(matrix, a, b, strength),
      });
    }
  }
  return majorities.sort((x, y) =>
    x.strength === y.strength
      ? x.winner - y.winner || x.loser - y.loser
      : x.strength > y.strength
        ? -1
        : 1,
  );
}

function groupByStrength(majorities: readonly Majority[]): Majority[][] {
  const groups: Majority[][] = [];
  for (const majority of majorities) {
    const group = groups.at(-1);
    if (group?.[0]?.strength === majority.strength) group.push(majority);
    else groups.push([majority]);
  }
  return groups;
}

/** What is locked: `below[a]` holds a bit for every candidate that some chain puts below a. */
type LockedGraph = readonly bigint[];

function emptyGraph(candidates: number): LockedGraph {
  return Array.from({ length: candidates }, () => 0n);
}

function contradicts(graph: LockedGraph, { winner, loser }: Majority): boolean {
  return ((graph[loser] as bigint) & (1n << BigInt(winner))) !== 0n;
}

function lock(graph: LockedGraph, { winner, loser }: Majority): LockedGraph {
  const added = (1n << BigInt(loser)) | (graph[loser] as bigint);
  const above = 1n << BigInt(winner);
  return graph.map((below, candidate) =>
    candidate === winner || (below & above) !== 0n ? below | added : below,
  );
}

function rankingOf(graph: LockedGraph): number[][] {
  return rankByDominance(
    graph.map((_, index) => index),
    (a, b) => ((graph[a] as bigint) & (1n << BigInt(b))) !== 0n,
  );
}

function everyWayToLock(
  candidates: number,
  groups: readonly (readonly Majority[])[],
): { graphs: LockedGraph[]; complete: boolean } {
  let graphs = new Map<string, LockedGraph>([['', emptyGraph(candidates)]]);
  let complete = true;
  for (const group of groups) {
    const next = new Map<string, LockedGraph>();
    for (const graph of graphs.values()) {
      const ways = waysToLockGroup(graph, group);
      if (ways.size > OUTCOME_LIMIT) complete = false;
      for (const [key, way] of ways) {
        if (next.size < OUTCOME_LIMIT) next.set(key, way);
        else if (!next.has(key)) complete = false;
      }
    }
    graphs = next;
  }
  return { graphs: [...graphs.values()], complete };
}

/**
 * Majorities that contradict none of their equals are locked in any order alike; only those that
 * could close a cycle with equals are tried first, second and so on.
 */
function waysToLockGroup(graph: LockedGraph, group: readonly Majority[]): Map<string, LockedGraph> {
  const open = group.filter((majority) => !contradicts(graph, majority));
  const everything = open.reduce((all, majority) => lock(all, majority), graph);
  const contested = open.filter((majority) => contradicts(everything, majority));
  const settled = open
    .filter((majority) => !contested.includes(majority))
    .reduce((all, majority) => lock(all, majority), graph);
  const ways = new Map<string, LockedGraph>();
  const seen = new Set<string>();
  const pending: LockedGraph[] = [settled];
  while (pending.length > 0 && ways.size <= OUTCOME_LIMIT && seen.size <= 40 * OUTCOME_LIMIT) {
    const current = pending.pop() as LockedGraph;
    const key = current.join(',');
    if (seen.has(key)) continue;
    seen.add(key);
    const possible = contested.filter(
      (majority) => !contradicts(current, majority) && !isLocked(current, majority),
    );
    if (possible.length === 0) ways.set(key, current);
    for (const majority of possible) pending.push(lock(current, majority));
  }
  return ways;
}

function isLocked(graph: LockedGraph, { winner, loser }: Majority): boolean {
  return ((graph[winner] as bigint) & (1n << BigInt(loser))) !== 0n;
}

function distinctRankings(rankings: readonly number[][][]): number[][][] {
  const byKey = new Map(rankings.map((ranking) => [JSON.stringify(ranking), ranking]));
  return [...byKey].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, ranking]) => ranking);
}
