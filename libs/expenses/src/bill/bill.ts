import { hasUnseen, sha256Hex } from '@rochdale/platform';
import { expensesErrors } from '../expenses.errors.js';

interface Paid {
  readonly kind: 'member' | 'partner';
  readonly id: string;
}

/** A partner's bill as somebody names it who hands in what it asks for. */
export interface NamedBill {
  /** Whose bill it is. Left out where the partner is paid. */
  readonly partnerId?: string | null;
  /** How the partner calls it. */
  readonly number: string;
}

/** A partner's bill, known by its number: it is owed once, whichever way it is paid. */
export interface Bill {
  readonly partnerId: string;
  readonly number: string;
  /** The same of every way to write the same number. */
  readonly hash: string;
}

const longest = 60;
/** Nothing of these is seen, or tells one number from another. */
const unseen = /[\s\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * What makes two numbers the same: as read, whatever their case, the form of their letters, the
 * kind of their dashes, and what between them is not seen. Zeros in front are a part of it.
 */
export function billKey(number: string): string {
  const folded = number.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  return folded.replaceAll(unseen, '').replaceAll(/\p{Pd}|\u2212/gu, '-');
}

/** @throws CodedError EXPENSE_INVALID with the field at fault */
export function readBill(
  named: NamedBill | null | undefined,
  payee: Paid,
  path: readonly string[] = ['bill'],
): Bill | null {
  if (named === null || named === undefined) return null;
  const partnerId = named.partnerId ?? (payee.kind === 'partner' ? payee.id : null);
  if (partnerId === null) throw invalid([...path, 'partnerId'], 'Say whose bill it is.');
  if (payee.kind === 'partner' && partnerId !== payee.id) {
    throw invalid([...path, 'partnerId'], 'Whoever sent the bill is paid.');
  }
  const number = named.number.normalize('NFC').trim();
  const key = billKey(number);
  if (key === '' || number.length > longest || hasUnseen(number)) {
    throw invalid([...path, 'number'], `The number of a bill is one line of 1 to ${longest}.`);
  }
  return { partnerId, number, hash: sha256Hex(`${partnerId}:${key}`) };
}

/** @param path where the number was written */
export const billKnown = (path: readonly string[], cause?: unknown): Error =>
  expensesErrors.error(
    'BILL_KNOWN',
    'A bill of this number is claimed, owed or paid already: each is paid once.',
    { path, cause },
  );

function invalid(path: readonly string[], message: string): Error {
  return expensesErrors.error('EXPENSE_INVALID', message, { path });
}
