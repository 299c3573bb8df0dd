import { staysUntil } from '@rochdale/house';
import type { Notice } from '@rochdale/house';
import { whyNotErase } from '@rochdale/membership';
import type { CooperativeRow } from '@rochdale/membership';
import { html } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';
import { complaintOf, noteOf, pageOf, pageAbout } from '../../kit/html-page.js';
import type { HtmlPage } from '../../kit/html-page.js';
import { backTo, formTo } from '../my-data-page.js';
import { signingIn } from '../sign-in-again.js';
import type { Visit } from '../visits.js';
import { erasingAccount, goesOfAccount, keptBy } from './erase-account-page.js';
import { moneyBetween } from './money-between.js';
import type { MoneyBetween } from './money-between.js';

const titleOf = ({ cooperative }: Visit): string => `Be erased at ${cooperative.name}`;

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
    <p>Reasons that you gave with a vote go in both cases.</p>
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

/** What an erasure takes and leaves, by the catalogue, in plain words. */
function leaves({ cooperative }: Visit, { stays }: Notice): Html {
  const left = stays.map(
    (one) =>
      html`<dt>${one.what}</dt>
        <dd>${one.why} Kept: ${staysUntil(one, cooperative.settings)}.</dd>`,
  );
  return html`<h2>What goes</h2>
    <p>
      Your name, your address, your reasons and notes, the bank accounts that you gave and were
      never paid on, your drafts, your letters and sessions; and the account that you sign in with,
      unless you belong to another co-operative here, did and were not erased there, or wait for its
      answer. What another one declined goes with the account. It goes the same day. Where the
      account goes, what invites your address to another co-operative here ends in the night: accept
      first what you want to keep.
    </p>
    <p>
      A bank account that you were paid on stays sealed: nobody reads it here any more, and it goes
      when the time of vouchers is over.
    </p>
    <p>
      What you claimed and were paid, with its receipts, is kept as long as the law of vouchers
      says. Treasurers and auditors alone may open it, and each look is on record.
    </p>
    <p>
      What others proposed about you, as to appoint or to suspend you, loses its words, and so does
      what anybody wrote with a ballot on it; an open vote on it ends. How and when it was decided
      stays. Of a vote in which you stood every reason goes, and your number and the result stay.
    </p>
    <h2>What stays, and why</h2>
    <p>
      What is known to be yours is found by your name no more. What others wrote or paid may name
      you still, as a payment of theirs that says whom it is for. It goes at its own time.
    </p>
    <details>
      <summary>All that stays</summary>
      <dl>${left}</dl>
    </details>`;
}

/** Of whoever is no member here: their account goes by itself, where no other place keeps it. */
function accountPage(
  visit: Visit,
  { kept, isNew, complaint = null }: Pick<Told, 'kept' | 'isNew' | 'complaint'>,
): HtmlPage {
  const { slug } = visit.cooperative;
  const step = isNew ? erasingAccount(visit) : signingIn(slug, 'erase-me');
  const content =
    kept.length > 0
      ? keptBy(visit, kept)
      : html`${complaintOf(complaint)} ${goesOfAccount} ${step}`;
  const said = kept.length > 0 ? titleOf(visit) : 'Be erased';
  return pageOf(said, html`${content} ${backTo(visit)}`);
}

interface Told {
  readonly money: MoneyBetween;
  readonly isNew: boolean;
  readonly notice: Notice;
  /** The co-operatives that the account is kept for. */
  readonly kept: readonly CooperativeRow[];
  readonly complaint?: string | null;
}

/** What somebody has to know before, and the button that does it. */
export function eraseMePage(visit: Visit, about: Told): HtmlPage {
  const { money, isNew, notice, complaint = null } = about;
  const { standing, memberId } = visit.actor;
  if (memberId === null || standing === null) {
    return accountPage(visit, about);
  }
  const isStillThere = whyNotErase(standing) !== null;
  const isSettled = money.affairs.length === 0;
  const step = isStillThere ? leaving(visit) : isSettled ? erasing(visit) : html``;
  const content = html`${complaintOf(complaint)} ${leaves(visit, notice)}
  ${moneyBetween(visit, money, isNew)}
  ${isNew ? step : signingIn(visit.cooperative.slug, 'erase-me')} ${backTo(visit)}`;
  return pageOf(titleOf(visit), content);
}

export const backToErasing = ({ cooperative }: Visit): Html =>
  html`<p><a href="${pageAbout('erase-me', cooperative.slug)}">Go on to be erased</a></p>`;

export const leftPage = (visit: Visit): HtmlPage =>
  noteOf(
    'You have left',
    `You are no member of ${visit.cooperative.name} any more.`,
    backToErasing(visit),
  );

export const erasedPage = (visit: Visit): HtmlPage =>
  noteOf(
    'You are erased',
    `What ${visit.cooperative.name} kept of you that no law keeps is gone, or goes today. What ` +
      'other services were told of you they are asked to forget. Good-bye.',
  );

/** What the form said of texts; null for what it does not offer: nobody can bring them back. */
export const choiceOf = (texts: unknown): 'remove' | 'keep-without-name' | null =>
  texts === 'remove' || texts === 'keep-without-name' ? texts : null;

export const undecided = 'Say what is to become of what you proposed.';
export const unsure = 'Tick the box that says so, if you are sure.';
