import type { AccountAtBank } from '@rochdale/banking';
import { openedOrNull, seal, secretOfTexts, unseal } from '@rochdale/platform';

/** Where a payee wants to be paid. Kept sealed; shown masked. */
export type PayeeAccount = AccountAtBank;

const purpose = 'payee details';

export function sealAccount(secret: string, rowId: string, account: PayeeAccount): Buffer {
  return seal({ secret, purpose, rowId }, JSON.stringify(account));
}

export function openAccount(secret: string, rowId: string, sealed: Buffer): PayeeAccount {
  return JSON.parse(unseal({ secret, purpose, rowId }, sealed)) as PayeeAccount;
}

/**
 * Null where it does not open, which the operator is told: a byte of it was changed, or another
 * secret had sealed it.
 */
export const openIfWhole = (secret: string, rowId: string, sealed: Buffer): PayeeAccount | null =>
  openedOrNull({ purpose, rowId }, () => openAccount(secret, rowId, sealed));

/** The same for what has no settings at hand: by the secret of the process. */
export const openKept = (rowId: string, sealed: Buffer): PayeeAccount | null =>
  openIfWhole(secretOfTexts(), rowId, sealed);
