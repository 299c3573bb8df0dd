import { Injectable } from '@nestjs/common';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import {
  columnsOf,
  findsWords,
  keysetList,
  mapPage,
  may,
  permit,
  sql,
  wordsToFind,
} from '@rochdale/platform';
import { silentWeightIn, Votes, votesOver } from '@rochdale/voting';
import { isAskedToWrite } from '../authors/author.store.js';
import { ActionEntity } from '../action/action.entity.js';
import { toldTo } from '../told/as-told.js';
import { asItGoesOn, idsGoingOn } from '../told/going-on.js';
import { tallied } from '../tally/tallied.queries.js';
import type { Countable, TallyView } from '../tally/tally-view.js';
import { shownWords, wordColumns } from '../words/hearing-words.js';
import type { ShownWords } from '../words/hearing-words.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { filingFilters } from '../topic/filing-filters.js';
import { tagAsKept } from '../topic/topic.js';
import type { FilingFilter } from '../topic/filing-filters.js';
import { followedBy } from '../links/followed-by.js';
import type { Followed } from '../links/followed-by.js';
import { stateAt, wasPutForward, writtenAs } from './lifecycle.js';
import type { ProposalState } from './lifecycle.js';
import { candidateColumns } from './candidate.store.js';
import type { Candidate } from './candidate.store.js';
import { secondStore } from './second.store.js';
import type { Seconds } from './second.store.js';
import { ProposalEntity } from './proposal.entity.js';

/** What is not read as it stands: see `columns`. */
const without = [
  ...wordColumns,
  'cooperativeId',
  'rule',
  'ruleHash',
  'lotSeed',
  'finalCount',
  'electorateSalt',
  'proofVersion',
  'reading',
  'executeBefore',
  'state',
] as const;

type AsItStands = Readonly<Omit<ProposalEntity, (typeof without)[number]>>;

/**
 * A proposal as it is read. `rule` is the frozen one, or the policy's while nothing is frozen. Its
 * sizes are exact for who has `electorate.read`, and for others as if nobody paused.
 */
export interface ProposalView extends AsItStands, ShownWords, Followed {
  /** As it is now, whatever a worker has written down. */
  readonly state: ProposalState;
  readonly policyKey: string;
  readonly policyTitle: string;
  readonly policyVersion: number;
  readonly rule: DecisionRule;
  readonly ruleHash: string;
  /** Shown when voting is over, so that anybody can draw again. */
  readonly lotSeed: string | null;
  /** Options that won, or could not any more, by number; null where none, or undecided. */
  readonly winners: readonly number[] | null;
  readonly leftOut: readonly number[] | null;
}

export type ActionView = Readonly<Omit<ActionEntity, 'cooperativeId' | 'ordinal'>>;

export interface ProposalFilter extends FilingFilter {
  readonly states?: readonly ProposalState[] | null;
  readonly policyKey?: string | null;
  /** For members: strangers are not told who proposed something by asking for it. */
  readonly proposerMemberId?: string | null;
  /** Made at this moment or later. */
  readonly from?: Date | null;
  /** Made before this moment. */
  readonly before?: Date | null;
  /** Words of title and text. */
  readonly text?: string | null;
}

/** By when they were made, or by when their vote closes: what closes last comes first. */
export type ProposalOrder = 'made' | 'closing';

const columnsAt = (now: string, goingOn?: string) => `${shownWords('p')},
  ${columnsOf(ProposalEntity, { of: 'p', without })}, ${stateAt('p', now, goingOn)} as state,
  pol.key as "policyKey", pol.title as "policyTitle", pol.version as "policyVersion",
  coalesce(p.rule, pol.rule) as rule, coalesce(p.rule_hash, pol.rule_hash) as "ruleHash",
  case when p.outcome is not null then p.lot_seed end as "lotSeed",
  p.final_count -> 'winners' as winners, p.final_count -> 'leftOut' as "leftOut",
  ${followedBy('p')}`;
const actionColumns = columnsOf(ActionEntity, {
  of: 'a',
  without: ['cooperativeId', 'ordinal', 'aboutMemberId'],
});
const joined = `governance.proposals p join governance.policies pol
  on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id`;

// Strangers read what is public and decided. Drafts stay their authors', or who may second them,
// or is asked to write them.
export const visibleInside = (reader: string) => `(${wasPutForward('p')}
  or p.proposer_member_id = ${reader}::uuid or (pol.rule ->> 'secondersNeeded')::int > 0
  or ${isAskedToWrite('p', reader)})`;
const visibleOutside = `(p.visibility = 'public' and p.outcome is not null)`;
// $1: whether the reader is inside the co-operative; $2: the reader's member id.
const visible = `(case when $1::boolean then ${visibleInside('$2')}
  else ${visibleOutside} end)`;

interface ListedFilter extends Omit<ProposalFilter, 'policyKey' | 'text'> {
  /** Of what lies written in `states`, what is in one of these now. */
  readonly statesNow: readonly ProposalState[] | null;
  readonly text: readonly string[] | null;
  readonly policyIds?: readonly string[] | null;
}

const listed = {
  select: columnsAt(':now', ':goingOn'),
  from: joined,
  keys: [
    { column: 'p.created_at', field: 'createdAt', type: 'instant' },
    { column: 'p.id', field: 'id', type: 'id' },
  ],
  filters: {
    states: { anyOf: 'p.state', type: 'text' },
    statesNow: `${stateAt('p', ':now', ':goingOn')} = any (:statesNow::text[])`,
    policyIds: { anyOf: 'p.policy_id', type: 'uuid' },
    proposerMemberId: 'p.proposer_member_id = :proposerMemberId::uuid',
    from: 'p.created_at >= :from',
    before: 'p.created_at < :before',
    text: findsWords('text', { id: 'p.id', kind: 'proposal' }),
    ...filingFilters('p'),
  },
} as const;

interface AsOf {
  readonly now: Date;
  readonly goingOn: readonly string[];
}
interface ReadBy extends AsOf {
  readonly reader: string | null;
}

const forMembers = keysetList<ProposalView, ListedFilter, ReadBy>({
  ...listed,
  name: 'governance.list-proposals',
  where: `p.cooperative_id = :cooperativeId and ${visibleInside(':reader')}`,
});

const forStrangers = keysetList<ProposalView, ListedFilter, AsOf>({
  ...listed,
  name: 'governance.list-public-decisions',
  where: `p.cooperative_id = :cooperativeId and ${visibleOutside}`,
});

const byClosing = {
  name: 'by-closing',
  where: 'p.closes_at is not null',
  keys: [
    { column: 'p.closes_at', field: 'closesAt', type: 'instant' },
    { column: 'p.id', field: 'id', type: 'id' },
  ],
  filters: ['states', 'statesNow'],
} as const;

const inOrder = {
  made: { forMembers, forStrangers },
  closing: {
    forMembers: forMembers.ordered(byClosing),
    forStrangers: forStrangers.ordered(byClosing),
  },
} as const satisfies Readonly<Record<ProposalOrder, object>>;

/** All versions: a proposal stays with the one it was made under. */
const versionsOf = sql(
  'governance.list-policy-versions-of-key',
  `select id from governance.policies where cooperative_id = $1 and key = $2`,
);

const byIds = sql(
  'governance.find-proposals',
  `select ${columnsAt('$5')} from ${joined} where p.cooperative_id = $4 and ${visible}
     and p.id = any ($3::uuid[])`,
);

// A secret vote says how many, and not what, until it is closed.
const countable = sql(
  'governance.find-countable-proposals',
  `select p.id, p.closed_at is null and (p.rule ->> 'secretUntilClosed')::boolean as secret,
     coalesce(p.rule, pol.rule) ->> 'ballotKind' as "ballotKind",
     p.rule ->> 'secrecy' = 'detached' as detached, p.closed_at is not null as closed,
     case when $5::boolean then ${silentWeightIn('p')} else 0 end as "silentWeight"
   from ${joined} where p.cooperative_id = $4 and ${visible} and p.id = any ($3::uuid[])
     and p.opened_at is not null`,
);

const actions = sql(
  'governance.find-actions',
  `select ${actionColumns}
   from ${joined} join governance.actions a
     on a.cooperative_id = p.cooperative_id and a.proposal_id = p.id
   where p.cooperative_id = $4 and ${visible} and p.id = any ($3::uuid[])
   order by a.proposal_id, a.ordinal`,
);

const candidates = sql(
  'governance.find-candidates',
  `select ${candidateColumns} from ${joined} join governance.candidates c
     on c.cooperative_id = p.cooperative_id and c.proposal_id = p.id
   where p.cooperative_id = $4 and ${visible} and p.id = any ($3::uuid[]) order by c.place`,
);

/** Who is inside reads everything that was put forward; see `visible`. */
export function readerOf(actor: Actor): readonly [boolean, string | null] {
  return [may(actor, 'proposal.read').allowed, actor.memberId];
}

const asked = (by: Actor, ids: readonly string[]) => [...readerOf(by), ids, by.cooperativeId];

/** Proposals, tallies and actions to read. Strangers get public decisions, members everything. */
@Injectable()
export class ProposalQueries {
  constructor(private readonly votes: Votes) {}

  /**
   * Newest first. By closing, only what has been opened for voting, which can be narrowed by state.
   */
  async page(
    tx: Tx,
    where: ProposalFilter,
    request: PageRequest,
    orderBy: ProposalOrder = 'made',
  ): Promise<Page<ProposalView>> {
    permit(tx.actor, 'decision.read');
    const { policyKey = null, text = null, ...others } = where;
    const [isInside, reader] = readerOf(tx.actor);
    const inside = where.proposerMemberId ?? where.assemblyId ?? null;
    if (inside !== null) permit(tx.actor, 'proposal.read');
    const versions =
      policyKey === null
        ? null
        : await tx.rows<{ id: string }>(versionsOf, [tx.actor.cooperativeId, policyKey]);
    const statesNow = where.states ?? null;
    const isLate = statesNow?.some((state) => state === 'closed' || state === 'extended');
    const over = isLate === true ? await votesOver(tx) : new Map<string, null>();
    const filter = {
      ...others,
      states: statesNow === null ? null : writtenAs(statesNow, { isAnyOver: over.size > 0 }),
      statesNow,
      policyIds: versions?.map(({ id }) => id) ?? null,
      tag: where.tag == null ? null : tagAsKept(where.tag),
      text: text === null ? null : wordsToFind(text, ['filter', 'text']),
    };
    const asOf = { now: tx.now, goingOn: idsGoingOn(over) };
    const lists = inOrder[orderBy];
    const page = isInside
      ? await lists.forMembers.page(tx, request, { params: { reader, ...asOf }, filter })
      : await lists.forStrangers.page(tx, request, { params: asOf, filter });
    toldTo(tx.actor, page.rows);
    return mapPage(page, await asItGoesOn(tx, page.rows, isLate === true ? over : null));
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<readonly ProposalView[]> {
    permit(tx.actor, 'decision.read');
    const rows = await tx.rows<ProposalView>(byIds, [...asked(tx.actor, ids), tx.now]);
    return toldTo(tx.actor, rows).map(await asItGoesOn(tx, rows));
  }

  /** The counts as they stand, of votes that have opened. */
  async tallies(tx: Tx, ids: readonly string[]): Promise<TallyView[]> {
    permit(tx.actor, 'decision.read');
    const isTold = may(tx.actor, 'electorate.read').allowed;
    const found = await tx.rows<Countable>(countable, [...asked(tx.actor, ids), isTold]);
    return tallied(tx, this.votes, found);
  }

  /** Why one failed may tell of what is kept inside, of funds for one: strangers do not read it. */
  async actionsOf(tx: Tx, ids: readonly string[]): Promise<ActionView[]> {
    permit(tx.actor, 'decision.read');
    const found = await tx.rows<ActionView>(actions, asked(tx.actor, ids));
    if (may(tx.actor, 'proposal.read').allowed) return found;
    return found.map((one) => ({ ...one, failureCode: null, failureMessage: null }));
  }

  /** Which options are members, of what the reader may read. */
  async candidatesOf(tx: Tx, ids: readonly string[]): Promise<Candidate[]> {
    permit(tx.actor, 'decision.read');
    return tx.rows<Candidate>(candidates, asked(tx.actor, ids));
  }

  /** How far drafts are seconded, of those that somebody seconded. For members. */
  async secondsOf(tx: Tx, ids: readonly string[]): Promise<Seconds[]> {
    permit(tx.actor, 'proposal.read');
    return secondStore.ofDrafts(tx, ids);
  }
}
