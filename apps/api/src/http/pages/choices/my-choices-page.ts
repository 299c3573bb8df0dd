import type { WaitingWaiver } from '@rochdale/dues';
import type { ExpenseView } from '@rochdale/expenses';
import { formatDecimal, html } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';
import { pageOf } from '../../kit/html-page.js';
import type { HtmlPage } from '../../kit/html-page.js';
import { listing, moreThanListed, mostListed } from '../listed.js';
import { backTo, formTo, momentOf, momentSaid } from '../my-data-page.js';
import type { Choices, OpenBallot } from './own-choices.js';
import type { Visit } from '../visits.js';

/** From the narrowest, in the words of the page. */
const audiences = [
  ['officers', 'Officers alone'],
  ['members', 'Members'],
  ['public', 'Everybody, also strangers'],
] as const;

const choosing = (legend: string, field: string, chosen: string | null): Html =>
  html`<fieldset>
    <legend>${legend}</legend>
    ${audiences.map(
      ([value, said]) =>
        html`<label class="choice">
          <input
            type="radio"
            name="${field}"
            value="${value}"
            ${value === chosen ? html`checked` : html``}
          />
          <span>${said}</span>
        </label>`,
    )}
  </fieldset>`;

function visibilityOf(visit: Visit, { shown }: Choices): Html {
  if (shown === null) return html``;
  const fields = html`${choosing('Who reads your name', 'name', shown.nameVisibleTo)}
    ${choosing('Who reads your class and since when you belong', 'profile', shown.profileVisibleTo)}
    <p><button>Choose who reads this</button></p>`;
  return html`<h2>How you are shown</h2>
    ${formTo('choose-visibility', visit, fields)}`;
}

const lapsing = (at: Date | null, visit: Visit): Html =>
  at === null
    ? html``
    : html`<br /><strong>
          Nobody has decided it. It lapses on ${momentOf(at, visit.cooperative)}, unless somebody
          does before.
        </strong>`;

function wish(visit: Visit, waiver: WaitingWaiver): Html {
  const { fromOn, untilOn, lapsesAt } = waiver;
  const name = `Take this wish back: to pay less from ${fromOn} until ${untilOn}`;
  return html`<p>
      You asked to pay less from ${fromOn} until ${untilOn}, and wait for an answer.
      ${lapsing(lapsesAt, visit)}
    </p>
    ${formTo(
      'take-back-wish',
      visit,
      html`${listing('take-back', 'Waiver', [waiver])}
        <p>With it goes at once why you asked.</p>
        <p><button aria-label="${name}">Take this wish back</button></p>`,
    )}`;
}

function claimOf(visit: Visit, claim: ExpenseView, { lapses }: Choices): Html {
  const { id, title, amountMinor, currency, submittedAt } = claim;
  const what = `${title}, ${formatDecimal(amountMinor, currency)} ${currency}`;
  const since =
    submittedAt === null ? '' : `, handed in on ${momentSaid(submittedAt, visit.cooperative)}`;
  return html`<li>
    ${what}${since} ${lapsing(lapses.get(id) ?? null, visit)}
    ${formTo(
      'take-back-claim',
      visit,
      html`${listing('take-back', 'Expense', [claim])}
        <p>It is not handed in again then; you may hand in another one.</p>
        <p>
          <button aria-label="Take this claim back: ${what}${since}">Take this claim back</button>
        </p>`,
    )}
  </li>`;
}

function ballotIn(visit: Visit, { ballot, vote }: OpenBallot): Html {
  const { title, closesAt } = vote;
  const until =
    closesAt === null ? '' : html`, open until ${momentOf(closesAt, visit.cooperative)}`;
  const closing =
    closesAt === null ? '' : `, open until ${momentSaid(closesAt, visit.cooperative)}`;
  const name = `Take your ballot back: ${title}${closing}`;
  return html`<li>
    ${title}${until}
    ${formTo(
      'take-back-ballot',
      visit,
      html`${listing('take-back', 'Ballot', [ballot])}
        <p>It counts no more then; you may vote anew as long as voting is open.</p>
        <p><button aria-label="${name}">Take your ballot back</button></p>`,
    )}
  </li>`;
}

const ballotsOf = (visit: Visit, { ballots }: Choices): Html =>
  ballots.length === 0
    ? html``
    : html`<h2>Your ballots that you may take back</h2>
        <ul class="rows">
          ${ballots.map((ballot) => ballotIn(visit, ballot))}
        </ul>
        ${ballots.length === mostListed ? moreThanListed : html``}`;

/** What somebody chose and asked for, each with what ends it. */
export function choicesPage(visit: Visit, choices: Choices): HtmlPage {
  const { waivers, claims, hasMoreClaims } = choices;
  const content = html`${visibilityOf(visit, choices)}
    <h2>That you wish to pay less</h2>
    ${
      waivers.length === 0
        ? html`<p>You wait for no answer.</p>`
        : waivers.map((waiver) => wish(visit, waiver))
    }
    <h2>What you claimed, and nobody decided</h2>
    ${
      claims.length === 0
        ? html`<p>Nothing.</p>`
        : html`<ul class="rows">
            ${claims.map((claim) => claimOf(visit, claim, choices))}
          </ul>`
    }
    ${hasMoreClaims ? moreThanListed : html``} ${ballotsOf(visit, choices)} ${backTo(visit)}`;
  return pageOf(`What you chose and asked for at ${visit.cooperative.name}`, content);
}
