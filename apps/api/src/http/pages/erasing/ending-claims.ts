import type { ExpenseStatus, ExpenseView } from '@rochdale/expenses';
import { CodedError, html } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';
import { pageOf } from '../../kit/html-page.js';
import type { HtmlPage } from '../../kit/html-page.js';
import { isOurs } from '../visits.js';
import type { Visit } from '../visits.js';
import { backToErasing } from './erase-me-page.js';
import { said } from './money-between.js';

/** A claim that did not end, and why. */
export interface RefusedClaim {
  readonly claim: ExpenseView;
  readonly because: string;
}

/** What became of claims that a person wished to end. */
export interface EndedClaims {
  readonly done: readonly ExpenseView[];
  readonly refused: readonly RefusedClaim[];
  /** What they ended as. */
  readonly as: Extract<ExpenseStatus, 'withdrawn' | 'waived'>;
}

/**
 * Ends each by itself: one that is not theirs to end any more keeps none of the others.
 *
 * @throws what is wrong on our side
 */
export async function endingEach(
  claims: readonly ExpenseView[],
  end: (expenseId: string) => Promise<unknown>,
): Promise<Omit<EndedClaims, 'as'>> {
  const done: ExpenseView[] = [];
  const refused: RefusedClaim[] = [];
  for (const claim of claims) {
    try {
      await end(claim.id);
      done.push(claim);
    } catch (error) {
      if (!(error instanceof CodedError) || isOurs(error)) throw error;
      refused.push({ claim, because: error.message });
    }
  }
  return { done, refused };
}

const words = {
  withdrawn: { title: 'Take back', done: 'Taken back', refused: 'Not taken back' },
  waived: { title: 'Waive', done: 'Waived', refused: 'Not waived' },
} as const;

const named = ({ title, amountMinor, currency }: ExpenseView): string =>
  `${title}, ${said(amountMinor, currency)}`;

/** What ended, what did not, and why: where not all of it did. */
export function endingsPage(visit: Visit, { done, refused, as }: EndedClaims): HtmlPage {
  const word = words[as];
  const ended = (claims: readonly ExpenseView[]): Html =>
    html`<h2>${word.done}</h2>
      <ul>
        ${claims.map((claim) => html`<li>${named(claim)}</li>`)}
      </ul>`;
  const content = html`<h2>${word.refused}</h2>
    <ul>
      ${refused.map(({ claim, because }) => html`<li>${named(claim)}: ${because}</li>`)}
    </ul>
    ${done.length === 0 ? html`` : ended(done)} ${backToErasing(visit)}`;
  return pageOf(word.title, content);
}
