import { divideRounded } from '../arithmetic/rounding.js';
import { Scale } from '../arithmetic/scale.js';
import type { FindingBeforeTies } from '../seating/count-with-ties.js';
import type { RankedBallots } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import type { CountRound } from '../model/result.js';
import { SeatGuard } from '../reserved/seat-guard.js';
import type { TieBreaker } from '../ties/tie-breaker.js';
import { MeekAccount } from './meek-account.js';
import { distribute } from './meek-distribution.js';
import { arithmeticOf, meekQuota } from './meek-rule.js';
import type { MeekRule } from './meek-rule.js';
import { ELECTED, HOPEFUL, MeekTree, OUT, partsOf } from './meek-tree.js';
import { descending, lowestWithin, sureLosers } from './sure-losers.js';
import { WarrenPrices } from './warren-prices.js';

type IterationEnd = 'elected' | 'omega' | 'stable' | 'batch';

/** Counts by Meek's or Warren's method. */
export function countMeek(
  election: Election,
  ballots: RankedBallots,
  rule: MeekRule,
  ties: TieBreaker,
): FindingBeforeTies {
  return new MeekCount(election, ballots, rule, ties).run();
}

class MeekCount {
  readonly #election: Election;
  readonly #ballots: RankedBallots;
  readonly #rule: MeekRule;
  readonly #ties: TieBreaker;
  readonly #scale: Scale;
  readonly #standing: Uint8Array;
  readonly #prices: WarrenPrices | null;
  readonly #parts: bigint;
  readonly #elected: number[] = [];
  readonly #excluded: number[] = [];
  readonly #rounds: CountRound[] = [];
  readonly #history: bigint[][] = [];
  readonly #account: MeekAccount;
  readonly #guard: SeatGuard;
  /** Differences smaller than this are rounding noise of the guard digits. */
  readonly #noise: bigint;
  readonly #omega: bigint;
  #keep: bigint[];
  #tree: MeekTree;
  #votes: bigint[];
  #quota = 0n;
  #surplus = 0n;
  #electedNow: number[] = [];

  constructor(election: Election, ballots: RankedBallots, rule: MeekRule, ties: TieBreaker) {
    this.#election = election;
    this.#ballots = ballots;
    this.#rule = rule;
    this.#ties = ties;
    this.#scale = new Scale(rule.digits + rule.guard);
    this.#standing = new Uint8Array(election.candidates.length).fill(HOPEFUL);
    for (const candidate of election.withdrawn) this.#standing[candidate] = OUT;
    this.#keep = election.candidates.map(() => this.#scale.one);
    this.#parts = partsOf(ballots);
    this.#prices = rule.kind === 'meek' ? null : this.#warrenPrices();
    this.#noise = rule.guard > 0 ? 10n ** BigInt(rule.guard - 1) : 0n;
    this.#omega = this.#scale.fromRational(rule.omega, 'floor');
    this.#tree = new MeekTree(ballots, this.#standing, this.#parts);
    this.#votes = this.#distribute();
    this.#account = new MeekAccount(election, ballots);
    this.#guard = new SeatGuard(election);
  }

  run(): FindingBeforeTies {
    while (!this.#complete()) {
      const doomed = this.#doomed();
      if (doomed.length > 0) {
        this.#excludeDoomed(doomed);
        continue;
      }
      const end = this.#iterate();
      if (end !== 'elected') {
        this.#exclude(end);
        continue;
      }
      this.#pushRound([], `elected on reaching the quota`);
      this.#account.elected(this.#rounds.length, this.#electedNow, this.#shown());
    }
    this.#finish();
    const shown = this.#shown();
    return {
      winnerIndexes: this.#elected,
      rankingIndexes: [...this.#elected, ...this.#excluded.toReversed()].map((index) => [index]),
      quota: this.#format(this.#quota),
      rounds: this.#rounds,
      totals: shown,
      figures: { arithmetic: arithmeticOf(this.#rule) },
      account: this.#account.lines,
    };
  }

  #hopeful(): number[] {
    return this.#election.candidates.flatMap((_, index) =>
      this.#standing[index] === HOPEFUL ? [index] : [],
    );
  }

  #seatsLeft(): number {
    return this.#election.seats - this.#elected.length;
  }

  #complete(): boolean {
    if (this.#seatsLeft() <= 0) return true;
    return this.#hopeful().length <= this.#seatsLeft() && this.#doomed().length === 0;
  }

  #doomed = (): readonly number[] => this.#guard.look(this.#hopeful(), this.#elected).doomed;

  #vote(candidate: number): bigint {
    return this.#votes[candidate] as bigint;
  }

  /** Repeats distributing and adjusting until somebody is elected or nothing moves any more. */
  #iterate(): IterationEnd {
    let least: bigint | null = null;
    this.#electedNow = [];
    this.#prices?.restart();
    for (;;) {
      this.#votes = this.#distribute();
      this.#quota = this.#quotaOf(this.#votes);
      this.#electByQuota();
      this.#surplus = this.#elected.reduce(
        (sum, candidate) => sum + this.#vote(candidate) - this.#quota,
        0n,
      );
      if (this.#surplus < 0n) this.#surplus = 0n;
      if (this.#electedNow.length > 0) return 'elected';
      if (this.#surplus < this.#omega) return 'omega';
      if (this.#rule.omegaIncluded && this.#surplus === this.#omega) return 'omega';
      const shrinks = least === null || this.#surplus < least;
      if (this.#prices === null && !shrinks) return 'stable';
      if (this.#rule.batch === 'sure-losers' && this.#batch().length > 0) return 'batch';
      least = this.#surplus;
      if (!this.#adjust()) return 'stable';
    }
  }

  /** Lowers what the elected keep. False if nothing moves any more. */
  #adjust(): boolean {
    if (this.#prices === null) {
      for (const candidate of this.#elected) this.#adjustKeep(candidate);
      return true;
    }
    const standing = { votes: this.#votes, quota: this.#quota };
    const lower = this.#prices.lower(this.#keep, this.#elected, standing);
    if (lower === null) return false;
    this.#keep = lower;
    return true;
  }

  #warrenPrices(): WarrenPrices {
    return new WarrenPrices((prices) => {
      const votes = this.#distribute(prices);
      return { votes, quota: this.#quotaOf(votes) };
    });
  }

  #batch(): number[] {
    if (this.#guard.isBound) return [];
    return sureLosers(this.#hopeful(), this.#votes, this.#surplus, this.#seatsLeft(), this.#noise);
  }

  #adjustKeep(candidate: number): void {
    const kept = this.#scale.multiply(this.#keep[candidate] as bigint, this.#quota, 'ceiling');
    const keep = this.#scale.divide(kept, this.#vote(candidate), 'ceiling');
    this.#keep[candidate] = keep < this.#scale.one ? keep : this.#scale.one;
  }

  #quotaOf = (held: readonly bigint[]): bigint => meekQuota(this.#rule, held, this.#election.seats);

  #hasQuota = (candidate: number): boolean =>
    this.#vote(candidate) - this.#quota >= (this.#rule.guard > 0 ? this.#noise : 0n);

  #electByQuota(): void {
    const reached = this.#hopeful()
      .filter((candidate) => this.#hasQuota(candidate))
      .sort((a, b) => descending(this.#vote(a), this.#vote(b)) || a - b);
    if (reached.length === 0) return;
    const standing = { hopeful: this.#hopeful(), elected: this.#elected };
    const isLevel = (a: number, b: number): boolean => this.#vote(a) === this.#vote(b);
    const pick = (tied: number[]): number => this.#pick('election', tied, 'most');
    const now = this.#guard.choose(standing, reached, isLevel, pick);
    for (const candidate of now) this.#elect(candidate);
    this.#electedNow.push(...now);
    if (now.length > 0) this.#rebuild();
  }

  #elect(candidate: number): void {
    this.#standing[candidate] = ELECTED;
    this.#elected.push(candidate);
  }

  #rebuild(): void {
    this.#tree = new MeekTree(this.#ballots, this.#standing, this.#parts);
  }

  #exclude(end: IterationEnd): void {
    const losers = end === 'batch' ? this.#batch() : [this.#lowest()];
    const shown = this.#shown();
    this.#pushRound(
      losers,
      end === 'batch' ? 'excluded as sure losers' : `excluded with the fewest votes`,
    );
    this.#account.excluded(this.#rounds.length, losers, shown, end === 'batch');
    this.#history.push([...this.#votes]);
    this.#drop(losers);
  }

  #excludeDoomed(doomed: readonly number[]): void {
    this.#votes = this.#distribute();
    this.#quota = this.#quotaOf(this.#votes);
    const shown = this.#shown();
    this.#pushRound(doomed, 'excluded, as the seats that are left are kept for others');
    this.#account.doomed(this.#rounds.length, doomed, shown);
    this.#history.push([...this.#votes]);
    this.#drop(doomed);
  }

  #drop(losers: readonly number[]): void {
    for (const candidate of losers) {
      this.#standing[candidate] = OUT;
      this.#keep[candidate] = 0n;
      this.#excluded.push(candidate);
    }
    this.#rebuild();
  }

  /** The one to go: all within the remaining surplus of the lowest vote count as tied. */
  #lowest(): number {
    const hopeful = this.#guard.open(this.#hopeful(), this.#elected);
    const within = this.#surplus + (this.#noise > 0n ? this.#noise - 1n : 0n);
    const tied = lowestWithin(hopeful, this.#votes, within);
    return this.#pick('exclusion', tied, 'least');
  }

  #pick(purpose: string, tied: number[], pick: 'least' | 'most'): number {
    const round = this.#rounds.length + 1;
    return this.#ties.pickOne({ purpose, tied, pick, history: this.#history, round });
  }

  #finish(): void {
    const rest = this.#hopeful().sort((a, b) => descending(this.#vote(a), this.#vote(b)) || a - b);
    const electRest = this.#seatsLeft() > 0;
    this.#electedNow = electRest ? rest : [];
    const losers = electRest ? [] : rest.toReversed();
    for (const candidate of this.#electedNow) this.#elect(candidate);
    if (electRest && rest.length > 0) this.#rebuild();
    this.#drop(losers);
    this.#votes = this.#distribute();
    if (this.#rule.finalRound) {
      this.#pushRound(losers, 'the votes after the last decision');
    }
    this.#account.finish(this.#electedNow, losers, this.#shown());
  }

  #pushRound(excluded: readonly number[], action: string): void {
    const total =
      (BigInt(this.#ballots.totalWeight) * this.#scale.one) / this.#ballots.weightDivisor;
    const active = this.#votes.reduce((sum, votes) => sum + votes, 0n);
    this.#rounds.push({
      round: this.#rounds.length + 1,
      votes: this.#shown(),
      quota: this.#format(this.#quota),
      action,
      elected: this.#electedNow,
      excluded,
      exhausted: this.#format(total - active),
      keepValues: this.#keep.map((keep) => this.#format(keep)),
    });
    this.#electedNow = [];
  }

  #shown(): string[] {
    return this.#votes.map((votes) => this.#format(votes));
  }

  #format(value: bigint): string {
    const cut = divideRounded(value, 10n ** BigInt(this.#rule.guard), 'half-up');
    return new Scale(this.#rule.digits).format(cut);
  }

  /** What everybody gets at these keep values. */
  #distribute(keep: readonly bigint[] = this.#keep): bigint[] {
    return distribute(this.#tree, {
      rule: this.#rule,
      scale: this.#scale,
      keep,
      weightDivisor: this.#ballots.weightDivisor,
    });
  }
}
