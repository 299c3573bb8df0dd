import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import type { TieRecord, TieStep } from '../model/result.js';
import { drawLots, requireCommitment, seedCommitment } from './lot.js';

/**
 * How ties are to be broken: steps tried in turn until one leaves fewer than were tied.
 *
 * - `status-quo`: nobody is picked; methods that decide on a proposal keep things as they are.
 * - `previous-rounds`: by the most recent earlier round where the tied were not all equal.
 * - `forwards`: by the first round where the tied were not all equal.
 * - `tie-order`: by the election's own tie order (a `[tie]` line), a list of lots: whoever of the
 *   tied stands first in it is picked, for a seat as for an exclusion. Without such a line the next
 *   step decides; if there is none, the candidate order.
 * - `candidate-order`: by the order of the input, as an order of preference over all methods:
 *   whoever stands earlier is elected first and excluded last.
 * - `first-listed`: by the order of the input as a list of lots: the first is picked, for a seat as
 *   for an exclusion, as the reference rules of STV do where no tie order is given.
 * - `lot`: drawn from a seed, by SHA-256 (see `drawLots`).
 * - `drawn`: as the returning officer drew them by hand; the draws are given in `drawn`, in turn.
 * - `report`: left open; every acceptable outcome is worked out.
 */
export interface TieRule {
  readonly steps: readonly TieStep[];
  readonly seed?: string;
  readonly commitment?: string;
  /** For `drawn`: the candidate picked at each tie, in the order in which the ties come up. */
  readonly drawn?: readonly number[];
  /** For `report`: how many ways the open ties are followed at most. */
  readonly ways?: number;
}

export interface TieQuestion {
  readonly purpose: string;
  readonly tied: readonly number[];
  readonly round?: number;
  /**
   * What each candidate held in each earlier round, oldest first, for `previous-rounds` and
   * `forwards`. Bigints or safe integers, indexed by candidate.
   */
  readonly history?: readonly (readonly (bigint | number)[])[];
  /** Whether the one picked is the one with the least (an exclusion) or the most (a seat). */
  readonly pick?: 'least' | 'most';
}

/** The steps that a rule comes down to for an election, which may have no tie order of its own. */
export function stepsFor(election: Election, rule: TieRule): readonly TieStep[] {
  if (election.tieOrder !== null) return rule.steps;
  return rule.steps.flatMap((step, place): TieStep[] => {
    if (step !== 'tie-order') return [step];
    return place === rule.steps.length - 1 ? ['candidate-order'] : [];
  });
}

/** Breaks the ties of one count and keeps the record of them. */
export class TieBreaker {
  readonly records: TieRecord[] = [];
  readonly #election: Election;
  readonly #rule: TieRule;
  readonly #steps: readonly TieStep[];
  readonly #script: readonly number[];
  readonly #forks: number[] = [];
  #draws = 0;
  #drawnByHand = 0;

  /** `script` is for `exploreOutcomes`: which of the tied to take at each open tie, in turn. */
  constructor(election: Election, rule: TieRule, script: readonly number[] = []) {
    if (rule.steps.includes('lot')) {
      if (rule.seed === undefined) {
        throw new TallyError('OPTION_INVALID', 'a tie by lot needs a seed');
      }
      if (rule.commitment !== undefined) requireCommitment(rule.seed, rule.commitment);
    }
    this.#election = election;
    this.#rule = rule;
    this.#steps = stepsFor(election, rule);
    this.#script = script;
  }

  /** How many ways each open tie could have gone, in the order they came up. */
  get forks(): readonly number[] {
    return this.#forks;
  }

  /** Picks one of the tied candidates and records how. One candidate is no tie. */
  pickOne(question: TieQuestion): number {
    let tied = [...question.tied];
    if (tied.length === 1) return tied[0] as number;
    for (const step of this.#steps) {
      const left = this.#narrow(step, tied, question);
      if (left.length === 1) {
        this.record(question, [left[0] as number], step, this.#explain(step));
        return left[0] as number;
      }
      tied = left;
    }
    const names = tied.map((index) => this.#election.candidates[index]?.name).join(', ');
    throw new TallyError('TIE_UNBROKEN', `no rule given breaks the tie between ${names}`);
  }

  /** All the tied in order of preference to be picked, one pick at a time. */
  order(question: TieQuestion): number[] {
    const left = [...question.tied];
    const picked: number[] = [];
    while (left.length > 0) {
      const next = this.pickOne({ ...question, tied: left });
      picked.push(next);
      left.splice(left.indexOf(next), 1);
    }
    return picked;
  }

  /** Writes down a tie that a method settled by a rule of its own. */
  record(
    question: TieQuestion,
    chosen: readonly number[],
    brokenBy: TieStep,
    detail: string,
  ): void {
    this.records.push({
      ...(question.round === undefined ? {} : { round: question.round }),
      purpose: question.purpose,
      candidates: [...question.tied],
      names: question.tied.map((index) => this.#election.candidates[index]?.name ?? ''),
      chosen,
      brokenBy,
      detail,
    });
  }

  #narrow(step: TieStep, tied: number[], question: TieQuestion): number[] {
    switch (step) {
      case 'previous-rounds':
        return byHistory(tied, (question.history ?? []).toReversed(), question.pick ?? 'least');
      case 'forwards':
        return byHistory(tied, question.history ?? [], question.pick ?? 'least');
      case 'tie-order':
        return (this.#election.tieOrder ?? []).filter((index) => tied.includes(index)).slice(0, 1);
      case 'candidate-order':
        return question.pick === 'least' ? ascending(tied).slice(-1) : ascending(tied).slice(0, 1);
      case 'first-listed':
        return ascending(tied).slice(0, 1);
      case 'lot':
        return drawLots(this.#rule.seed ?? '', ++this.#draws, tied).slice(0, 1);
      case 'drawn':
        return this.#takeDrawn(tied);
      case 'report': {
        const choices = [...tied].sort((a, b) => a - b);
        const choice = this.#script[this.#forks.length] ?? 0;
        this.#forks.push(choices.length);
        return [choices[choice] as number];
      }
      default:
        return tied;
    }
  }

  #takeDrawn(tied: number[]): number[] {
    const pick = this.#rule.drawn?.[this.#drawnByHand];
    if (pick === undefined) return tied;
    if (!tied.includes(pick)) {
      const names = tied.map((index) => this.#election.candidates[index]?.name).join(', ');
      const message = `draw ${this.#drawnByHand + 1} picks nobody of ${names}`;
      throw new TallyError('OPTION_INVALID', message);
    }
    this.#drawnByHand++;
    return [pick];
  }

  #explain(step: TieStep): string {
    switch (step) {
      case 'previous-rounds':
        return 'by the most recent earlier round in which they were not equal';
      case 'forwards':
        return 'by the first round in which they were not equal';
      case 'tie-order':
        return 'by the tie order of the file';
      case 'candidate-order':
        return 'by candidate order';
      case 'first-listed':
        return 'as the first of them in the input';
      case 'lot':
        return `by lot ${this.#draws}; seed’s SHA-256 ${seedCommitment(this.#rule.seed ?? '')}`;
      case 'drawn':
        return `by lot ${this.#drawnByHand} drawn by hand`;
      case 'report':
        return 'as one of the ways that are followed; every acceptable outcome is listed';
      default:
        return 'by the rule of the method';
    }
  }
}

function ascending(tied: readonly number[]): number[] {
  return tied.toSorted((a, b) => a - b);
}

function byHistory(
  tied: readonly number[],
  rounds: readonly (readonly (bigint | number)[])[],
  pick: 'least' | 'most',
): number[] {
  for (const votes of rounds) {
    const held = tied.map((index) => votes[index] ?? 0);
    const extreme = held.reduce((best, value) =>
      (pick === 'least' ? value < best : value > best) ? value : best,
    );
    const left = tied.filter((_, place) => held[place] === extreme);
    if (left.length < tied.length) return left.length === 1 ? left : byHistory(left, rounds, pick);
  }
  return [...tied];
}
