import { Injectable } from '@nestjs/common';

/** So many deliveries to one receiver at once; others have the other places. */
const atOnce = 3;
/** A receiver that has not answered for so long is slow, and nobody waits for it. */
const slowMs = 1_000;

interface Receiver {
  /** When each delivery under way began. */
  readonly since: Set<{ readonly at: number }>;
  readonly waiting: Set<() => void>;
}

/**
 * How many deliveries are under way to each receiver, in this process. One that does not answer
 * keeps no more places than its own.
 */
@Injectable()
export class Receivers {
  readonly #busy = new Map<string, Receiver>();

  /**
   * Runs the body in a turn of the receiver's; false without running it when there is none soon.
   */
  async inTurn(endpointId: string, body: () => Promise<void>): Promise<boolean> {
    const receiver = this.#busy.get(endpointId) ?? { since: new Set(), waiting: new Set() };
    this.#busy.set(endpointId, receiver);
    while (receiver.since.size >= atOnce) {
      const patienceMs = slowMs - oldestMs(receiver, performance.now());
      if (patienceMs <= 0) return false;
      await this.#ended(receiver, patienceMs);
    }
    const turn = { at: performance.now() };
    receiver.since.add(turn);
    // A receiver that was left by all others meanwhile has to be found again.
    this.#busy.set(endpointId, receiver);
    try {
      await body();
    } finally {
      receiver.since.delete(turn);
      for (const wake of receiver.waiting) wake();
      if (receiver.since.size === 0 && receiver.waiting.size === 0) this.#busy.delete(endpointId);
    }
    return true;
  }

  /** Resolves when a delivery to the receiver ends, or after that time. */
  #ended({ waiting }: Receiver, withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, withinMs);
      waiting.add(wake);
    });
  }
}

function oldestMs({ since }: Receiver, now: number): number {
  const [first] = since;
  return first === undefined ? 0 : now - first.at;
}
