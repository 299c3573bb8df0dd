import { CodedError, fromGlobalId, html, toGlobalId } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';

/** Of what a page lists. */
type Listed = 'DuesRefund' | 'Expense';

/** By which field of a form a thing is named. */
export const fieldOf = (deed: string, type: Listed, id: string): string =>
  `${deed}-${toGlobalId(type, id)}`;

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

/** What a form names, a hundred at most. What else it says names nothing. */
export function listedIn(
  form: Readonly<Record<string, unknown>>,
  deed: string,
  type: Listed,
): string[] {
  const named = Object.entries(form).filter(([, said]) => said === 'yes');
  return named.slice(0, 100).flatMap(([name]) => {
    try {
      return name.startsWith(`${deed}-`) ? [fromGlobalId(type, name.slice(deed.length + 1))] : [];
    } catch (error) {
      if (error instanceof CodedError) return [];
      throw error;
    }
  });
}
