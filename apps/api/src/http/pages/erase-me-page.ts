import { keptFor } from '@rochdale/house';
import type { Notice } from '@rochdale/house';
import { openMinor } from '@rochdale/dues';
import type { InvoiceRow } from '@rochdale/dues';
import type { ExpenseView } from '@rochdale/expenses';
import { whyNotErase } from '@rochdale/membership';
import { formatDecimal, html, toGlobalId } from '@rochdale/platform';
import type { CodedError, Html } from '@rochdale/platform';
import { complaintOf, noteOf, pageOf } from '../kit/html-page.js';
import { pageAbout } from './cooperative-asked.js';
import { backTo, footFor, formTo } from './my-data-page.js';
import { signingIn } from './sign-in-again.js';
import type { Visit } from './visits.js';

const titleOf = ({ cooperative }: Visit): string => `Be erased at ${cooperative.name}`;

/** What one can do about what stands in the way. */
const remedies: Readonly<Record<string, string>> = {
  EXPENSE_UNPAID:
    'You can take back what nobody has decided. What is approved is paid to you, ask a ' +
    'treasurer when, or you waive it.',
  CREDIT_LEFT: 'Ask a treasurer to pay it out to you.',
  REFUND_UNDER_WAY: 'Wait until it has reached you.',
  PAYOUT_UNDER_WAY: 'Wait until it has reached you.',
  PAYOUT_CLAIMED: 'Ask a treasurer what is to be given back, and how.',
};

const confirming = (what: string): Html =>
  html`<label class="choice">
    <input type="checkbox" name="sure" value="yes" required /> <span>${what}</span>
  </label>`;

/** Who belongs leaves first; who only applied takes that back. */
function leaving(visit: Visit): Html {
  const isApplicant = visit.actor.standing === 'applicant';
  const says = isApplicant
    ? 'You applied, and nobody has decided yet. Take your application back first.'
    : 'You are still a member. Leave first: your offices end, and you vote no more. What you ' +
      'owe, and are owed, stays.';
  const fields = html`${confirming(
      isApplicant ? 'Yes, take my application back' : `Yes, I leave ${visit.cooperative.name}`,
    )}
    <p>
      <button class="danger">
        ${isApplicant ? 'Take my application back' : 'Leave the co-operative'}
      </button>
    </p>`;
  return html`<h2>First</h2>
    <p>${says}</p>
    ${formTo('leave', visit, fields)}`;
}

const opens = (affairs: readonly CodedError[]): Html =>
  html`<h2>Not yet</h2>
    <p>There is money between you and the co-operative:</p>
    <ul>
      ${affairs.map(({ code, message }) => html`<li>${message} ${remedies[code] ?? ''}</li>`)}
    </ul>`;

/** What is one's own to end. */
const takingBack = (claims: readonly ExpenseView[], visit: Visit): Html =>
  html`<p>Nobody has decided yet:</p>
    <ul>
      ${claims.map(
        ({ title, amountMinor, currency }) =>
          html`<li>${title}, ${formatDecimal(amountMinor, currency)} ${currency}</li>`,
      )}
    </ul>
    ${formTo('take-back-claims', visit, html`<p><button>Take all of it back</button></p>`)}`;

/** By which field of the form a claim is waived. */
export const tickOf = ({ id }: ExpenseView): string => `waive-${toGlobalId('Expense', id)}`;

/** What is owed to them, and theirs to give. */
const waiving = (claims: readonly ExpenseView[], visit: Visit): Html =>
  html`<p>
      This is owed to you, and not on its way yet. You may waive it: nobody pays it to you then, the
      money stays with ${visit.cooperative.name}, and nobody can bring it back.
    </p>
    ${formTo(
      'waive-claims',
      visit,
      html`<fieldset>
          <legend>What you waive</legend>
          ${claims.map(
            (claim) =>
              html`<label class="choice">
                <input type="checkbox" name="${tickOf(claim)}" value="yes" />
                <span>
                  ${claim.title}, ${formatDecimal(claim.amountMinor, claim.currency)}
                  ${claim.currency}
                </span>
              </label>`,
          )}
        </fieldset>
        <p><button class="danger">Waive what is ticked</button></p>`,
    )}`;

/** What is asked of them stands in nobody's way: who owes may go as well. */
const owes = (invoices: readonly InvoiceRow[]): Html =>
  html`<h2>What you are asked for</h2>
    <p>
      Being erased does not end it, and nobody can ask you about it afterwards. You may pay it
      first, ask a treasurer to let you off it, or leave it as it is.
    </p>
    <ul>
      ${invoices.map(
        (invoice) =>
          html`<li>
            ${formatDecimal(openMinor(invoice), invoice.currency)} ${invoice.currency} by
            ${invoice.dueOn}, with the reference ${invoice.reference}
          </li>`,
      )}
    </ul>`;

function erasing(visit: Visit): Html {
  const fields = html`<fieldset>
      <legend>What you proposed, and others may have voted on</legend>
      <label class="choice">
        <input type="radio" name="texts" value="keep-without-name" checked />
        <span>It stays, and leads to nobody any more.</span>
      </label>
      <label class="choice">
        <input type="radio" name="texts" value="remove" />
        <span>
          What is open is withdrawn, and what nobody decided loses its words. What was decided
          stays: others decided by it.
        </span>
      </label>
    </fieldset>
    ${confirming('Yes, erase me. I know that nobody can bring it back.')}
    <p><button class="danger">Erase me</button></p>`;
  return html`<h2>Erase me</h2>
    <p>
      You may want to
      <a href="${pageAbout('my-data', visit.cooperative.slug)}">have everything first</a>: it goes
      as well.
    </p>
    ${formTo('erase-me', visit, fields)}`;
}

/** What an erasure takes and leaves, by the catalogue. */
function leaves({ cooperative }: Visit, { stays }: Notice): Html {
  const left = stays.map(
    ({ purpose, because, terms }) =>
      html`<dt>${purpose}</dt>
        <dd>
          ${because.join('; ')}. Kept:
          ${[...new Set(terms.map((term) => keptFor(term, cooperative.settings)))].join('; ')}.
        </dd>`,
  );
  return html`<h2>What goes</h2>
    <p>
      Your name, your address, your reasons and notes, the bank accounts that you gave and were
      never paid on, your drafts, your letters and sessions; and the account that you sign in with,
      unless you belong to another co-operative here. It goes the same day.
    </p>
    <p>
      A bank account that you were paid on stays sealed, as vouchers do: nobody reads it here any
      more, and it goes when their time is over.
    </p>
    <h2>What stays, and why</h2>
    <p>Nothing of it leads to you by name. It goes at its own time.</p>
    <details>
      <summary>All that stays</summary>
      <dl>${left}</dl>
    </details>`;
}

/** What somebody has to know before, and the button that does it. */
export function eraseMePage(
  visit: Visit,
  about: {
    readonly affairs: readonly CodedError[];
    /** Open, and theirs; those that are due first, where they are many. */
    readonly invoices: readonly InvoiceRow[];
    /** That nobody decided, and they may take back. */
    readonly claims: readonly ExpenseView[];
    /** That is owed to them, and they may waive. */
    readonly waivable: readonly ExpenseView[];
    readonly isNew: boolean;
    readonly notice: Notice;
    readonly complaint?: string | null;
  },
): string {
  const { affairs, invoices, claims, waivable, isNew, notice, complaint = null } = about;
  const { standing, memberId } = visit.actor;
  if (memberId === null || standing === null) {
    const nobody = `You are no member of ${visit.cooperative.name}: there is nobody to erase.`;
    return noteOf(titleOf(visit), nobody, backTo(visit), footFor(visit));
  }
  const back = isNew && claims.length > 0 ? takingBack(claims, visit) : html``;
  const give = isNew && waivable.length > 0 ? waiving(waivable, visit) : html``;
  const isStillThere = whyNotErase(standing) !== null;
  const first = affairs.length === 0 ? html`` : opens(affairs);
  const owed = invoices.length === 0 ? html`` : owes(invoices);
  const step = isStillThere ? leaving(visit) : affairs.length === 0 ? erasing(visit) : html``;
  const content = html`${complaintOf(complaint)} ${leaves(visit, notice)} ${first} ${back} ${give}
  ${owed} ${isNew ? step : signingIn(visit.cooperative.slug, 'erase-me')} ${backTo(visit)}`;
  return pageOf(titleOf(visit), content, footFor(visit));
}

export const leftPage = (visit: Visit): string =>
  noteOf(
    'You have left',
    `You are no member of ${visit.cooperative.name} any more.`,
    html`<p><a href="${pageAbout('erase-me', visit.cooperative.slug)}">Go on to be erased</a></p>`,
    footFor(visit),
  );

export const erasedPage = (visit: Visit): string =>
  noteOf(
    'You are erased',
    `What ${visit.cooperative.name} kept of you that no law keeps is gone, or goes today. What ` +
      'other services were told of you they are asked to forget. Good-bye.',
  );

/** What the form said of texts; null for what it does not offer: nobody can bring them back. */
export const choiceOf = (texts: unknown): 'remove' | 'keep-without-name' | null =>
  texts === 'remove' || texts === 'keep-without-name' ? texts : null;

export const undecided = 'Say what is to become of what you proposed.';
export const untickedClaims = 'Nothing was ticked that is yours to waive, and not on its way.';
export const unsure = 'Tick the box that says so, if you are sure.';
