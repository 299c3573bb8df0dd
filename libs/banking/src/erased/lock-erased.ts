import type { PersonWithLines, Tx } from '@rochdale/platform';
import { erasedAccountStore } from './erased-account.store.js';
import { lockBankLines } from './lock-lines.js';
import { linesOfTheirName, linesThatNameThem } from './their-lines.js';
import type { KnownPayer } from './their-lines.js';

/**
 * The lines from accounts of this person by their own name, whatever else was paid. That they say
 * so themselves is not enough, here as for what is locked: who names the account of somebody else
 * is not handed over what that one paid. Nor is what another paid from an account of two, be they
 * there or erased.
 */
export async function linesOfSameAccounts(
  tx: Tx,
  { memberId, bankLineIds }: PersonWithLines,
): Promise<readonly string[]> {
  if (memberId === null || bankLineIds.length === 0) return [];
  const lines = await linesOfTheirName(tx, { memberId, lineIds: bankLineIds });
  return lines.map(({ id }) => id);
}

/**
 * Locks what the bank's lines tell of a member who was erased: those that were booked for them, and
 * all others of their accounts by which their name is told. Both together are known again by keyed
 * fingerprints: what comes like this later is locked when it comes.
 */
export async function lockLinesOfErased(tx: Tx, payer: KnownPayer): Promise<void> {
  await erasedAccountStore.holdAlone(tx);
  await lockBankLines(tx, payer.lineIds);
  const lines = await linesThatNameThem(tx, payer);
  await erasedAccountStore.list(tx, lines);
  await lockBankLines(
    tx,
    lines.map(({ id }) => id),
  );
}

/** Lines that learnt of whom they are just now: locked where that is of who was erased. */
export async function lockIfFromErased(tx: Tx, lineIds: readonly string[]): Promise<void> {
  if (lineIds.length === 0) return;
  const lines = await erasedAccountStore.lines(tx, lineIds);
  const areKnown = await erasedAccountStore.areKnown(tx, lines);
  await lockBankLines(
    tx,
    lines.filter((_, at) => areKnown[at] === true).map(({ id }) => id),
  );
}
