import type { RankedBallots } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { trueWeight } from '../model/weights.js';

/** Tells an iterative count to a member. */
export class MeekAccount {
  readonly lines: string[] = [];
  readonly #election: Election;

  constructor(election: Election, ballots: RankedBallots) {
    this.#election = election;
    const { seats, candidates, withdrawn } = election;
    const papers = trueWeight(ballots, ballots.totalWeight).toDecimal();
    this.lines.push(
      `${candidates.length - withdrawn.length} candidates stand for ${seats} ` +
        `${seats === 1 ? 'seat' : 'seats'} on ${papers} ballots. Whoever is elected keeps only ` +
        `the share of each vote that the quota takes; the rest goes to the next choice, and the ` +
        `quota itself falls as votes run out of choices.`,
    );
  }

  elected(round: number, who: readonly number[], votes: readonly string[]): void {
    if (who.length === 0) return;
    const verb = who.length === 1 ? 'is' : 'are';
    this.lines.push(`Round ${round}: ${this.#list(who, votes)} ${verb} elected with the quota.`);
  }

  excluded(round: number, who: readonly number[], votes: readonly string[], sure: boolean): void {
    const verb = who.length === 1 ? 'is' : 'are';
    const reason = sure
      ? 'as nothing could bring them up to the next candidate'
      : 'with the fewest votes';
    this.lines.push(`Round ${round}: ${this.#list(who, votes)} ${verb} excluded, ${reason}.`);
  }

  doomed(round: number, who: readonly number[], votes: readonly string[]): void {
    this.lines.push(
      `Round ${round}: ${this.#list(who, votes)} cannot be elected any more, as the seats that ` +
        'are left are kept for others.',
    );
  }

  finish(elected: readonly number[], losers: readonly number[], votes: readonly string[]): void {
    if (elected.length > 0) {
      const verb = elected.length === 1 ? 'is' : 'are';
      const who = this.#list(elected, votes);
      this.lines.push(`${who} ${verb} elected, as only as many candidates are left as seats.`);
    }
    if (losers.length > 0) {
      const who = losers.map((index) => this.#name(index)).join(', ');
      this.lines.push(
        `All seats are filled; ${who} ${losers.length === 1 ? 'is' : 'are'} not elected.`,
      );
    }
  }

  #list(who: readonly number[], votes: readonly string[]): string {
    return who.map((index) => `${this.#name(index)} (${votes[index]})`).join(', ');
  }

  #name(index: number): string {
    return this.#election.candidates[index]?.name ?? '';
  }
}
