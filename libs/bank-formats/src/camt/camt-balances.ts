import { signed } from './camt-amounts.js';
import type { CamtAmount, CamtReading, Direction } from './camt-amounts.js';
import type { StatementDraft } from '../model/statement-draft.js';
import type { Balance } from '../model/statement.js';

/** A balance that says neither CRDT nor DBIT. */
export interface UnsignedBalance {
  readonly code: string;
  readonly amount: CamtAmount;
  readonly date: string | null;
  readonly line: number;
}

const openings = ['OPBD', 'PRCD'];
const closings = ['CLBD'];

interface Side {
  readonly balance: Balance;
  /** The balance without sign that this is one reading of; null for one that has its sign. */
  readonly of: UnsignedBalance | null;
}

function sideOf(one: UnsignedBalance, direction: Direction, reading: CamtReading): Side {
  const { code, amount, date } = one;
  return { balance: { code, ...signed(amount, direction, reading), date }, of: one };
}

/** What a balance may be: what is stated, or both readings of one without sign. */
function sidesOf(
  codes: readonly string[],
  draft: StatementDraft,
  unsigned: readonly UnsignedBalance[],
  reading: CamtReading,
): Side[] {
  const stated = draft.balances.find(({ code }) => codes.includes(code));
  if (stated !== undefined) return [{ balance: stated, of: null }];
  const one = unsigned.find(({ code }) => codes.includes(code));
  if (one === undefined) return [];
  const credit = sideOf(one, 1, reading);
  return credit.balance.amountMinor === 0n && credit.balance.exactAmount === null
    ? [credit]
    : [credit, sideOf(one, -1, reading)];
}

/**
 * Gives opening and closing balance the signs under which the entries lead from the one to the
 * other, when there is just one such pair; adds them to the draft and returns what stays unsigned.
 */
export function proveSigns(
  draft: StatementDraft,
  unsigned: readonly UnsignedBalance[],
  reading: CamtReading,
): readonly UnsignedBalance[] {
  const opening = sidesOf(openings, draft, unsigned, reading);
  const closing = sidesOf(closings, draft, unsigned, reading);
  const pairs = opening
    .flatMap((first) => closing.map((last) => [first, last] as const))
    .filter(([first, last]) => draft.leads(first.balance, last.balance) === true);
  const [proved] = pairs;
  if (proved === undefined || pairs.length > 1) return unsigned;
  const found = proved.filter(({ of }) => of !== null);
  for (const { balance, of } of found) {
    draft.balances.push(balance);
    const message = `the balance ${balance.code} has no CdtDbtInd; the entries prove its sign`;
    reading.log.warn('balance-sign-proved', message, of?.line ?? null);
  }
  return unsigned.filter((one) => found.every(({ of }) => of !== one));
}
