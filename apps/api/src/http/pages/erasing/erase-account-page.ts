import type { CooperativeRow } from '@rochdale/membership';
import { html } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';
import { pageAbout } from '../../kit/html-page.js';
import { formTo } from '../my-data-page.js';
import type { Visit } from '../visits.js';

/** Whoever is no member here, and is kept by others: those let them go first. */
export function keptBy({ cooperative }: Visit, kept: readonly CooperativeRow[]): Html {
  return html`<p>You are no member of ${cooperative.name}: there is nobody to erase here.</p>
    <p>Your account goes with the last of these, where you belong, did, or wait for an answer:</p>
    <ul class="rows">
      ${kept.map(
        ({ slug, name }) =>
          html`<li><a href="${pageAbout('erase-me', slug)}">Be erased at ${name}</a></li>`,
      )}
    </ul>`;
}

/** What goes of somebody who belongs nowhere. */
export const goesOfAccount = html`<p>
    You belong to no co-operative here, and wait for no answer. What there is of you is your
    account.
  </p>
  <h2>What goes</h2>
  <p>
    Your name, your address and all that you sign in with, your sessions and letters; and every
    application of yours that was declined, or that you took back, with what was written about it.
    It goes the same day. What invites your confirmed address to a co-operative here ends in the
    night: accept first what you want to keep.
  </p>
  <h2>What stays</h2>
  <p>That there was an account, and is none: a number that leads to nobody. No law keeps more.</p>`;

/** The button. Whoever signed in long ago is not shown it. */
export function erasingAccount(visit: Visit): Html {
  const fields = html`<label class="choice">
      <input type="checkbox" name="sure" value="yes" required />
      <span>Yes, erase me. I know that nobody can bring it back.</span>
    </label>
    <p><button class="danger">Erase my account</button></p>`;
  return html`<h2>Erase me</h2>
    <p>
      You may want to
      <a href="${pageAbout('my-data', visit.cooperative.slug)}">have everything first</a>: it goes
      as well.
    </p>
    ${formTo('erase-account', visit, fields)}`;
}
