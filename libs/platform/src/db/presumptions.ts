import type { Actor } from '../kernel/actor.js';

interface Presumption {
  /** A condition in SQL that says whether the actor is what they are taken for. */
  readonly question: string;
  answer: Promise<boolean> | null;
}

/** A message on its way, and what it asks along. */
interface Sent {
  readonly isAffirmed: Promise<boolean>;
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

  /**
   * Sends a message along with what is still to be asked about them, null when there is nothing. It
   * counts as asked when it was sent: were that to fail, whoever waits would wait for ever.
   */
  ask<Message extends Sent>(actor: Actor, send: (question: string | null) => Message): Message {
    const presumption = this.#of.get(actor);
    const isOpen = presumption !== undefined && presumption.answer === null;
    const message = send(isOpen ? presumption.question : null);
    const answer = message.isAffirmed.catch(() => false);
    if (isOpen) presumption.answer = answer;
    return message;
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
