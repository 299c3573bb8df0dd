import type { Tx } from '@rochdale/platform';
import type { Payee } from '../expense/expense.js';

export interface PayoutRequest {
  readonly expenseId: string;
  readonly payee: Payee;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** The payables account that the approval credited, which paying out debits. */
  readonly debitAccountId: string;
  readonly memo: string;
}

/**
 * Where an approved expense asks for its money, in the transaction of the approval. The payments
 * room keeps at most one open payout per obligation.
 */
export abstract class PayoutDesk {
  abstract request(tx: Tx, request: PayoutRequest): Promise<{ readonly id: string }>;
}
