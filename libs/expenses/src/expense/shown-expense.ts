import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import type { ExpenseEntity } from './expense.entity.js';
import type { ExpenseStatus } from './expense.js';

/** What others read of a voucher of somebody who was erased. */
export const lockedText = 'Erased';

/** What members read of a claim of which nothing was owed: it cost them nothing. */
const withheldText = 'Withheld';

type Shown = Readonly<
  Pick<
    ExpenseEntity,
    | 'title'
    | 'reason'
    | 'status'
    | 'band'
    | 'submitterMemberId'
    | 'payeeKind'
    | 'payeeId'
    | 'destinationMasked'
    | 'lockedAt'
    | 'billNumber'
  >
>;

export const readsEveryReceipt = (actor: Actor): boolean =>
  may(actor, 'expense.read-receipts').allowed;

// Whoever has to check where money goes does so when it is owed.
const owed: ReadonlySet<ExpenseStatus> = new Set([
  'approved',
  'payout-failed',
  'paid',
  'waived',
  'voided',
]);
const neverOwed: ReadonlySet<ExpenseStatus> = new Set(['rejected', 'withdrawn']);

/**
 * Where money goes is read by whom it goes to, and by the offices of money once it is owed; not by
 * who claims it for somebody else, nor by members who vote on it.
 */
function readsDestination(actor: Actor, { payeeKind, payeeId, status }: Shown): boolean {
  if (payeeKind === 'member' && payeeId === actor.memberId) return true;
  return owed.has(status) && readsEveryReceipt(actor);
}

const decides = ({ roles }: Actor, { band }: Shown): boolean =>
  band?.kind === 'role' && roles.has(band.role);

/**
 * An expense as the reader is shown it. What was taken back or declined says to members what became
 * of it and how much it was; its words are for whom it concerns, the office that decides it, and
 * the offices of money. So is what a clerk wrote of any claim: a question to one person, mostly.
 */
export function shownTo<View extends Shown>(actor: Actor, all: View): View {
  const view = readsDestination(actor, all) ? all : { ...all, destinationMasked: null };
  const { submitterMemberId, payeeKind, payeeId, status, lockedAt } = view;
  const isTheirs =
    submitterMemberId === actor.memberId || (payeeKind === 'member' && payeeId === actor.memberId);
  if (isTheirs || readsEveryReceipt(actor)) return view;
  if (lockedAt !== null) return { ...view, title: lockedText, reason: null, billNumber: null };
  if (decides(actor, view)) return view;
  if (!neverOwed.has(status)) return { ...view, reason: null };
  return { ...view, title: withheldText, reason: null, billNumber: null };
}

/**
 * In SQL, whether the reader is shown the words of `e`: as `shownTo`.
 *
 * @param concerned whether it is theirs, or their office reads every receipt
 * @param roles the offices that they hold
 */
export const wordsAreShown = (concerned: string, roles: string): string =>
  `(e.status not in ('rejected', 'withdrawn') or ${concerned}
    or coalesce(e.band ->> 'role' = any (${roles}::text[]), false))`;
