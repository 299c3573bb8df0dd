import type { Actor } from '../kernel/actor.js';

interface Presumption {
  /** A condition in SQL that says whether the actor is what they are taken for. */
  readonly question: string;
  answer: Promise<boolean> | null;
}

/** What to ask about an actor, and whom to tell of the answer. */
interface Question {
  readonly text: string;
  readonly hear: (answer: Promise<boolean>) => void;
}

/**
 * Actors whose requests began before anybody asked anew who they are: they are taken for what they
 * were at the last time. The message that opens their first transaction asks, so that it costs no
 * way of its own; what was read on a presumption that does not hold is thrown away, and what was
 * written is rolled back.
 */
export class Presumptions {
  readonly #of = new WeakMap<Actor, Presumption>();

  add(actor: Actor, question: string): void {
    this.#of.set(actor, { question, answer: null });
  }

  /** What is still to be asked about them. Whoever takes it asks; null when there is nothing. */
  take(actor: Actor): Question | null {
    const presumption = this.#of.get(actor);
    if (presumption === undefined || presumption.answer !== null) return null;
    let hear: Question['hear'] = () => undefined;
    presumption.answer = new Promise((done) => {
      hear = (answer) => done(answer.catch(() => false));
    });
    return { text: presumption.question, hear };
  }

  isToBeAsked(actor: Actor): boolean {
    return this.#of.get(actor)?.answer === null;
  }

  /** Whether what was asked about them was affirmed; so it is of whom nothing was presumed. */
  async isAffirmed(actor: Actor): Promise<boolean> {
    const presumption = this.#of.get(actor);
    return presumption === undefined || (await presumption.answer) === true;
  }
}
