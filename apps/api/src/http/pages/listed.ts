import { CodedError, fromGlobalId, html, toGlobalId } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';

/** Of what a page lists. */
type Listed = 'Ballot' | 'Delegation' | 'DuesRefund' | 'Expense' | 'Waiver';

/** By which field of a form a thing is named. */
export const fieldOf = (deed: string, type: Listed, id: string): string =>
  `${deed}-${toGlobalId(type, id)}`;

/** So many are shown, and taken back or called back, at a time. */
export const mostListed = 100;

/** Said where there are more: who presses is not left to think that it was all. */
export const moreThanListed = html`<p>
  These are the first hundred. What there is besides is listed here when these have ended.
</p>`;

/**
 * Names in a form what its page shows, and what its button is about: nothing that came since the
 * page was made.
 */
export const listing = (
  deed: string,
  type: Listed,
  shown: readonly { readonly id: string }[],
): Html =>
  html`${shown.map(
    ({ id }) => html`<input type="hidden" name="${fieldOf(deed, type, id)}" value="yes" />`,
  )}`;

/** What a form names, as many as a page lists. What else it says names nothing. */
export function listedIn(
  form: Readonly<Record<string, unknown>>,
  deed: string,
  type: Listed,
): string[] {
  const named = Object.entries(form).filter(
    ([name, said]) => said === 'yes' && name.startsWith(`${deed}-`),
  );
  return named.slice(0, mostListed).flatMap(([name]) => {
    try {
      return [fromGlobalId(type, name.slice(deed.length + 1))];
    } catch (error) {
      if (error instanceof CodedError) return [];
      throw error;
    }
  });
}
