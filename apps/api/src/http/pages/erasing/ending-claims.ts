import { CodedError, html } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';
import { pageOf } from '../../kit/html-page.js';
import type { HtmlPage } from '../../kit/html-page.js';
import { isOurs } from '../visits.js';
import type { Visit } from '../visits.js';
import { backToErasing } from './erase-me-page.js';
import { said } from './money-between.js';

/** By the state in which each ends. */
const words = {
  withdrawn: { title: 'Take back', done: 'Taken back', refused: 'Not taken back' },
  rejected: { title: 'Decline', done: 'Declined', refused: 'Not declined' },
  waived: { title: 'Waive', done: 'Waived', refused: 'Not waived' },
  failed: { title: 'Call back', done: 'Called back', refused: 'Not called back' },
} as const;

/** A claim, or credit that is to be paid out, which has no title. */
export interface Claimed {
  readonly id: string;
  readonly title?: string;
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** A claim that did not end, and why. */
interface RefusedClaim {
  readonly claim: Claimed;
  readonly because: string;
}

/** What became of claims that a person wished to end. */
export interface EndedClaims {
  readonly done: readonly Claimed[];
  readonly refused: readonly RefusedClaim[];
  /** What they ended as. */
  readonly as: keyof typeof words;
}

/**
 * Ends each by itself: one that is not theirs to end any more keeps none of the others.
 *
 * @throws what is wrong on our side
 */
export async function endingEach(
  claims: readonly Claimed[],
  end: (expenseId: string) => Promise<unknown>,
): Promise<Omit<EndedClaims, 'as'>> {
  const done: Claimed[] = [];
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

const named = ({ title, amountMinor, currency }: Claimed): string =>
  `${title === undefined ? '' : `${title}, `}${said(amountMinor, currency)}`;

/** What ended, what did not, and why: where not all of it did. */
export function endingsPage(visit: Visit, { done, refused, as }: EndedClaims): HtmlPage {
  const word = words[as];
  const ended = (claims: readonly Claimed[]): Html =>
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
