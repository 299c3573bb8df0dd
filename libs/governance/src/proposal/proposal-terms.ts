import { hasUnseen, readsOtherwise } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import type { DecisionRule } from '../policy/decision-rule.js';

function refuse(field: string, message: string): Error {
  return governanceErrors.error('PROPOSAL_TEXT_INVALID', message, { path: [field] });
}

/** @throws CodedError PROPOSAL_TEXT_INVALID */
export function checkText({ title, body }: { title: string; body: string }): void {
  const length = title.trim().length;
  if (length === 0 || length > 200) throw refuse('title', 'A title has 1 to 200 characters.');
  // So reads what was forgotten, and all that was said on it goes.
  if (title.trim() === 'Erased' && body === '') {
    throw refuse('title', 'What was forgotten is called so.');
  }
  if (body.length > 50_000) throw refuse('body', 'A body has at most 50,000 characters.');
  if (hasUnseen(title.trim())) throw refuse('title', 'A title is one line of signs that are seen.');
  if (readsOtherwise(body)) throw refuse('body', 'A body reads as it is written.');
}

/**
 * How long voting is open: as asked for, within what the policy allows; urgent needs a reason.
 *
 * @throws CodedError VOTING_PERIOD_TOO_SHORT, VOTING_PERIOD_TOO_LONG, URGENCY_NEEDS_REASON
 */
export function windowHours(
  { window }: DecisionRule,
  terms: { readonly windowHours?: number | null; readonly urgentReason?: string | null },
): number {
  const hours = terms.windowHours ?? window.usualHours;
  const path = ['windowHours'];
  if (!Number.isInteger(hours) || hours > window.maximumHours) {
    const message = `Voting is open for at most ${window.maximumHours} hours.`;
    throw governanceErrors.error('VOTING_PERIOD_TOO_LONG', message, { path });
  }
  if (hours >= window.minimumHours) return hours;
  const urgentMinimum = window.urgentMinimumHours;
  if (urgentMinimum === null || hours < urgentMinimum) {
    const message = `Voting is open for at least ${urgentMinimum ?? window.minimumHours} hours.`;
    throw governanceErrors.error('VOTING_PERIOD_TOO_SHORT', message, { path });
  }
  if ((terms.urgentReason ?? '').trim() === '') {
    const message = 'A shorter vote says why it is urgent.';
    throw governanceErrors.error('URGENCY_NEEDS_REASON', message, { path: ['urgentReason'] });
  }
  return hours;
}
