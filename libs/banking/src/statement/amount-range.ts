import { bankingErrors } from '../banking.errors.js';

/** What a 64-bit column of the books holds, either sign. */
const mostMinor = 2n ** 63n - 1n;

const fits = (minor: bigint): boolean => minor <= mostMinor && minor >= -mostMinor;

interface StatedAmounts {
  readonly openingMinor: bigint | null;
  readonly closingMinor: bigint | null;
}

/**
 * Whether the books can hold what a statement states: its balances, each line, and what went in and
 * out, each summed. No bank moves as much; a file that says so is wrong, whatever its format.
 *
 * @throws CodedError STATEMENT_NOT_READABLE
 */
export function checkAmountRange(
  { openingMinor, closingMinor }: StatedAmounts,
  lines: readonly { readonly amountMinor: bigint }[],
): void {
  let inMinor = 0n;
  let outMinor = 0n;
  for (const { amountMinor } of lines) {
    if (amountMinor > 0n) inMinor += amountMinor;
    else outMinor -= amountMinor;
  }
  if ([openingMinor ?? 0n, closingMinor ?? 0n, inMinor, outMinor].every(fits)) return;
  throw bankingErrors.error(
    'STATEMENT_NOT_READABLE',
    'The statement has an amount, or a sum of amounts, larger than the books can hold.',
    { path: ['file'] },
  );
}
