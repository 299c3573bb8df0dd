import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { idOf, idOfKindIn, PersonalDataSources, sql, toldAction } from '@rochdale/platform';
import type { ProposalAction, Tx } from '@rochdale/platform';
import {
  ownBallots,
  ownDelegations,
  ownDetachedVotes,
  ownRepresentatives,
  ownPaperCounts,
  ownPaperEntries,
  ownPaperHandling,
  ownPaperVotes,
  ownVotingPlaces,
  shownReasonsOf,
  votesOver,
} from '@rochdale/voting';
import { ownAttendances, ownDoors } from './assembly/assembly.store.js';
import { z } from 'zod';
import { ownOutcomeStatements } from './outcome/outcome.queries.js';
import { ownLinks } from './about/link.queries.js';
import { ownAuthorships } from './authoring/author.queries.js';
import { ownDiscussion } from './discussion/own-comments.js';
import { appealStore } from './appeal/appeal.store.js';
import { shownWords } from './words/hearing-words.js';
import { idsGoingOn } from './told/going-on.js';
import { hearingStore } from './hearing/hearing.store.js';
import { stateAt, wasPutForward, wasShown } from './proposal/lifecycle.js';

const ownProposals = sql(
  'governance.export-own-proposals',
  `select p.id, ${shownWords('p')}, ${stateAt('p', '$3', '$4')} as status, p.options,
     p.vote_terms as "voteTerms", visibility, array(select t.tag from governance.proposal_tags t
       where t.cooperative_id = $2 and t.proposal_id = p.id order by t.tag) as tags,
     ${ownLinks('p', '$2')} as links,
     opened_at as "openedAt", closed_at as "closedAt", outcome, created_at as "createdAt"
   from governance.proposals p
   where p.cooperative_id = $2 and p.proposer_member_id = $1 order by p.created_at, p.id`,
);

// What one wrote into what is to be done. Whom of the others it is about stays with them.
const ownActions = sql(
  'governance.export-own-actions',
  `select a.proposal_id as "proposalId", a.kind, a.state as status,
     a.executed_at as "executedAt", a.failure_message as "failureMessage",
     a.payload - array['memberId', 'termId', 'applicationId'] as payload
   from governance.actions a join governance.proposals p
     on p.cooperative_id = a.cooperative_id and p.id = a.proposal_id
   where a.cooperative_id = $2 and p.proposer_member_id = $1
   order by p.created_at, p.id, a.ordinal`,
);

// Whom of the others a version was about stays with them, as with what is proposed now.
const ownVersions = sql(
  'governance.export-own-versions',
  `select v.proposal_id as "proposalId", v.version, v.title, v.body,
     v.urgent_reason as "urgentReason", v.window_hours as "windowHours", v.options,
     v.vote_terms as "voteTerms", v.made_at as "madeAt",
     (select coalesce(jsonb_agg(jsonb_build_object('kind', one -> 'kind', 'payload',
         (one -> 'payload') - array['memberId', 'termId', 'applicationId']) order by nth), '[]')
       from jsonb_array_elements(v.actions) with ordinality each_of (one, nth)) as actions
   from governance.proposal_versions v join governance.proposals p
     on p.cooperative_id = v.cooperative_id and p.id = v.proposal_id
   where v.cooperative_id = $2 and (p.proposer_member_id = $1 or v.made_by_member_id = $1)
   order by p.created_at, p.id, v.version`,
);

const ownSeconds = sql(
  'governance.export-own-seconds',
  `select proposal_id as "proposalId", version, seconded_at as "secondedAt" from governance.seconds
   where cooperative_id = $2 and member_id = $1 order by seconded_at, proposal_id`,
);
const ownAmendments = sql(
  'governance.export-own-amendments',
  `select id, proposal_id as "proposalId", on_version as "onVersion", title, body, note,
     state as status, proposed_at as "proposedAt", ended_at as "endedAt",
     made_version as "madeVersion"
   from governance.amendments where cooperative_id = $2 and proposed_by_member_id = $1
   order by proposed_at, id`,
);
const ownPolicies = sql(
  'governance.export-own-policies',
  `select id, key, version, title, adopted_at as "adoptedAt" from governance.policies
   where cooperative_id = $2 and adopted_by_member_id = $1 order by adopted_at, id`,
);

// As members read it: what somebody has only drafted is theirs.
const aboutOneself = sql(
  'governance.export-proposals-about-oneself',
  `select p.id, ${shownWords('p')}, ${stateAt('p', '$3', '$4')} as status, p.outcome,
     p.opened_at as "openedAt", p.closed_at as "closedAt",
     a.kind as action, a.state as "actionStatus", a.executed_at as "executedAt",
     a.failure_message as "failureMessage", a.payload - array['memberId', 'termId',
       'applicationId', 'expulsionId'] as terms
   from governance.actions a join governance.proposals p
     on p.cooperative_id = a.cooperative_id and p.id = a.proposal_id
   where a.cooperative_id = $2 and a.about_member_id = $1 and ${wasShown('p')}
   order by p.created_at, p.id, a.ordinal`,
);

const linksToOneself = sql(
  'governance.export-links-to-oneself',
  `select p.id as "proposalId" from governance.proposal_links l join governance.proposals p
     on p.cooperative_id = l.cooperative_id and p.id = l.proposal_id
   where l.cooperative_id = $2 and l.kind = 'member' and l.subject_id = $1 and ${wasShown('p')}
   order by p.created_at, p.id`,
);

// To whom nobody asked, a draft of somebody else's is not there.
const ownCandidacies = sql(
  'governance.export-own-candidacies',
  `select p.id as "proposalId", p.title, c.place as option, p.outcome,
     ${stateAt('p', '$3', '$4')} as status,
     p.final_count -> 'winners' @> to_jsonb(c.place) as "isElected",
     p.opened_at as "openedAt", p.closed_at as "closedAt"
   from governance.candidates c join governance.proposals p
     on p.cooperative_id = c.cooperative_id and p.id = c.proposal_id
   where c.cooperative_id = $2 and c.member_id = $1
     and (${wasPutForward('p')} or p.proposer_member_id = $1)
   order by p.created_at, p.id`,
);

// What one said of oneself, and how often one was nominated, or nominated others; by nobody's name.
const ownNominations = sql(
  'governance.export-own-nominations',
  `select e.proposal_id as "proposalId", c.state as answer, c.statement,
     c.answered_at as "answeredAt",
     (select count(*)::int from governance.nominations n where n.cooperative_id = $2
       and n.proposal_id = e.proposal_id and n.member_id = $1) as "nominatedBy",
     (select count(*)::int from governance.nominations n where n.cooperative_id = $2
       and n.proposal_id = e.proposal_id and n.nominated_by = $1) as "nominatedOthers"
   from governance.elections e left join governance.candidacies c
     on c.cooperative_id = e.cooperative_id and c.proposal_id = e.proposal_id
     and c.member_id = $1
   where e.cooperative_id = $2 and (c.member_id is not null or exists (
     select from governance.nominations n where n.cooperative_id = $2
       and n.proposal_id = e.proposal_id and n.nominated_by = $1))
   order by e.proposal_id`,
);

/** Which of it are ids, and of what. */
const ownDecisionsShape = z.object({
  proposals: z.array(
    z.looseObject({
      id: idOf('Proposal'),
      links: z.array(z.looseObject({ subjectId: idOfKindIn('kind').nullable() })),
    }),
  ),
  versions: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
  proposalsAboutMe: z.array(z.looseObject({ id: idOf('Proposal') })),
  appeals: z.array(z.looseObject({ proposalId: idOf('Proposal'), appealId: idOf('Proposal') })),
  candidacies: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
  nominations: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
  seconds: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
  amendments: z.array(z.looseObject({ id: idOf('Amendment'), proposalId: idOf('Proposal') })),
  linksToMe: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
  authorships: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
  comments: z.array(z.looseObject({ id: idOf('Comment'), proposalId: idOf('Proposal') })),
  mentions: z.array(z.looseObject({ commentId: idOf('Comment'), proposalId: idOf('Proposal') })),
  reactions: z.array(z.looseObject({ commentId: idOf('Comment'), proposalId: idOf('Proposal') })),
  outcomeStatements: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
  policies: z.array(z.looseObject({ id: idOf('DecisionPolicy') })),
  votingPlaces: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
  ballots: z.array(z.looseObject({ id: idOf('Ballot'), proposalId: idOf('Proposal') })),
  delegations: z.array(
    z.looseObject({
      id: idOf('Delegation'),
      otherId: idOf('Member'),
      proposalId: idOf('Proposal').nullable(),
    }),
  ),
  attendances: z.array(z.looseObject({ assemblyId: idOf('Assembly') })),
  doors: z.array(z.looseObject({ assemblyId: idOf('Assembly') })),
  detachedVotes: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
  representatives: z.array(
    z.looseObject({ organisationId: idOf('Member'), memberId: idOf('Member') }),
  ),
  paperVotes: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
  paperCounts: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
  paperHandling: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
  paperEntries: z.array(z.looseObject({ proposalId: idOf('Proposal') })),
});

/** Hands over to members what they proposed and how they voted, every ballot of theirs. */
@Injectable()
export class OwnDecisions implements OnModuleInit {
  constructor(private readonly sources: PersonalDataSources) {}

  onModuleInit(): void {
    this.sources.register('governance', ownDecisionsShape, async (tx, { memberId }) => {
      const whose = [memberId, tx.cooperativeId];
      const whoseNow = [...whose, tx.now, idsGoingOn(await votesOver(tx))];
      return {
        proposals: withActions(
          await withWords(tx, await tx.rows<Said>(ownProposals, whoseNow)),
          await tx.rows<OwnAction>(ownActions, whose),
        ),
        versions: (await tx.rows<OwnVersion>(ownVersions, whose)).map(withTerms),
        proposalsAboutMe: await withReasons(
          tx,
          await withWords(tx, await tx.rows<Said>(aboutOneself, whoseNow)),
        ),
        appeals: await appealStore.ofMember(tx, memberId),
        candidacies: await withReasons(tx, await tx.rows<Of>(ownCandidacies, whoseNow)),
        nominations: await tx.rows(ownNominations, whose),
        seconds: await tx.rows(ownSeconds, whose),
        amendments: await tx.rows(ownAmendments, whose),
        linksToMe: await tx.rows(linksToOneself, whose),
        authorships: await ownAuthorships(tx, memberId),
        ...(await ownDiscussion(tx, memberId)),
        outcomeStatements: await ownOutcomeStatements(tx, memberId),
        policies: await tx.rows(ownPolicies, whose),
        votingPlaces: await ownVotingPlaces(tx, memberId),
        ballots: await ownBallots(tx, memberId),
        delegations: await ownDelegations(tx, memberId),
        attendances: await ownAttendances(tx, memberId),
        doors: await ownDoors(tx, memberId),
        detachedVotes: await ownDetachedVotes(tx, memberId),
        representatives: memberId === null ? [] : await ownRepresentatives(tx, memberId),
        paperVotes: await ownPaperVotes(tx, memberId),
        paperCounts: await ownPaperCounts(tx, memberId),
        paperHandling: await ownPaperHandling(tx, memberId),
        paperEntries: await ownPaperEntries(tx, memberId),
      };
    });
  }
}

interface Said {
  readonly id: string;
}

interface OwnAction extends ProposalAction {
  readonly proposalId: string;
  readonly status: string;
  readonly executedAt: Date | null;
  readonly failureMessage: string | null;
}

interface OwnVersion {
  readonly actions: readonly ProposalAction[];
}

const termsOf = (action: ProposalAction): object => {
  const { kind, payload } = toldAction(action, 'inside');
  return { action: kind, terms: payload };
};

const withTerms = (version: OwnVersion): object => ({
  ...version,
  actions: version.actions.map(termsOf),
});

/** With what was said in hearings, opened. */
async function withWords<Row extends Said>(tx: Tx, found: readonly Row[]): Promise<Row[]> {
  const words = await hearingStore.words(
    tx,
    found.map(({ id }) => id),
  );
  return found.map((one) => ({ ...one, ...words.get(one.id) }));
}

/** Each with what it would do. */
function withActions(proposals: readonly Said[], all: readonly OwnAction[]): object[] {
  return proposals.map((proposal) => {
    const own = all.filter(({ proposalId }) => proposalId === proposal.id);
    const actions = own.map((one) => {
      const { kind, payload } = toldAction(one, 'inside');
      const { status, executedAt, failureMessage } = one;
      return { action: kind, status, executedAt, failureMessage, terms: payload };
    });
    return { ...proposal, actions };
  });
}

type Of = { readonly id: string } | { readonly proposalId: string };

/** With what anybody wrote with a ballot on it, as members read it. */
async function withReasons(tx: Tx, found: readonly Of[]): Promise<object[]> {
  const idOfOne = (one: Of): string => ('id' in one ? one.id : one.proposalId);
  const reasons = await shownReasonsOf(tx, found.map(idOfOne));
  return found.map((one) => ({ ...one, reasons: reasons.get(idOfOne(one)) ?? [] }));
}
