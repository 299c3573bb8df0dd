import { isAllocationCode, isMemberAccountCode, isOwedAccountCode } from '@rochdale/ledger';
import type { BankLineEntity } from './bank-line.entity.js';

type State = BankLineEntity['state'];

/**
 * Why nobody says any more, or not yet, what a line was for; null when a person may. A flagged one,
 * whose statement does not add up, waits for a person as well.
 */
export function whyNotBook(
  state: State,
): 'BANK_LINE_MATCHED' | 'BANK_LINE_UNCLEAR' | 'BANK_LINE_REPEATED' | null {
  if (state === 'matched') return 'BANK_LINE_MATCHED';
  if (state === 'unclear') return 'BANK_LINE_UNCLEAR';
  return state === 'repeated' ? 'BANK_LINE_REPEATED' : null;
}

/** The doubt of a line that was a batch's sum until a file told the payments: they are lines. */
export const toldInParts = 'told-in-parts';

/**
 * Why it is not asked any more whether a line is another one told again; null when it is. What was
 * taken for another can be made a line of its own later, and not be another's again; a sum whose
 * payments are lines would count beside them.
 */
export function whyNotDecide(
  { state, doubt }: Readonly<Pick<BankLineEntity, 'state' | 'doubt'>>,
  as: 'its own' | 'told again' = 'its own',
): 'BANK_LINE_DECIDED' | null {
  const isBack = state === 'repeated' && as === 'its own' && doubt !== toldInParts;
  return state === 'unclear' || isBack ? null : 'BANK_LINE_DECIDED';
}

/** Why an account explains no line, by its code; null when it may. A register keeps those. */
export function whyNotExplain(code: string): string | null {
  if (isAllocationCode(code)) {
    return 'Money is set aside in a fund, and given back, by an allocation.';
  }
  if (isMemberAccountCode(code)) {
    return 'What members owe and have is moved by the invoices that a line pays.';
  }
  return isOwedAccountCode(code)
    ? 'What is owed to members and partners is moved by their payouts.'
    : null;
}

/**
 * Why a key of the chart explains no line; null when it may. An account at a bank is opened by
 * being registered alone: until then the key means none, and from then on it has an id.
 */
export function whyNotExplainByKey(key: string): string | null {
  return key === 'bank' || key.startsWith('bank:')
    ? 'An account at a bank is named by its id, once it is registered.'
    : whyNotExplain(key);
}
