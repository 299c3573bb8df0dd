/** What a provider is told. The key is ours, committed before the call, and the same for ever. */
export interface TransferOrder {
  readonly key: string;
  readonly cooperativeId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly memo: string;
}

/** What a provider knows of a key. `unknown` is: never heard of it, so nothing was carried out. */
export type TransferState = 'accepted' | 'executed' | 'rejected' | 'returned' | 'unknown';

export interface TransferAnswer {
  readonly state: TransferState;
  readonly reference: string | null;
}

/**
 * A company that moves money when told. It takes the same key twice as one transfer; an error
 * thrown by `transfer` says nothing about what happened.
 */
export abstract class PaymentProvider {
  abstract transfer(order: TransferOrder): Promise<TransferAnswer>;
  abstract stateOf(cooperativeId: string, key: string): Promise<TransferAnswer>;
}
