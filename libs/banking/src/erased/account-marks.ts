import { keyedFingerprint } from '@rochdale/platform';
import { plainAccountNumber } from '../bank-account/bank-account.js';
import { likenessOfName } from './member-names.js';

/** What a line tells of whoever is on its other side. */
export interface Counterparty {
  readonly name: string | null;
  readonly account: string | null;
}

export const toldOf = (line: {
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
}): Counterparty => ({ name: line.counterpartyName, account: line.counterpartyAccount });

/** An account's number as all banks mean it, however they print it; null where there is none. */
export function plainAccount(account: string | null): string | null {
  const plain = plainAccountNumber(account ?? '');
  return plain === '' ? null : plain;
}

/** How files write an account: as it is, in one, and in blocks of four. */
export function waysToWrite(accounts: readonly string[]): string[] {
  const written = accounts.flatMap((account) => {
    const plain = plainAccount(account) ?? '';
    return [account, plain, plain.replaceAll(/(.{4})(?=.)/g, '$1 ')];
  });
  return [...new Set(written)].filter((one) => one !== '');
}

/**
 * By what somebody's payments from an account are known again of which nothing else may be kept:
 * the account together with the name, so that nobody else who uses it is taken for them. Null where
 * a line does not tell both.
 */
export function markOf(cooperativeId: string, { name, account }: Counterparty): string | null {
  const [plain, likeness] = [plainAccount(account), likenessOfName(name)];
  if (plain === null || likeness === null) return null;
  return keyedFingerprint(`accounts of erased in ${cooperativeId}`, `${plain} ${likeness}`);
}
