import { keptFor } from '@rochdale/house';
import type { Notice, NoticePart, TermsOfPlace } from '@rochdale/house';
import type { CooperativeRow } from '@rochdale/membership';
import { html } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';
import { pageOf, pageAbout } from '../kit/html-page.js';
import type { HtmlPage } from '../kit/html-page.js';

const title = 'What is kept about you';

/** Whose law it is where nobody said in which country: of every term the longest. */
const nowhere: TermsOfPlace = {};
const countries = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

const all = (words: readonly string[]): string => words.join('; ');
const home = (said: string | Html): Html => html`<footer>${said}</footer>`;

function answeringFor({ name, settings: { website } }: CooperativeRow): Html {
  return website === null
    ? html`<p>Who answers for it is ${name}. Ask its officers.</p>`
    : html`<p>Who answers for it is ${name}: <a href="${website}">${website}</a>.</p>`;
}

const law = (country: string | null): string =>
  country === null
    ? 'The co-operative has not said in which country its books are: they are kept for the ' +
      'longest term that is known.'
    : `Books and vouchers are kept as the law asks: ${countries.of(country) ?? country}. Where ` +
      'the co-operative chose to keep them for longer, it is said here.';

const rights = html`<h2>What you may ask for</h2>
  <ul>
    <li>To have everything that is kept about you, as a file (Art. 15 and 20).</li>
    <li>To have it put right (Art. 16).</li>
    <li>To be erased, once you have left (Art. 17).</li>
    <li>To object to what rests on a legitimate interest (Art. 21).</li>
    <li>To take back what you consented to; what was done before stays rightful.</li>
    <li>To complain to the supervisory authority of where you live (Art. 77).</li>
  </ul>
  <p>
    No machine decides about you alone. Without a name and an address nobody can be admitted; all
    else is yours to give or to leave out.
  </p>`;

const hearings = html`<p>
  What is said in a vote on suspending, expelling or admitting somebody, or on ending their office,
  is opened by who decides and put on record for the person, and goes ninety days after. Reasons
  given in a vote in which somebody stood go as they are erased; their number and the result stay.
</p>`;

function partOf({ activity, lines }: NoticePart, place: TermsOfPlace): Html {
  const said = lines.map(
    (line) =>
      html`<h3>${line.purpose}</h3>
        <dl>
          <dt>What</dt>
          <dd>${all(line.what)}</dd>
          <dt>Who sees it</dt>
          <dd>${all(line.seenBy)}</dd>
          ${
            line.givenTo.length === 0
              ? html``
              : html`<dt>Who is given it</dt>
                  <dd>${all(line.givenTo)}</dd>`
          }
          <dt>For how long</dt>
          <dd>${all([...new Set(line.terms.map((term) => keptFor(term, place)))])}</dd>
          <dt>On what ground</dt>
          <dd>${all(line.grounds)}</dd>
        </dl>`,
  );
  return html`<details>
    <summary>${activity}</summary>
    ${said}
  </details>`;
}

/** The notice of one co-operative, in the terms of its country. */
export function noticePage(cooperative: CooperativeRow | null, notice: Notice): HtmlPage {
  const place = cooperative?.settings ?? nowhere;
  const given = notice.recipients.map(
    ({ who, purposes }) =>
      html`<details>
        <summary>${who}</summary>
        <ul>
          ${purposes.map((purpose) => html`<li>${purpose}</li>`)}
        </ul>
      </details>`,
  );
  const asking =
    cooperative === null
      ? html`<p>Who answers for it is the co-operative that you belong to.</p>`
      : html`${answeringFor(cooperative)}
          <p>
            <a href="${pageAbout('my-data', cooperative.slug)}">
              Have your own data, see who looked at it, or be erased
            </a>
          </p>`;
  const content = html`${asking} ${rights}
    <h2>What is kept, and what for</h2>
    <p>${law(place.country ?? null)}</p>
    ${notice.parts.map((part) => partOf(part, place))} ${hearings}
    <h2>Who else is given something</h2>
    <p>Nobody outside of the co-operative but these, and each only what it needs:</p>
    ${given}`;
  const whose = cooperative === null ? title : `${title} at ${cooperative.name}`;
  return pageOf(whose, content, home('Told as Art. 13 of the GDPR has it.'));
}

/** Which co-operative is meant, where there are several. */
export function choicePage(page: string, cooperatives: readonly CooperativeRow[]): HtmlPage {
  const choices = cooperatives.map(
    ({ slug, name }) => html`<li><a href="${pageAbout(page, slug)}">${name}</a></li>`,
  );
  const content = html`<p>Which co-operative is it about?</p>
    <ul class="rows">
      ${choices}
    </ul>`;
  return pageOf(page === 'privacy' ? title : 'Your data', content);
}
