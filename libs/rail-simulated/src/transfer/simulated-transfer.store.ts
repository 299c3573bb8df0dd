import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/** How far the provider is with a transfer. */
export type SimulatedState = 'accepted' | 'executed' | 'rejected' | 'returned';

export interface SimulatedTransferRow {
  readonly state: SimulatedState;
  readonly reference: string;
}

/** An order as the provider took it in. */
export interface ReceivedTransfer {
  readonly key: string;
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly state: SimulatedState;
}

const find = sql(
  'rail-simulated.find-transfer',
  `select state, reference from payments.simulated_transfers
   where cooperative_id = $1 and key = $2`,
);
const receive = sql(
  'rail-simulated.insert-transfer',
  `insert into payments.simulated_transfers
     (key, cooperative_id, reference, amount_minor, currency, state, executions, received_at)
   values ($1, $2, $3, $4, $5, $6, case when $6 = 'executed' then 1 else 0 end, $7)
   on conflict (key) do nothing`,
);
const advance = sql(
  'rail-simulated.advance-transfer',
  `update payments.simulated_transfers set state = 'executed', executions = executions + 1
   where cooperative_id = $1 and key = $2 and state = 'accepted'`,
);

/** The provider's own book. */
export const simulatedTransferStore = {
  find: (tx: Tx, key: string) => tx.maybeOne<SimulatedTransferRow>(find, [tx.cooperativeId, key]),

  /** The same key again changes nothing. */
  receive: (tx: Tx, transfer: ReceivedTransfer) =>
    tx.run(receive, [
      transfer.key,
      tx.cooperativeId,
      transfer.reference,
      transfer.amountMinor,
      transfer.currency,
      transfer.state,
      tx.now,
    ]),

  /** Carries out what was accepted, once. */
  advance: (tx: Tx, key: string) => tx.run(advance, [tx.cooperativeId, key]),
};
