import { Injectable } from '@nestjs/common';
import { defineRail, payoutsErrors, submitEach } from '@rochdale/payouts';
import type {
  OutsideFact,
  ProviderRail,
  Transfer,
  TransferAnswer,
  TransferOrder,
} from '@rochdale/payouts';
import type { Tx } from '@rochdale/platform';
import { SimulatedBook } from './transfer/simulated-book.js';

/** What can go wrong with a provider, to be switched on. */
export type ProviderFault =
  /** The order never arrives; the caller waits in vain. */
  | 'lost-before'
  /** The order is carried out; the answer is lost. */
  | 'lost-after'
  /** The order is refused. */
  | 'reject'
  /** Accepted, carried out only when asked again. */
  | 'slow';

/**
 * A provider for tests and the demo. It keeps its own book in transactions of its own, as a company
 * would, and fails when told to.
 */
@Injectable()
export class SimulatedRail implements ProviderRail {
  readonly #faults: ProviderFault[] = [];

  constructor(private readonly book: SimulatedBook) {}

  /** The next orders fail so, one each. */
  failNext(...faults: readonly ProviderFault[]): void {
    this.#faults.push(...faults);
  }

  /** It pays everybody. */
  refusal(): null {
    return null;
  }

  async order(tx: Tx, transfers: readonly Transfer[]): Promise<void> {
    submitEach(tx, transfers);
  }

  async transfer(order: TransferOrder): Promise<TransferAnswer> {
    const { key, cooperativeId, amountMinor, currency } = order;
    const fault = this.#faults.shift();
    if (fault === 'lost-before') throw unreachable();
    const state = fault === 'reject' ? 'rejected' : fault === 'slow' ? 'accepted' : 'executed';
    const received = { key, reference: `sim-${key}`, amountMinor, currency, state } as const;
    await this.book.receive(cooperativeId, received);
    if (fault === 'lost-after') throw unreachable();
    return this.book.find(order);
  }

  async ask(question: { cooperativeId: string; key: string }): Promise<TransferAnswer> {
    const known = await this.book.find(question);
    if (known.state !== 'accepted') return known;
    await this.book.carryOut(question);
    return { ...known, state: 'executed' };
  }

  outsideFactOf({ state, reference }: OutsideFact): string {
    return `simulated:${reference}${state === 'returned' ? ':return' : ''}`;
  }
}

defineRail({
  name: 'simulated',
  description: 'By a provider that only pretends: for trying things out.',
  accountRefusal: () => null,
  pretends: true,
  service: SimulatedRail,
});

function unreachable(): Error {
  return payoutsErrors.error('PROVIDER_UNREACHABLE', 'The provider does not answer.');
}
