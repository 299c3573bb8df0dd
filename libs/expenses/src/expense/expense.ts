import { addDays, hasUnseen, isDay, isId, readsOtherwise, sha256Hex } from '@rochdale/platform';
import type { Day } from '@rochdale/platform';
import { expensesErrors } from '../expenses.errors.js';

export const expenseStatuses = [
  'draft',
  'submitted',
  'needs-information',
  'approved',
  'rejected',
  'withdrawn',
  'payout-failed',
  'paid',
  'waived',
  'voided',
] as const;
export type ExpenseStatus = (typeof expenseStatuses)[number];

/** Which expense a use case changed, and what has become of it. */
export interface ExpenseState {
  readonly expenseId: string;
  readonly status: ExpenseStatus;
}

/**
 * What may follow what. Money that came back after it was paid is owed again; what was waived or
 * voided never is.
 */
const successors: Readonly<Record<ExpenseStatus, readonly ExpenseStatus[]>> = {
  draft: ['submitted', 'withdrawn'],
  submitted: ['needs-information', 'approved', 'rejected', 'withdrawn'],
  'needs-information': ['submitted', 'rejected', 'withdrawn'],
  approved: ['paid', 'payout-failed', 'waived', 'voided'],
  rejected: [],
  withdrawn: [],
  'payout-failed': ['approved', 'waived', 'voided'],
  paid: ['payout-failed'],
  waived: [],
  voided: [],
};

/** Until it is decided, its submitter may change it. */
export const openStatuses: readonly ExpenseStatus[] = ['draft', 'submitted', 'needs-information'];

export function transitions(): readonly (readonly [ExpenseStatus, ExpenseStatus])[] {
  return expenseStatuses.flatMap((from) => successors[from].map((to) => [from, to] as const));
}

/** Whether this may follow: `transition` without the error. */
export function canBecome(from: ExpenseStatus, to: ExpenseStatus): boolean {
  return successors[from].includes(to);
}

/**
 * The one door through which an expense changes its status.
 *
 * @throws CodedError EXPENSE_STATUS_CONFLICT when this cannot follow
 */
export function transition(from: ExpenseStatus, to: ExpenseStatus): ExpenseStatus {
  if (!canBecome(from, to)) throw statusConflict(from, to);
  return to;
}

/** What is said to whoever comes too late, or a second time. */
export function statusConflict(from: ExpenseStatus, to: ExpenseStatus): Error {
  const message =
    from === to
      ? `The expense is ${from} already.`
      : `An expense that is ${from} cannot become ${to}.`;
  return expensesErrors.error('EXPENSE_STATUS_CONFLICT', message, {
    path: ['expenseId'],
    data: { from, to },
  });
}

/**
 * What an expense may be for. A closed list: the names of accounts are public, so that nobody's
 * free text gets into them.
 */
export const expenseCategories = [
  'hosting',
  'software',
  'hardware',
  'services',
  'materials',
  'office',
  'travel',
  'events',
  'training',
  'outreach',
  'fees',
  'other',
] as const;
export type ExpenseCategory = (typeof expenseCategories)[number];

export interface Payee {
  readonly kind: 'member' | 'partner';
  readonly id: string;
}

export interface ExpenseItem {
  readonly description: string;
  readonly category: ExpenseCategory;
  /** The day the money was spent, `YYYY-MM-DD`. */
  readonly incurredOn: string;
  readonly amountMinor: bigint;
  readonly receiptId: string | null;
}

export interface ExpenseTerms {
  readonly title: string;
  readonly payee: Payee;
  readonly currency: string;
  readonly items: readonly ExpenseItem[];
  /** The bank details to pay to, by their version; null when the payee had not said where. */
  readonly destinationId: string | null;
  /** Which bill it pays, by its digest; left out where it names none. */
  readonly billHash?: string | null;
}

/** How long each is, and what it says: no other texts in a row read the same. */
const inARow = (texts: readonly string[]): string =>
  texts.map((text) => `${Buffer.byteLength(text)}:${text}`).join('');

/**
 * What somebody wrote in an expense and where it is paid, as one fingerprint. A receipt counts by
 * its content, so that another file under the same id would be seen. Once the salt is gone with the
 * texts, no guess at them can be tried. The database reckons the same: `expenses.texts_hash`.
 *
 * @param salt 32 random bytes in hex, which nobody is told
 * @param receipts the SHA-256 of each receipt's bytes, by its id
 */
export function textsHash(
  salt: string,
  { title, items, destinationId }: Pick<ExpenseTerms, 'title' | 'items' | 'destinationId'>,
  receipts: ReadonlyMap<string, string>,
): string {
  const ofItems = items.flatMap(({ description, receiptId }) => [
    description.trim(),
    receiptId === null ? '' : (receipts.get(receiptId) ?? ''),
  ]);
  return sha256Hex(inARow([salt, title.trim(), destinationId ?? '', ...ofItems]));
}

/**
 * What an approval is an approval of: everything that whoever decides it reads, as one fingerprint.
 * Of texts it has the fingerprint, so that it still proves who was owed how much for what when the
 * texts are gone. The database reckons the same: `expenses.terms_hash`.
 */
export function termsHash(
  expenseId: string,
  { payee, currency, items, billHash }: Omit<ExpenseTerms, 'title' | 'destinationId'>,
  hashOfTexts: string,
): string {
  const ofItems = items.flatMap(({ category, incurredOn, amountMinor }) => [
    category,
    incurredOn,
    String(amountMinor),
  ]);
  const total = String(totalMinor(items));
  const terms = ['expense', '4', expenseId, payee.kind, payee.id, currency, total, hashOfTexts];
  const ofBill = typeof billHash === 'string' ? [billHash] : [];
  return sha256Hex(inARow([...terms, ...ofBill, ...ofItems]));
}

export function totalMinor(items: readonly { readonly amountMinor: bigint }[]): bigint {
  return items.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/** What each category gets, in the order of the categories. */
export function totalsByCategory(items: readonly ExpenseItem[]): [ExpenseCategory, bigint][] {
  return expenseCategories
    .map((category): [ExpenseCategory, bigint] => [
      category,
      totalMinor(items.filter((item) => item.category === category)),
    ])
    .filter(([, amountMinor]) => amountMinor > 0n);
}

const largestMinor = 10n ** 15n;

function invalid(path: readonly string[], message: string): Error {
  return expensesErrors.error('EXPENSE_INVALID', message, { path });
}

function checkText(text: string, most: number, path: readonly string[]): void {
  const { length } = text.trim();
  if (length === 0 || length > most || readsOtherwise(text)) {
    throw invalid(path, `This has 1 to ${most} characters.`);
  }
}

/**
 * From which day on a co-operative can be asked for money: the first of the year before it was
 * founded here. Founders spend before there are books, and one that moves in brings open claims.
 */
export function claimsFrom(foundedOn: Day): Day {
  return `${addDays(`${foundedOn.slice(0, 4)}-01-01`, -1).slice(0, 4)}-01-01`;
}

/** @throws CodedError EXPENSE_INVALID with the day at fault */
export function checkDays(
  items: readonly Pick<ExpenseItem, 'incurredOn'>[],
  span: { readonly from: Day; readonly to: Day },
): void {
  for (const [index, { incurredOn }] of items.entries()) {
    if (isDay(incurredOn) && incurredOn >= span.from && incurredOn <= span.to) continue;
    const message = `A day from ${span.from} to ${span.to}, as YYYY-MM-DD.`;
    throw invalid(['items', String(index), 'incurredOn'], message);
  }
}

/** @throws CodedError EXPENSE_INVALID, EXPENSE_CATEGORY_UNKNOWN, with the field at fault */
export function checkExpense({
  title,
  items,
}: {
  readonly title: string;
  readonly items: readonly ExpenseItem[];
}): void {
  checkText(title, 200, ['title']);
  if (hasUnseen(title.trim()))
    throw invalid(['title'], 'A title is one line of signs that are seen.');
  if (items.length === 0 || items.length > 100) {
    throw invalid(['items'], 'An expense has 1 to 100 items.');
  }
  for (const [index, item] of items.entries()) {
    const path = ['items', String(index)];
    checkText(item.description, 500, [...path, 'description']);
    if (!expenseCategories.includes(item.category)) {
      const message = `A category is one of ${expenseCategories.join(', ')}.`;
      throw expensesErrors.error('EXPENSE_CATEGORY_UNKNOWN', message, {
        path: [...path, 'category'],
      });
    }
    if (item.amountMinor <= 0n || item.amountMinor > largestMinor) {
      throw invalid([...path, 'amountMinor'], 'An amount is more than nothing, and not absurd.');
    }
    if (item.receiptId !== null && !isId(item.receiptId)) {
      throw invalid([...path, 'receiptId'], 'This is not the id of an upload.');
    }
  }
}
