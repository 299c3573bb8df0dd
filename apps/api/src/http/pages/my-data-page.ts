import type { ArchiveRow, CooperativeRow, Looker } from '@rochdale/membership';
import { html, may } from '@rochdale/platform';
import type { Html, LookedAt, LookView, Page } from '@rochdale/platform';
import { pageOf, pageAbout } from '../kit/html-page.js';
import type { HtmlPage } from '../kit/html-page.js';
import { signingIn } from './sign-in-again.js';
import type { Visit } from './visits.js';

/** A form of a page about one co-operative, that does one thing. */
export function formTo(page: string, visit: Visit, fields: Html): Html {
  return html`<form method="post" action="${pageAbout(page, visit.cooperative.slug)}">
    <input type="hidden" name="form" value="${visit.formToken}" />
    ${fields}
  </form>`;
}

export const backTo = (visit: Visit): Html =>
  html`<p><a href="${pageAbout('my-data', visit.cooperative.slug)}">Back to your data</a></p>`;

/** A moment in words, where the co-operative's clocks are. */
export const momentSaid = (at: Date, { timeZone }: CooperativeRow): string =>
  at.toLocaleString('en-GB', { timeZone, dateStyle: 'long', timeStyle: 'short' });

/** The same, for programs as well. */
export const momentOf = (at: Date, cooperative: CooperativeRow): Html =>
  html`<time datetime="${at.toISOString()}">${momentSaid(at, cooperative)}</time>`;

const askFor = (visit: Visit): Html =>
  formTo('my-data-archive', visit, html`<p><button>Get everything</button></p>`);

function stateOf(archive: ArchiveRow, visit: Visit, isNew: boolean): Html {
  const { askedAt, keptUntil, state } = archive;
  const at = (moment: Date): Html => momentOf(moment, visit.cooperative);
  switch (state) {
    case 'asked':
      return html`<p role="status">
          It is being made: you asked for it on ${at(askedAt)}. A letter tells you when it is ready;
          so does this page.
        </p>
        <p><a href="${pageAbout('my-data', visit.cooperative.slug)}">Look again</a></p>`;
    case 'ready':
      return html`<p role="status">
          It is ready. You can fetch it
          once${keptUntil === null ? html`` : html`, until ${at(keptUntil)}`}.
        </p>
        ${
          isNew
            ? formTo('my-data-download', visit, html`<p><button>Download it</button></p>`)
            : signingIn(visit.cooperative.slug, 'my-data')
        }`;
    case 'fetched':
      return html`<p>You fetched the one that you asked for on ${at(askedAt)}, and it is gone.</p>
        ${askFor(visit)}`;
    case 'over':
      return html`<p>
          Nobody fetched the one that you asked for on ${at(askedAt)} in time, and it is gone.
        </p>
        ${askFor(visit)}`;
    case 'failed':
      return html`<p role="alert">The last one could not be made. Ask for another.</p>
        ${askFor(visit)}`;
  }
}

/** Who never belonged here has nothing that anybody could look at. */
function looksOf({ actor, cooperative }: Visit): Html {
  if (!may(actor, 'look.read-own').allowed) return html``;
  return html`<h2>Who looked</h2>
    <p>
      Each look of an officer at your dues, your bank details or your reasons is on record.
      <a href="${pageAbout('my-looks', cooperative.slug)}">See who looked at what is yours</a>
    </p>`;
}

/** Everything that a person does with their own data, from one place. */
export function myDataPage(visit: Visit, archive: ArchiveRow | null, isNew: boolean): HtmlPage {
  const { name, slug } = visit.cooperative;
  const content = html`<h2>Have everything</h2>
    <p>
      One archive with all that ${name} keeps about you: a page to read, the same for programs, and
      your receipts.
    </p>
    ${archive === null ? askFor(visit) : stateOf(archive, visit, isNew)} ${looksOf(visit)}
    <h2>What you chose and asked for</h2>
    <p>
      Who reads your name, what you wish to pay less, what you claimed:
      <a href="${pageAbout('my-choices', slug)}">change it, or take it back</a>
    </p>
    <h2>Who votes for whom</h2>
    <p>
      Have somebody vote for you where you do not, and see for whom you vote:
      <a href="${pageAbout('my-delegations', slug)}">see it, or end it</a>
    </p>
    <h2>Be erased</h2>
    <p>
      See what goes, what stays and why, and
      <a href="${pageAbout('erase-me', slug)}">have yourself erased</a>
    </p>
    <h2>Why it is kept</h2>
    <p>
      <a href="${pageAbout('privacy', slug)}">What ${name} keeps of persons, and what for</a>
    </p>
    ${formTo('sign-out', visit, html`<p><button class="plain">Sign out</button></p>`)}`;
  return pageOf(`Your data at ${name}`, content, html``);
}

const things: Readonly<Record<LookedAt, string>> = {
  invoice: 'what you are asked for and have paid',
  credit: 'what you paid too much, and what became of it',
  waiver: 'that you wished to pay less',
  'waiver-reason': 'why you wished to pay less',
  'bank-line': 'a payment of yours, as the bank tells it',
  'bank-details': 'the account that you are paid on',
  'application-note': 'what was written about your application',
  standing: 'that you pause, or are suspended or expelled',
  'standing-note': 'what an officer wrote about how you stand',
  voucher: 'what you claimed, and its receipts, which a law keeps',
  hearing: 'what is said in a vote about you',
};

function lookerOf(look: LookView, members: ReadonlyMap<string, Looker>): string {
  const offices = look.byOffices.map((office) => office.replaceAll('-', ' ')).join(', ');
  if (look.byMemberId === null) return offices === '' ? 'Who runs the service' : offices;
  const name = members.get(look.byMemberId)?.displayName ?? 'A member whose name you do not see';
  return offices === '' ? name : `${name} (${offices})`;
}

/** Who looked at what is the visitor's. */
export function looksPage(
  visit: Visit,
  looks: Page<LookView>,
  members: ReadonlyMap<string, Looker>,
): HtmlPage {
  const { cooperative } = visit;
  const rows = looks.rows.map(
    (look) =>
      html`<li>
        <strong>${lookerOf(look, members)}</strong> looked at ${things[look.what]}.<br />
        <span class="quiet">${momentOf(look.lookedAt, cooperative)}</span>
      </li>`,
  );
  const last = looks.rows.at(-1);
  const after = last === undefined ? '' : encodeURIComponent(looks.cursorOf(last));
  const older = html`<p>
    <a href="${pageAbout('my-looks', cooperative.slug)}&amp;after=${after}">Older looks</a>
  </p>`;
  const content = html`<p>
      Looks of the last two years at what is yours, the newest first. Yours are not among them.
    </p>
    ${
      rows.length === 0
        ? html`<p>Nobody looked.</p>`
        : html`<ul class="rows">
            ${rows}
          </ul>`
    }
    ${looks.hasNextPage ? older : html``} ${backTo(visit)}`;
  return pageOf(`Who looked at your data at ${cooperative.name}`, content);
}
