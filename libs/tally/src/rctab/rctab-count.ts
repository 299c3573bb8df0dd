import { Rational } from '../arithmetic/rational.js';
import { Scale } from '../arithmetic/scale.js';
import type { FindingBeforeTies } from '../seating/count-with-ties.js';
import type { RankedBallots } from '../model/ballots.js';
import { EQUAL_WRITE_IN, WRITE_IN } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import type { CountRound, JsonValue } from '../model/result.js';
import type { TieBreaker } from '../ties/tie-breaker.js';
import { batchEliminated } from './batch-elimination.js';
import type { InactiveReason } from './rctab-papers.js';
import { RctabPapers } from './rctab-papers.js';
import type { RctabRule } from './rctab-rule.js';

/** Counts under RCTab's rules, in any of its modes. */
export function countRctab(
  election: Election,
  ballots: RankedBallots,
  rule: RctabRule,
  ties: TieBreaker,
): FindingBeforeTies {
  return new RctabCount(election, ballots, rule, ties).run();
}

class RctabCount {
  readonly #election: Election;
  readonly #rule: RctabRule;
  readonly #ties: TieBreaker;
  readonly #scale: Scale;
  readonly #papers: RctabPapers;
  /** The index of the write-ins, which are one more candidate while they last. */
  readonly #writeIns: number;
  readonly #seats: number;
  /** Everybody in the count, write-ins included. */
  readonly #field: readonly number[];
  readonly #winners = new Map<number, number>();
  readonly #eliminated = new Map<number, number>();
  readonly #rounds: CountRound[] = [];
  readonly #history: bigint[][] = [];
  readonly #account: string[] = [];
  #round = 0;
  #votes: bigint[] = [];
  #threshold = 0n;

  constructor(election: Election, ballots: RankedBallots, rule: RctabRule, ties: TieBreaker) {
    this.#election = election;
    this.#rule = rule;
    this.#ties = ties;
    this.#scale = new Scale(rule.digits);
    this.#writeIns = election.candidates.length;
    this.#seats = rule.mode === 'bottoms-up-percentage' ? 0 : election.seats;
    if (rule.mode === 'single-winner' && election.seats !== 1) {
      throw new TallyError('SEATS_INVALID', `IRV fills one seat, not ${election.seats}`);
    }
    if (rule.untilTwo && rule.mode !== 'single-winner') {
      throw new TallyError('OPTION_INVALID', 'only a count for one seat can go on until two');
    }
    if (ballots.weightDivisor !== 1n) {
      throw new TallyError('BALLOTS_UNSUITABLE', 'this rule counts whole papers only');
    }
    this.#papers = new RctabPapers(ballots, rule, this.#writeIns, this.#scale.one);
    const hasWriteIns = ballots.cells.some((cell) => cell === WRITE_IN || cell === EQUAL_WRITE_IN);
    const out = new Set(election.withdrawn);
    this.#field = Array.from(
      { length: this.#writeIns + (hasWriteIns ? 1 : 0) },
      (_, at) => at,
    ).filter((index) => !out.has(index));
  }

  run(): FindingBeforeTies {
    while (this.#goesOn()) this.#countRound();
    const winners = [...this.#winners.keys()];
    const last = this.#rounds.at(-1);
    return {
      winnerIndexes: winners,
      ...(last?.quota === undefined ? {} : { quota: last.quota }),
      rounds: this.#rounds,
      ...(last ? { totals: last.votes } : {}),
      figures: { arithmetic: `${this.#rule.digits} decimals, what does not fit is cut off` },
      account: this.#account,
    };
  }

  #goesOn(): boolean {
    const { mode, untilTwo } = this.#rule;
    const eliminatedNow = [...this.#eliminated.values()].includes(this.#round);
    if (untilTwo) {
      const decided = this.#eliminated.size + this.#winners.size + 1;
      return decided < this.#field.length || eliminatedNow || this.#winners.size === 0;
    }
    if (mode === 'bottoms-up-percentage') return this.#winners.size === 0;
    // In an STV count one more round shows where the last surpluses went.
    const electedNow = [...this.#winners.values()].includes(this.#round);
    const showsSurplus = this.#seats > 1 && mode !== 'bottoms-up' && electedNow;
    return this.#winners.size < this.#seats || showsSurplus;
  }

  #countRound(): void {
    this.#round++;
    const active = this.#active();
    const continuing = Array.from({ length: this.#writeIns + 1 }, (_, index) =>
      active.includes(index),
    );
    const filled = this.#seats > 1 && this.#winners.size >= this.#seats;
    const { votes, inactive } = this.#papers.tally(continuing, filled);
    this.#votes = votes;
    if (this.#round === 1 || (this.#seats <= 1 && !this.#rule.firstRoundThreshold)) {
      this.#threshold = this.#calculateThreshold();
    }
    this.#history.push([...votes]);
    const elected = this.#findWinners(active);
    for (const winner of elected) this.#winners.set(winner, this.#round);
    if (elected.length > 0 && this.#seats > 1 && this.#rule.mode !== 'bottoms-up') {
      for (const winner of elected) this.#passSurplus(winner);
    }
    const losers = elected.length === 0 && this.#mustEliminate() ? this.#findLosers(active) : [];
    for (const loser of losers) this.#eliminated.set(loser, this.#round);
    this.#pushRound(elected, losers, inactive);
  }

  /** Those who can still get votes. */
  #active(): number[] {
    return this.#field.filter(
      (index) => !this.#eliminated.has(index) && (this.#rule.untilTwo || !this.#winners.has(index)),
    );
  }

  #sum(): bigint {
    return this.#votes.reduce((sum, votes) => sum + votes, 0n);
  }

  #calculateThreshold(): bigint {
    const { hareQuota, fractionalThreshold, minimumVotes, percentage, digits } = this.#rule;
    const active = Rational.of(this.#sum(), this.#scale.one);
    if (this.#rule.mode === 'bottoms-up-percentage') {
      return active.mul(percentage).toScaled(digits, 'ceiling');
    }
    const decimals = fractionalThreshold ? digits : 0;
    const share = active.div(Rational.of(hareQuota ? this.#seats : this.#seats + 1));
    const units = hareQuota
      ? share.toScaled(decimals, 'ceiling')
      : share.toScaled(decimals, 'floor') + 1n;
    const threshold = units * 10n ** BigInt(digits - decimals);
    const minimum = minimumVotes.toScaled(digits, 'ceiling');
    return threshold > minimum ? threshold : minimum;
  }

  #findWinners(active: readonly number[]): number[] {
    const { mode, firstRoundThreshold, minimumVotes, digits } = this.#rule;
    if ((this.#votes[this.#writeIns] ?? 0n) > 0n) return [];
    if (mode === 'bottoms-up-percentage') {
      const all = active.every((index) => this.#held(index) >= this.#threshold);
      return all ? this.#byVotes(active) : [];
    }
    const unfilled = this.#seats - this.#winners.size;
    if (unfilled <= 0) return [];
    let selected: number[] = [];
    if (active.length <= unfilled) selected = this.#byVotes(active);
    else if (firstRoundThreshold && active.length - 1 === this.#seats) {
      selected = this.#extreme(active, 'most');
    } else if (mode !== 'bottoms-up') {
      selected = this.#byVotes(active.filter((index) => this.#held(index) >= this.#threshold));
    }
    const tooMany = selected.length > 1 && (mode === 'one-per-round' || firstRoundThreshold);
    const minimum = minimumVotes.toScaled(digits, 'ceiling');
    const stuck =
      this.#seats === 1 &&
      selected.length === 0 &&
      active.length === 2 &&
      active.every((index) => this.#held(index) >= minimum);
    if (!tooMany && !stuck) return selected.filter((index) => index !== this.#writeIns);
    return [this.#pick('election', this.#extreme(active, 'most'), 'most')];
  }

  #mustEliminate(): boolean {
    return (
      this.#winners.size < this.#seats ||
      (this.#rule.untilTwo && this.#eliminated.size < this.#field.length - 2) ||
      this.#rule.mode === 'bottoms-up-percentage'
    );
  }

  #findLosers(active: readonly number[]): number[] {
    if ((this.#votes[this.#writeIns] ?? 0n) > 0n) return [this.#writeIns];
    const minimum = this.#rule.minimumVotes.toScaled(this.#rule.digits, 'ceiling');
    const below = active.filter((index) => this.#held(index) < minimum);
    if (below.length === active.length) {
      const message = 'all candidates are below the minimum number of votes';
      throw new TallyError('BALLOTS_UNSUITABLE', message);
    }
    if (below.length > 0) return below;
    if (this.#rule.batchElimination) {
      const batch = batchEliminated(active, this.#votes, this.#rule.untilTwo ? 2 : 1);
      if (batch.length > 0) return batch;
    }
    return [this.#pick('exclusion', this.#extreme(active, 'least'), 'least')];
  }

  #passSurplus(winner: number): void {
    const surplus = this.#held(winner) - this.#threshold;
    const share = surplus > 0n ? this.#scale.divide(surplus, this.#held(winner), 'truncate') : 0n;
    this.#papers.keep(winner, (value) => this.#scale.multiply(value, share, 'truncate'));
  }

  /** What an earlier winner has: what the papers left there, cut to the threshold. */
  #keptVotes(winner: number): bigint {
    const kept = this.#papers.keptBy(winner);
    return kept > this.#threshold ? this.#threshold : kept;
  }

  #pushRound(
    elected: readonly number[],
    losers: readonly number[],
    inactive: Record<InactiveReason, bigint>,
  ): void {
    const shown = this.#votes.map((votes, index) => {
      const since = this.#winners.get(index);
      const earlier = since !== undefined && since < this.#round && !this.#rule.untilTwo;
      return earlier ? this.#keptVotes(index) : votes;
    });
    const votes = shown.map((units) => this.#format(units));
    const threshold = this.#format(this.#threshold);
    const figures: Record<string, JsonValue> = Object.fromEntries(
      Object.entries(inactive).map(([reason, units]) => [reason, this.#format(units)]),
    );
    if (this.#field.includes(this.#writeIns)) figures['writeIns'] = votes.at(-1) ?? '0';
    const inactiveSum = Object.values(inactive).reduce((sum, units) => sum + units, 0n);
    this.#rounds.push({
      round: this.#round,
      votes: votes.slice(0, this.#writeIns),
      quota: threshold,
      elected,
      excluded: losers.filter((index) => index !== this.#writeIns),
      exhausted: this.#format(inactiveSum),
      figures,
    });
    this.#tell(elected, losers, votes, threshold);
  }

  #tell(
    elected: readonly number[],
    losers: readonly number[],
    votes: readonly string[],
    threshold: string,
  ): void {
    const list = (who: readonly number[]): string =>
      who.map((index) => `${this.#name(index)} (${votes[index]})`).join(', ');
    const outcome = [
      elected.length > 0 ? `${list(elected)} ${elected.length > 1 ? 'win' : 'wins'} a seat` : '',
      losers.length > 0 ? `${list(losers)} ${losers.length > 1 ? 'are' : 'is'} eliminated` : '',
    ].filter((text) => text !== '');
    const text = outcome.length === 0 ? 'nothing more is to be decided' : outcome.join('; ');
    this.#account.push(`Round ${this.#round}: ${threshold} votes win; ${text}.`);
  }

  #name(index: number): string {
    return this.#election.candidates[index]?.name ?? 'the write-ins';
  }

  #held(index: number): bigint {
    return this.#votes[index] as bigint;
  }

  #byVotes(who: readonly number[]): number[] {
    return who.toSorted((a, b) =>
      this.#held(a) > this.#held(b) ? -1 : this.#held(a) < this.#held(b) ? 1 : a - b,
    );
  }

  #extreme(who: readonly number[], which: 'least' | 'most'): number[] {
    const ordered = this.#byVotes(who);
    const edge = this.#held((which === 'most' ? ordered[0] : ordered.at(-1)) as number);
    return who.filter((index) => this.#held(index) === edge);
  }

  #pick(purpose: string, tied: number[], pick: 'least' | 'most'): number {
    return this.#ties.pickOne({
      purpose,
      tied,
      pick,
      round: this.#round,
      history: this.#history.slice(0, -1),
    });
  }

  /** Whole votes without decimals, other votes with all of them. */
  #format(units: bigint): string {
    return units % this.#scale.one === 0n
      ? (units / this.#scale.one).toString()
      : this.#scale.format(units);
  }
}
