import type { CsvMapping } from '@rochdale/bank-formats';
import { z } from 'zod';

const column = z.string().min(1).max(200);
const other = column.nullable().optional();
const words = z.array(z.string()).max(20).nullable().optional();

const columns = z.strictObject({
  name: z.string().min(1).max(60),
  delimiter: z.string().length(1).nullable().optional(),
  bookingDate: column,
  valueDate: other,
  amount: other,
  credit: other,
  debit: other,
  direction: other,
  debitWords: words,
  creditWords: words,
  owed: z.boolean().nullable().optional(),
  currency: z.string().length(3).nullable().optional(),
  currencyColumn: other,
  balance: other,
  account: other,
  counterpartyName: other,
  counterpartyAccount: other,
  remittance: words,
  bankReference: other,
} satisfies Readonly<Record<keyof CsvMapping, z.ZodType>>);

/** A saved mapping as clients read it: amounts are one column, or two. */
export const csvMappingShape = z.union([
  columns.extend({ amount: column }),
  columns.extend({ credit: column, debit: column }),
]);
