import type { Election } from '../model/election.js';

/** Tells a Gregory count to a member, sentence by sentence. */
export class GregoryAccount {
  readonly lines: string[] = [];
  readonly #election: Election;

  constructor(election: Election) {
    this.#election = election;
  }

  open(votes: string, quota: string): void {
    const { seats, candidates, withdrawn } = this.#election;
    const standing = candidates.length - withdrawn.length;
    this.lines.push(
      `${standing} candidates stand for ${seats} ${seats === 1 ? 'seat' : 'seats'}. ` +
        `There are ${votes} valid votes, and ${quota} of them (the quota) secure a seat.`,
    );
  }

  elected(round: number, who: readonly number[], votes: readonly string[], rest: boolean): void {
    if (who.length === 0) return;
    const list = who.map((index) => `${this.#name(index)} (${votes[index]})`).join(', ');
    const verb = who.length === 1 ? 'is' : 'are';
    const reason = rest
      ? 'as only as many candidates are left as seats'
      : 'having reached the quota';
    this.lines.push(`Stage ${round}: ${list} ${verb} elected, ${reason}.`);
  }

  surplus(
    round: number,
    candidate: number,
    surplus: string,
    share: string,
    exhausted: string,
  ): string {
    const action =
      `The surplus of ${this.#name(candidate)}, ${surplus} votes, is passed on: ` +
      `every paper goes to its next choice at ${share} of its value.${lostWords(exhausted)}`;
    this.lines.push(`Stage ${round}: ${action}`);
    return action;
  }

  exclusion(round: number, candidate: number, votes: string, exhausted: string): string {
    const action =
      `${this.#name(candidate)} has the fewest votes (${votes}) and is excluded; ` +
      `the papers go to their next choices.${lostWords(exhausted)}`;
    this.lines.push(`Stage ${round}: ${action}`);
    return action;
  }

  doomed(round: number, who: readonly number[], exhausted: string): string {
    const names = who.map((index) => this.#name(index)).join(', ');
    const action =
      `The seats that are left are kept for others: ${names} cannot be elected any more, and ` +
      `the papers go to their next choices.${lostWords(exhausted)}`;
    this.lines.push(`Stage ${round}: ${action}`);
    return action;
  }

  #name(index: number): string {
    return this.#election.candidates[index]?.name ?? '';
  }
}

function lostWords(exhausted: string): string {
  return /[1-9]/.test(exhausted) ? ` ${exhausted} votes have no next choice.` : '';
}
