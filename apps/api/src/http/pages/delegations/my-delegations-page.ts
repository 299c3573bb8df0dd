import { audienceOf, html, toGlobalId, toMemberId } from '@rochdale/platform';
import type { ProposalView } from '@rochdale/governance';
import type { Html } from '@rochdale/platform';
import type { DelegationUse, DelegationView } from '@rochdale/voting';
import { pageOf } from '../../kit/html-page.js';
import type { HtmlPage } from '../../kit/html-page.js';
import { listing } from '../listed.js';
import { backTo, formTo, momentOf } from '../my-data-page.js';
import type { Visit } from '../visits.js';
import type { ShownDelegations } from './shown-delegations.js';

/** Before the key of a topic in what the form sends. */
export const onTopic = 'topic ';

/** Before the key of a working group. */
export const ofGroup = 'group ';

/** Before the id of a vote in which it is a proxy. */
export const byProxy = 'proxy ';

const unseen = 'a proposal that you do not see';
const nobodyNamed = 'A member whose name you do not see';

const nameIn = ({ names }: ShownDelegations, id: string): string => {
  const name = names.get(id) ?? '';
  return name === '' ? nobodyNamed : name;
};

function onWhat({ titles, groupNames }: ShownDelegations, one: DelegationView): string {
  const { scopeKind, scopeId, topicKey, groupKey, isRecorded } = one;
  if (scopeKind === 'all') return 'on everything';
  if (scopeKind === 'proxy') {
    const record = isRecorded ? ', recorded by a secretary' : '';
    return `by proxy on “${titles.get(scopeId) ?? unseen}”${record}`;
  }
  if (scopeKind === 'group') return `on what belongs to “${groupNames.get(groupKey) ?? groupKey}”`;
  if (scopeKind === 'topic') return `on the topic “${titles.get(topicKey) ?? topicKey}”`;
  return `on “${titles.get(scopeId) ?? unseen}”`;
}

function ending(visit: Visit, one: DelegationView, said: string): Html {
  const until =
    one.expiresAt === null
      ? html``
      : html`<br />
          <span class="quiet">until ${momentOf(one.expiresAt, visit.cooperative)}</span>`;
  return html`<li>
    ${said}${until}
    ${formTo(
      'end-delegation',
      visit,
      html`${listing('end', 'Delegation', [one])}
        <p><button aria-label="End this: ${said}">End this</button></p>`,
    )}
  </li>`;
}

const listOf = (items: readonly Html[], none: string): Html =>
  items.length === 0
    ? html`<p>${none}</p>`
    : html`<ul class="rows">
        ${items}
      </ul>`;

const uses: Readonly<Record<DelegationUse, string>> = {
  overridden: 'You voted yourself, and that counts.',
  waiting: 'Whom you chose has not voted yet.',
  'would-count': 'Whom you chose has voted, and it counts for you as well.',
  counted: 'It counted for you.',
  'not-counted': 'It counted for nobody.',
};

const choice = ({ actor }: Visit, id: string, name: string): Html =>
  html`<option value="${toMemberId(id, audienceOf(actor))}">${name}</option>`;

function onVote({ id: proposalId, title, rule }: ProposalView): Html {
  const id = toGlobalId('Proposal', proposalId);
  const { atMost = 0, proxies } = rule.delegation ?? {};
  return html`${atMost === 0 ? html`` : html`<option value="${id}">On “${title}” alone</option>`}${
    proxies === undefined
      ? html``
      : html`<option value="${byProxy}${id}">By proxy on “${title}”: them, and nobody else</option>`
  }`;
}

function onChoices({ offered, topics, groups }: ShownDelegations): Html {
  return html`<label for="on">On what</label>
    <select id="on" name="on">
      <option value="">On everything, wherever the rules of a vote let me</option>
      ${topics.map(
        ({ key, title }) => html`<option value="${onTopic}${key}">On the topic “${title}”</option>`,
      )}
      ${groups.map(
        ({ key, name }) =>
          html`<option value="${ofGroup}${key}">On what belongs to “${name}”</option>`,
      )}
      ${offered.map(({ vote }) => onVote(vote))}
    </select>`;
}

function giving(visit: Visit, shown: ShownDelegations): Html {
  const { choices } = shown;
  const named = choices.filter(({ displayName }) => displayName !== null);
  if (named.length === 0) return html`<p>Nobody is found whom you could choose.</p>`;
  return formTo(
    'give-delegation',
    visit,
    html`<p>
        <label for="to">Who votes for you</label>
        <select id="to" name="to" required>
          ${named.map(({ id, displayName }) => choice(visit, id, displayName ?? ''))}
        </select>
      </p>
      <p>${onChoices(shown)}</p>
      <p>
        <label for="until">Until which day, if it is to end by itself</label>
        <input id="until" name="until" type="date" />
      </p>
      <p><button>Have them vote for me</button></p>`,
  );
}

const finding = ({ cooperative }: Visit, find: string): Html =>
  html`<form method="get" action="my-delegations">
    <input type="hidden" name="cooperative" value="${cooperative.slug}" />
    <p>
      <label for="find">Somebody else is not in the list? Words of their name</label>
      <input id="find" name="find" value="${find}" />
    </p>
    <p><button class="plain">Find them</button></p>
  </form>`;

/** Who votes for the visitor, for whom they vote, and how it is used. */
export function delegationsPage(
  visit: Visit,
  shown: ShownDelegations | null,
  find: string,
): HtmlPage {
  const title = `Who votes for whom at ${visit.cooperative.name}`;
  if (shown === null) {
    return pageOf(
      title,
      html`<p>Members alone have somebody vote for them.</p>
        ${backTo(visit)}`,
    );
  }
  const { given, held, offered } = shown;
  const used = offered.flatMap(({ vote, use }) => (use === null ? [] : [{ vote, use }]));
  const content = html`<h2>Who votes for you</h2>
    ${listOf(
      given.map((one) =>
        ending(visit, one, `${nameIn(shown, one.delegateId)}, ${onWhat(shown, one)}`),
      ),
      'Nobody.',
    )}
    <h2>How it is used now</h2>
    ${listOf(
      used.map(({ vote, use }) => html`<li>${vote.title}: ${uses[use]}</li>`),
      'In no vote that is open.',
    )}
    <h2>For whom you vote</h2>
    ${listOf(
      held.map((one) =>
        ending(visit, one, `${nameIn(shown, one.memberId)}, ${onWhat(shown, one)}`),
      ),
      'For yourself alone.',
    )}
    <h2>Have somebody vote for you</h2>
    <p>
      Where you vote yourself, yours counts. Take your ballot back, and theirs counts again. They
      are told that you chose them, and you read what they vote. Where they do not vote, somebody
      whom they chose may vote for both of you. Nobody else is told.
    </p>
    ${giving(visit, shown)} ${shown.hasMoreChoices || find !== '' ? finding(visit, find) : html``}
    ${backTo(visit)}`;
  return pageOf(title, content);
}
