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
  /** False if they were too many to follow them all; then those listed are not all. */
  readonly complete: boolean;
}

/** How many ways of locking are kept side by side. */
const WAYS_LIMIT = 500;

/** How many cells of graphs may be touched on all ways together. */
const WORK_LIMIT = 5_000_000;

/**
 * Tideman's ranked pairs: majorities are locked in from the strongest to the weakest, leaving out
 * those that would contradict what is locked already. Where equally strong majorities contradict
 * one another, their order decides, so all orders are followed.
 *
 * @see Tideman, "Independence of clones as a criterion for voting rules", Soc. Choice Welf. 4
 *   (1987)
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

function emptyGraph(candidates: number): bigint[] {
  return Array.from({ length: candidates }, () => 0n);
}

function contradicts(graph: LockedGraph, { winner, loser }: Majority): boolean {
  return ((graph[loser] as bigint) & (1n << BigInt(winner))) !== 0n;
}

/** Puts the loser, and all below, below the winner and all above. */
function lockInto(graph: bigint[], { winner, loser }: Majority): void {
  const added = (1n << BigInt(loser)) | (graph[loser] as bigint);
  const above = 1n << BigInt(winner);
  for (let candidate = 0; candidate < graph.length; candidate += 1) {
    const below = graph[candidate] as bigint;
    if (candidate === winner || (below & above) !== 0n) graph[candidate] = below | added;
  }
}

function withLocked(graph: LockedGraph, majorities: readonly Majority[]): LockedGraph {
  const next = [...graph];
  for (const majority of majorities) lockInto(next, majority);
  return next;
}

function rankingOf(graph: LockedGraph): number[][] {
  return rankByDominance(
    graph.map((_, index) => index),
    (a, b) => ((graph[a] as bigint) & (1n << BigInt(b))) !== 0n,
  );
}

/**
 * The ranking if equally strong majorities are locked in an order of the candidates: by the place
 * of the winner, then of the loser.
 *
 * @see Zavist and Tideman, "Complete independence of clones in the ranked pairs rule", Soc. Choice
 *   Welf. 6 (1989)
 */
export function rankingByOrder(
  candidates: number,
  majorities: readonly Majority[],
  order: readonly number[],
): number[][] {
  const place = new Map(order.map((candidate, at) => [candidate, at]));
  const placeOf = (candidate: number): number => place.get(candidate) as number;
  const graph = emptyGraph(candidates);
  for (const group of groupByStrength(majorities)) {
    const ordered = group.toSorted(
      (x, y) => placeOf(x.winner) - placeOf(y.winner) || placeOf(x.loser) - placeOf(y.loser),
    );
    for (const majority of ordered) {
      if (!contradicts(graph, majority)) lockInto(graph, majority);
    }
  }
  return rankingOf(graph);
}

/** Counts the work of following several ways down; below nothing the ways are too many. */
interface Work {
  left: number;
}

function everyWayToLock(
  candidates: number,
  groups: readonly (readonly Majority[])[],
): { graphs: LockedGraph[]; complete: boolean } {
  let graphs: LockedGraph[] = [emptyGraph(candidates)];
  const work: Work = { left: WORK_LIMIT };
  for (const group of groups) {
    if (graphs.length > 1) work.left -= graphs.length * group.length * candidates;
    if (work.left < 0) return { graphs, complete: false };
    const ways = graphs.map((graph) => waysToLockGroup(graph, group, work));
    graphs = ways.length === 1 ? (ways[0] as LockedGraph[]) : distinctGraphs(ways.flat());
    if (work.left < 0 || graphs.length > WAYS_LIMIT) return { graphs, complete: false };
  }
  return { graphs, complete: true };
}

function distinctGraphs(graphs: readonly LockedGraph[]): LockedGraph[] {
  return [...new Map(graphs.map((graph) => [graph.join(','), graph])).values()];
}

/**
 * Majorities that contradict none of their equals are locked in any order alike; only those that
 * could close a cycle with equals are tried first, second and so on.
 */
function waysToLockGroup(
  graph: LockedGraph,
  group: readonly Majority[],
  work: Work,
): LockedGraph[] {
  const open = group.filter((majority) => !contradicts(graph, majority));
  const everything = withLocked(graph, open);
  const contested = open.filter((majority) => contradicts(everything, majority));
  if (contested.length === 0) return [everything];
  const settled = withLocked(
    graph,
    open.filter((majority) => !contradicts(everything, majority)),
  );
  const ways = new Map<string, LockedGraph>();
  const seen = new Set<string>();
  const pending: LockedGraph[] = [settled];
  while (pending.length > 0 && work.left >= 0 && ways.size <= WAYS_LIMIT) {
    const current = pending.pop() as LockedGraph;
    const key = current.join(',');
    if (seen.has(key)) continue;
    seen.add(key);
    const possible = contested.filter(
      (majority) => !contradicts(current, majority) && !isLocked(current, majority),
    );
    work.left -= contested.length + (4 + possible.length) * graph.length;
    if (possible.length === 0) ways.set(key, current);
    for (const majority of possible) pending.push(withLocked(current, [majority]));
  }
  return [...ways.values()];
}

function isLocked(graph: LockedGraph, { winner, loser }: Majority): boolean {
  return ((graph[winner] as bigint) & (1n << BigInt(loser))) !== 0n;
}

function distinctRankings(rankings: readonly number[][][]): number[][][] {
  const byKey = new Map(rankings.map((ranking) => [JSON.stringify(ranking), ranking]));
  return [...byKey].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, ranking]) => ranking);
}
