import { Injectable } from '@nestjs/common';
import { sql, systemActor, UnitOfWork } from '@rochdale/platform';
import { payoutsErrors } from '../payouts.errors.js';
import { PaymentProvider } from './payment-provider.js';
import type { TransferAnswer, TransferOrder, TransferState } from './payment-provider.js';

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

const find = sql(
  'payouts.find-simulated-transfer',
  'select state, reference from payments.simulated_transfers where key = $1',
);
const execute = sql(
  'payouts.execute-simulated-transfer',
  `insert into payments.simulated_transfers
     (key, cooperative_id, reference, amount_minor, currency, state, executions, received_at)
   values ($1, $2, $3, $4, $5, $6, case when $6 = 'executed' then 1 else 0 end, $7)
   on conflict (key) do nothing`,
);
const advance = sql(
  'payouts.advance-simulated-transfer',
  `update payments.simulated_transfers set state = 'executed', executions = executions + 1
   where key = $1 and state = 'accepted'`,
);

interface Known {
  readonly state: TransferState;
  readonly reference: string;
}

/**
 * A provider for tests and the demo. It keeps its own book in transactions of its own, as a company
 * would, and fails when told to.
 */
@Injectable()
export class SimulatedProvider extends PaymentProvider {
  readonly #faults: ProviderFault[] = [];

  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  /** The next orders fail so, one each. */
  failNext(...faults: readonly ProviderFault[]): void {
    this.#faults.push(...faults);
  }

  override async transfer(order: TransferOrder): Promise<TransferAnswer> {
    const fault = this.#faults.shift();
    if (fault === 'lost-before') throw unreachable();
    const state = fault === 'reject' ? 'rejected' : fault === 'slow' ? 'accepted' : 'executed';
    await this.unitOfWork.run(systemActor(order.cooperativeId, 'job'), (tx) =>
      tx.run(execute, [
        order.key,
        order.cooperativeId,
        `sim-${order.key}`,
        order.amountMinor,
        order.currency,
        state,
        tx.now,
      ]),
    );
    if (fault === 'lost-after') throw unreachable();
    return this.#known(order.cooperativeId, order.key);
  }

  override async stateOf(cooperativeId: string, key: string): Promise<TransferAnswer> {
    const known = await this.#known(cooperativeId, key);
    if (known.state === 'accepted') {
      await this.unitOfWork.run(systemActor(cooperativeId, 'job'), (tx) => tx.run(advance, [key]));
      return { ...known, state: 'executed' };
    }
    return known;
  }

  async #known(cooperativeId: string, key: string): Promise<TransferAnswer> {
    const row = await this.unitOfWork.read(systemActor(cooperativeId, 'job'), (tx) =>
      tx.maybeOne<Known>(find, [key]),
    );
    return row ?? { state: 'unknown', reference: null };
  }
}

function unreachable(): Error {
  return payoutsErrors.error('PROVIDER_UNREACHABLE', 'The provider does not answer.');
}
