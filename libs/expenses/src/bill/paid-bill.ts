import { violates } from '@rochdale/platform';
import { billKnown } from './bill.js';
import type { Bill } from './bill.js';

/** What an expense keeps of the bill that it pays: whose it is, its number, its digest. */
export const columnsOfBill = (bill: Bill | null): readonly (string | null)[] =>
  bill === null ? [null, null, null] : [bill.partnerId, bill.number, bill.hash];

/**
 * What makes an expense the one that pays its bill.
 *
 * @throws CodedError BILL_KNOWN where another one does
 */
export async function payingBill(statement: Promise<void>): Promise<void> {
  try {
    await statement;
  } catch (error) {
    throw violates(error, 'expenses_bill_unique') ? billKnown(['bill', 'number'], error) : error;
  }
}
