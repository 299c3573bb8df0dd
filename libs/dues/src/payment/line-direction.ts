/** A bank line as far as its direction goes: what the account gained, negative is what it lost. */
interface Moved {
  readonly amountMinor: bigint;
}

/** Why no invoice is found for such a line; null when one may be. */
export function whyNotPay({ amountMinor }: Moved): 'INVOICE_NOT_FOUND' | null {
  return amountMinor > 0n ? null : 'INVOICE_NOT_FOUND';
}

/** Why nothing of such a line is shared out; null when it may be. */
export function whyNotSplit({ amountMinor }: Moved): 'BANK_LINE_NOT_PAYMENT' | null {
  return amountMinor > 0n ? null : 'BANK_LINE_NOT_PAYMENT';
}

/** Why such a line takes no payment back; null when it may. */
export function whyNotReturn({ amountMinor }: Moved): 'RETURN_NOT_FITTING' | null {
  return amountMinor < 0n ? null : 'RETURN_NOT_FITTING';
}
