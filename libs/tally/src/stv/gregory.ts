import type { FindingBeforeTies } from '../seating/count-with-ties.js';
import type { RankedBallots } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { hopefulIndexes } from '../model/election.js';
import type { CountRound } from '../model/result.js';
import { trueWeight } from '../model/weights.js';
import { SeatGuard } from '../reserved/seat-guard.js';
import type { TieBreaker } from '../ties/tie-breaker.js';
import { GregoryAccount } from './gregory-account.js';
import { Piles, ranksOfHistory, requireStrictRanks } from './piles.js';
import type { QuotaName } from './quotas.js';
import { quotaOf } from './quotas.js';
import type { VoteArithmetic } from './vote-arithmetic.js';

/** What a weighted inclusive Gregory rule fixes. */
export interface GregoryRule<V> {
  readonly quota: QuotaName;
  readonly digits: number;
  readonly arithmetic: VoteArithmetic<V>;
}

/**
 * Counts by the weighted inclusive Gregory method: whoever reaches the quota is elected; the
 * largest surplus is passed on first, one at a time, every paper of the elected losing the same
 * share of its value; when there is no surplus, the candidate with the fewest votes is excluded
 * and all their papers go on at the value they have.
 */
export function countGregory<V>(
  election: Election,
  ballots: RankedBallots,
  rule: GregoryRule<V>,
  ties: TieBreaker,
): FindingBeforeTies {
  requireStrictRanks(ballots);
  return new GregoryCount(election, ballots, rule, ties).run();
}

class GregoryCount<V> {
  readonly #election: Election;
  readonly #rule: GregoryRule<V>;
  readonly #ties: TieBreaker;
  readonly #piles: Piles<V>;
  readonly #quota: V;
  readonly #total: V;
  readonly #hopeful: Set<number>;
  readonly #open: Uint8Array;
  readonly #elected: number[] = [];
  readonly #excluded: number[] = [];
  /** Elected candidates whose surplus has not been dealt with. */
  readonly #surpluses = new Set<number>();
  readonly #history: V[][] = [];
  readonly #rounds: CountRound[] = [];
  readonly #account: GregoryAccount;
  readonly #guard: SeatGuard;

  constructor(election: Election, ballots: RankedBallots, rule: GregoryRule<V>, ties: TieBreaker) {
    const { arithmetic } = rule;
    this.#election = election;
    this.#rule = rule;
    this.#ties = ties;
    this.#piles = new Piles(ballots, election.candidates.length, arithmetic);
    this.#guard = new SeatGuard(election);
    this.#hopeful = new Set(hopefulIndexes(election));
    this.#open = new Uint8Array(election.candidates.length);
    for (const candidate of this.#hopeful) this.#open[candidate] = 1;
    this.#piles.deal(this.#open);
    const valid = this.#piles.votes.reduce((sum, votes) => arithmetic.add(sum, votes));
    this.#total = arithmetic.add(valid, this.#piles.exhausted);
    // Papers that name no candidate who stands are invalid: they do not raise the quota.
    const validPapers = this.#piles.papers();
    const exact = trueWeight(ballots, validPapers);
    this.#quota = arithmetic.fromRational(quotaOf(rule.quota, exact, election.seats, rule.digits));
    this.#account = new GregoryAccount(election);
    this.#account.open(exact.toDecimal(), arithmetic.format(this.#quota));
  }

  run(): FindingBeforeTies {
    const { format } = this.#rule.arithmetic;
    for (;;) {
      const elected = this.#electByQuota();
      const rest = this.#electRest();
      const round = this.#openRound([...elected, ...rest]);
      this.#account.elected(round.round, elected, round.votes, false);
      this.#account.elected(round.round, rest, round.votes, true);
      if (this.#elected.length >= this.#election.seats || this.#hopeful.size === 0) {
        this.#rounds.push({ ...round, action: 'All seats are filled.' });
        break;
      }
      this.#history.push([...this.#piles.votes]);
      const { doomed } = this.#guard.look([...this.#hopeful], this.#elected);
      if (doomed.length > 0) {
        this.#rounds.push(this.#excludeDoomed(round, doomed));
        continue;
      }
      const surplus = this.#largestSurplus(round.round);
      this.#rounds.push(
        surplus === null ? this.#exclude(round) : this.#passSurplus(round, surplus),
      );
    }
    const losers = [...this.#hopeful].sort(
      (a, b) => this.#rule.arithmetic.compare(this.#vote(b), this.#vote(a)) || a - b,
    );
    return {
      winnerIndexes: this.#elected,
      rankingIndexes: [...this.#elected, ...losers, ...this.#excluded.toReversed()].map((index) => [
        index,
      ]),
      quota: format(this.#quota),
      rounds: this.#rounds,
      totals: this.#piles.votes.map(format),
      figures: { arithmetic: this.#rule.arithmetic.name },
      account: this.#account.lines,
    };
  }

  #vote(candidate: number): V {
    return this.#piles.votes[candidate] as V;
  }

  /** Everybody hopeful who has the quota, most votes first; no more than there are seats. */
  #electByQuota(): number[] {
    if (this.#guard.isBound) return this.#electGuarded();
    const reached = this.#reached();
    const seats = this.#election.seats - this.#elected.length;
    const chosen = reached.length > seats ? this.#bestOf(reached, seats) : reached;
    for (const candidate of chosen) this.#elect(candidate);
    return chosen;
  }

  #reached(): number[] {
    const { compare } = this.#rule.arithmetic;
    return [...this.#hopeful]
      .filter((candidate) => compare(this.#vote(candidate), this.#quota) >= 0)
      .sort((a, b) => compare(this.#vote(b), this.#vote(a)) || a - b);
  }

  /** Where seats are kept, whom they leave room for. */
  #electGuarded(): number[] {
    const { compare } = this.#rule.arithmetic;
    const standing = { hopeful: [...this.#hopeful], elected: this.#elected };
    const isLevel = (a: number, b: number): boolean => compare(this.#vote(a), this.#vote(b)) === 0;
    const pick = (tied: number[]): number => this.#pick('election', tied, 'most');
    const chosen = this.#guard.choose(standing, this.#reached(), isLevel, pick);
    for (const candidate of chosen) this.#elect(candidate);
    return chosen;
  }

  /** With small quotas more may reach it than there are seats. */
  #bestOf(reached: readonly number[], seats: number): number[] {
    const { compare } = this.#rule.arithmetic;
    const last = this.#vote(reached[seats - 1] as number);
    const sure = reached.filter((candidate) => compare(this.#vote(candidate), last) > 0);
    let tied = reached.filter((candidate) => compare(this.#vote(candidate), last) === 0);
    const chosen = [...sure];
    while (chosen.length < seats) {
      const pick = this.#pick('election', tied, 'most');
      chosen.push(pick);
      tied = tied.filter((candidate) => candidate !== pick);
    }
    return chosen;
  }

  /** As many hopefuls as seats left: they are all elected. */
  #electRest(): number[] {
    const seats = this.#election.seats - this.#elected.length;
    if (seats === 0 || this.#hopeful.size > seats) return [];
    if (this.#guard.look([...this.#hopeful], this.#elected).doomed.length > 0) return [];
    const { compare } = this.#rule.arithmetic;
    const rest = [...this.#hopeful].sort((a, b) => compare(this.#vote(b), this.#vote(a)) || a - b);
    for (const candidate of rest) this.#elect(candidate);
    return rest;
  }

  #elect(candidate: number): void {
    this.#hopeful.delete(candidate);
    this.#open[candidate] = 0;
    this.#elected.push(candidate);
    const { compare } = this.#rule.arithmetic;
    if (compare(this.#vote(candidate), this.#quota) > 0) this.#surpluses.add(candidate);
  }

  #largestSurplus(round: number): number | null {
    if (this.#surpluses.size === 0) return null;
    const { compare } = this.#rule.arithmetic;
    const holders = [...this.#surpluses];
    const most = holders.reduce((best, candidate) =>
      compare(this.#vote(candidate), this.#vote(best)) > 0 ? candidate : best,
    );
    const tied = holders
      .filter((candidate) => compare(this.#vote(candidate), this.#vote(most)) === 0)
      .sort((a, b) => a - b);
    return this.#pick('surplus', tied, 'most', round);
  }

  #passSurplus(round: CountRound, candidate: number): CountRound {
    const { arithmetic } = this.#rule;
    const total = this.#vote(candidate);
    const surplus = arithmetic.subtract(total, this.#quota);
    const before = [...this.#piles.votes];
    const exhausted = this.#piles.exhausted;
    this.#surpluses.delete(candidate);
    this.#piles.passOn(
      candidate,
      (value) => arithmetic.transferValue(value, surplus, total),
      this.#open,
    );
    this.#piles.votes[candidate] = this.#quota;
    const share = arithmetic.transferValue(arithmetic.one, surplus, total);
    const figures = this.#changes(before);
    const action = this.#account.surplus(
      round.round,
      candidate,
      arithmetic.format(surplus),
      arithmetic.format(share),
      arithmetic.format(arithmetic.subtract(this.#piles.exhausted, exhausted)),
    );
    return { ...round, action, transferValue: arithmetic.format(share), transfers: figures };
  }

  #exclude(round: CountRound): CountRound {
    const { arithmetic } = this.#rule;
    const hopeful = this.#guard.open([...this.#hopeful], this.#elected);
    const least = hopeful.reduce((low, candidate) =>
      arithmetic.compare(this.#vote(candidate), this.#vote(low)) < 0 ? candidate : low,
    );
    const tied = hopeful
      .filter((candidate) => arithmetic.compare(this.#vote(candidate), this.#vote(least)) === 0)
      .sort((a, b) => a - b);
    const candidate = this.#pick('exclusion', tied, 'least', round.round);
    const before = [...this.#piles.votes];
    const held = this.#vote(candidate);
    const exhausted = this.#piles.exhausted;
    this.#hopeful.delete(candidate);
    this.#open[candidate] = 0;
    this.#excluded.push(candidate);
    this.#piles.passOn(candidate, (value) => value, this.#open);
    this.#piles.votes[candidate] = arithmetic.zero;
    const action = this.#account.exclusion(
      round.round,
      candidate,
      arithmetic.format(held),
      arithmetic.format(arithmetic.subtract(this.#piles.exhausted, exhausted)),
    );
    return { ...round, excluded: [candidate], action, transfers: this.#changes(before) };
  }

  /** All who cannot be elected any more, together: their papers go to none of them. */
  #excludeDoomed(round: CountRound, doomed: readonly number[]): CountRound {
    const { arithmetic } = this.#rule;
    const before = [...this.#piles.votes];
    const exhausted = this.#piles.exhausted;
    for (const candidate of doomed) {
      this.#hopeful.delete(candidate);
      this.#open[candidate] = 0;
      this.#excluded.push(candidate);
    }
    for (const candidate of doomed) {
      this.#piles.passOn(candidate, (value) => value, this.#open);
      this.#piles.votes[candidate] = arithmetic.zero;
    }
    const lost = arithmetic.format(arithmetic.subtract(this.#piles.exhausted, exhausted));
    const action = this.#account.doomed(round.round, doomed, lost);
    return { ...round, excluded: doomed, action, transfers: this.#changes(before) };
  }

  #changes(before: readonly V[]): string[] {
    const { arithmetic } = this.#rule;
    return this.#piles.votes.map((after, candidate) =>
      arithmetic.format(arithmetic.subtract(after, before[candidate] as V)),
    );
  }

  #pick(purpose: string, tied: number[], pick: 'least' | 'most', round?: number): number {
    const history = ranksOfHistory(this.#history, this.#rule.arithmetic.compare);
    return this.#ties.pickOne({
      purpose,
      tied,
      pick,
      history,
      round: round ?? this.#rounds.length + 1,
    });
  }

  #openRound(elected: readonly number[]): CountRound {
    const { arithmetic } = this.#rule;
    const held = this.#piles.votes.reduce((sum, votes) => arithmetic.add(sum, votes));
    const lost = arithmetic.subtract(this.#total, arithmetic.add(held, this.#piles.exhausted));
    return {
      round: this.#rounds.length + 1,
      votes: this.#piles.votes.map(arithmetic.format),
      elected,
      excluded: [],
      exhausted: arithmetic.format(this.#piles.exhausted),
      lostToRounding: arithmetic.format(lost),
    };
  }
}
