import { keyedFingerprint } from '@rochdale/platform';

/** An account's number as all banks mean it, however they print it; null where there is none. */
export function plainAccount(account: string | null): string | null {
  const plain = (account ?? '').replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
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

/** By what an account is known again of which nothing else may be kept. */
export const markOfAccount = (cooperativeId: string, plain: string): string =>
  keyedFingerprint(`accounts of erased in ${cooperativeId}`, plain);
