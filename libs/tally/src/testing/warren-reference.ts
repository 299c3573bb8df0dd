import type { PlainElection } from './arbitrary-elections.js';

/**
 * A second count by Warren's rule, written from its description and not from the first: in floating
 * point, voter by voter, without trees or batches. Each elected candidate charges every voter the
 * same price, as far as the voter has something left; the price of one after the other is set so
 * that it brings in the quota, until nothing moves.
 *
 * C. H. E. Warren, Counting in STV elections, Voting matters 1 (1994); I. D. Hill and
 * C. H. E. Warren, Meek versus Warren, Voting matters 20 (2005).
 */

/** Nearer to each other than this, two figures are taken for equal. */
const near = 1e-7;
/** Surpluses together below this are spent. */
const spent = 1e-10;
const mostSweeps = 200_000;

interface Voter {
  readonly weight: number;
  readonly order: readonly number[];
}

interface State {
  readonly hopeful: ReadonlySet<number>;
  readonly elected: readonly number[];
  readonly prices: ReadonlyMap<number, number>;
}

interface Shares {
  readonly votes: Map<number, number>;
  readonly quota: number;
}

/** Every set of winners that some way to break near ties leads to, sorted; null if too slow. */
export function warrenOutcomes(plain: PlainElection): string[] | null {
  const voters = plain.ballots.map(([weight, ranks]) => ({ weight, order: ranks.flat() }));
  const start: State = {
    hopeful: new Set(Array.from({ length: plain.candidates }, (_, index) => index)),
    elected: [],
    prices: new Map(),
  };
  try {
    return [...new Set(winnersFrom(start, voters, plain.seats))].sort();
  } catch (error) {
    if (error instanceof TooSlow) return null;
    throw error;
  }
}

class TooSlow extends Error {}

function winnersFrom(state: State, voters: readonly Voter[], seats: number): string[] {
  const free = seats - state.elected.length;
  if (free <= 0) return [keyOf(state.elected)];
  if (state.hopeful.size <= free) return [keyOf([...state.elected, ...state.hopeful])];
  const settled = settle(state, voters, seats);
  const { votes, quota } = sharesAt(settled, voters, seats);
  const held = (candidate: number): number => votes.get(candidate) ?? 0;
  const reached = [...settled.hopeful].filter((candidate) => held(candidate) > quota + near);
  if (reached.length > 0) {
    const hopeful = new Set([...settled.hopeful].filter((one) => !reached.includes(one)));
    const prices = new Map([...settled.prices, ...reached.map((one) => [one, 1] as const)]);
    const elected = [...settled.elected, ...reached];
    return winnersFrom({ hopeful, elected, prices }, voters, seats);
  }
  const least = Math.min(...[...settled.hopeful].map((candidate) => held(candidate)));
  return [...settled.hopeful]
    .filter((candidate) => held(candidate) <= least + near)
    .flatMap((loser) => {
      const hopeful = new Set([...settled.hopeful].filter((one) => one !== loser));
      return winnersFrom({ ...settled, hopeful }, voters, seats);
    });
}

/** Sets the prices, one after the other, until all surpluses are spent. */
function settle(state: State, voters: readonly Voter[], seats: number): State {
  const prices = new Map(state.prices);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let moved = 0;
    for (const candidate of state.elected) {
      const { quota } = sharesAt({ ...state, prices }, voters, seats);
      const before = prices.get(candidate) as number;
      const price = Math.min(before, priceFor(candidate, { ...state, prices }, voters, quota));
      prices.set(candidate, price);
      moved = Math.max(moved, before - price);
    }
    const { votes, quota } = sharesAt({ ...state, prices }, voters, seats);
    const surplus = state.elected.reduce(
      (sum, candidate) => sum + Math.max((votes.get(candidate) ?? 0) - quota, 0),
      0,
    );
    if (surplus < spent || moved === 0) return { ...state, prices };
  }
  throw new TooSlow();
}

/** The highest price at which a candidate gets no more than the quota. */
function priceFor(
  candidate: number,
  state: State,
  voters: readonly Voter[],
  quota: number,
): number {
  const purses = voters
    .map((voter) => ({ weight: voter.weight, left: leftFor(candidate, voter, state) }))
    .filter(({ left }) => left > 0)
    .sort((a, b) => a.left - b.left);
  let emptied = 0;
  let paying = purses.reduce((sum, { weight }) => sum + weight, 0);
  for (const { weight, left } of purses) {
    if (emptied + paying * left >= quota) return (quota - emptied) / paying;
    emptied += weight * left;
    paying -= weight;
  }
  return 1;
}

/** What a voter has left on coming to a candidate. */
function leftFor(candidate: number, { order }: Voter, { hopeful, prices }: State): number {
  let left = 1;
  for (const name of order) {
    if (name === candidate) return left;
    if (hopeful.has(name)) return 0;
    left = Math.max(0, left - (prices.get(name) ?? 0));
  }
  return 0;
}

function sharesAt(state: State, voters: readonly Voter[], seats: number): Shares {
  const votes = new Map<number, number>();
  let active = 0;
  for (const { weight, order } of voters) {
    let left = 1;
    for (const name of order) {
      const price = state.hopeful.has(name) ? left : Math.min(left, state.prices.get(name) ?? 0);
      if (price <= 0) continue;
      votes.set(name, (votes.get(name) ?? 0) + weight * price);
      active += weight * price;
      left -= price;
    }
  }
  return { votes, quota: active / (seats + 1) };
}

function keyOf(winners: readonly number[]): string {
  return winners.toSorted((a, b) => a - b).join();
}
