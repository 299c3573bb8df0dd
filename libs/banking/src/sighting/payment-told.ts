import type { BankLineDraft } from '../bank-line/bank-line.js';

/** What a file said of one payment of a batch, as a person reads it. */
export type PaymentTold = Readonly<
  Pick<
    BankLineDraft,
    | 'amountMinor'
    | 'currency'
    | 'endToEndId'
    | 'counterpartyName'
    | 'counterpartyAccount'
    | 'reference'
    | 'freeText'
  >
>;

/** What is kept of a payment beside the batch whose line it is a part of. */
export function paymentOf(draft: BankLineDraft): PaymentTold {
  const { amountMinor, currency, endToEndId, reference, freeText } = draft;
  const { counterpartyName, counterpartyAccount } = draft;
  const payer = { counterpartyName, counterpartyAccount };
  return { amountMinor, currency, endToEndId, ...payer, reference, freeText };
}
