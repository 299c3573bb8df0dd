import { Injectable } from '@nestjs/common';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import { columnsOf, may, permit, platformErrors, sql } from '@rochdale/platform';
import { listedVoters, placeHashOf, placesIn, votingErrors } from '@rochdale/voting';
import type { ListedVoter } from '@rochdale/voting';
import { ProposalEntity } from '../proposal/proposal.entity.js';

const read = [
  'id',
  'rule',
  'isHearing',
  'electorateHash',
  'electorateSalt',
  'proofVersion',
  'toldSize',
] as const;

type Row = Readonly<Pick<ProposalEntity, (typeof read)[number]>>;

const opened = sql(
  'governance.find-electorate',
  `select ${columnsOf(ProposalEntity, { of: 'p', only: read })} from governance.proposals p
   where p.id = $1 and p.cooperative_id = $2 and p.opened_at is not null`,
);

/** What was published of an electorate, and what that is the hash of. */
export interface ElectorateView {
  readonly proposalId: string;
  readonly hash: string | null;
  /** Sorted; null of votes from before there were any. */
  readonly places: readonly string[] | null;
}

/** A voter as a reader is told of them. */
export interface ShownVoter extends Pick<ListedVoter, 'memberId' | 'weight'> {
  /** For who may know where members stand; and whether the voter counts only when they vote. */
  readonly memberClass: string | null;
  readonly countsIfCast: boolean | null;
  /** One's own; every one for who may know where members stand, where nobody votes for others. */
  readonly placeHash: string | null;
}

/** A page of an electorate, and what the reader is told of each row. */
export interface ShownVoters {
  readonly page: Page<ListedVoter>;
  readonly show: (row: ListedVoter) => ShownVoter;
}

/** Electorates to read: their hash, what it is of, and who is in them. */
@Injectable()
export class ElectorateQueries {
  /**
   * The hash of an electorate and its places. For members.
   *
   * @throws CodedError FORBIDDEN, PROPOSAL_NOT_FOUND also before voting opens
   */
  async places(tx: Tx, proposalId: string): Promise<ElectorateView> {
    permit(tx.actor, 'proposal.read');
    const {
      electorateHash: hash,
      electorateSalt,
      proofVersion,
      toldSize,
    } = await find(tx, proposalId);
    if (electorateSalt === null || proofVersion === 1) return { proposalId, hash, places: null };
    const places = await placesIn(tx, proposalId, electorateSalt, toldSize ?? 0);
    return { proposalId, hash, places };
  }

  /**
   * Who may vote, in an order that tells nothing. For who may know where members stand; for
   * members where the rule says so, but of no hearing.
   *
   * @throws CodedError FORBIDDEN, PROPOSAL_NOT_FOUND also before voting opens
   */
  async voters(tx: Tx, proposalId: string, request: PageRequest): Promise<ShownVoters> {
    permit(tx.actor, 'proposal.read');
    const vote = await find(tx, proposalId);
    if (!isListedTo(tx.actor, vote)) {
      const message = 'By its policy the list of who may vote is for officers.';
      throw platformErrors.error('FORBIDDEN', message);
    }
    const { actor } = tx;
    const page = await listedVoters(tx, proposalId, request);
    return { page, show: (row) => shownTo(actor, row, vote) };
  }
}

async function find(tx: Tx, proposalId: string): Promise<Row> {
  const vote = await tx.maybeOne<Row>(opened, [proposalId, tx.cooperativeId]);
  if (vote !== null) return vote;
  const message = 'There is no such vote.';
  throw votingErrors.error('PROPOSAL_NOT_FOUND', message, { path: ['proposalId'] });
}

const knowsStandings = (actor: Actor): boolean => may(actor, 'electorate.read').allowed;

/** Beside the list of members it would tell who pauses, where those have no vote: see its rule. */
function isListedTo(actor: Actor, { rule, isHearing }: Row): boolean {
  return knowsStandings(actor) || (!isHearing && rule?.electorateList === 'members');
}

/**
 * A place's hash leads to the row of a ballot in a recount file: others' is for officers alone, and
 * for nobody where that file tells whose ballot follows whose.
 */
function shownTo(
  actor: Actor,
  row: ListedVoter,
  { electorateSalt, proofVersion, rule }: Row,
): ShownVoter {
  const isTold = knowsStandings(actor);
  const isOwn = row.memberId === actor.memberId;
  const { memberId, weight } = row;
  const isHashTold = isOwn || (isTold && rule?.delegation === undefined);
  const isProved = electorateSalt !== null && proofVersion > 1 && isHashTold;
  return {
    memberId,
    weight,
    memberClass: isTold || isOwn ? row.memberClass : null,
    countsIfCast: isTold || isOwn ? row.countsIfCast : null,
    placeHash: isProved ? placeHashOf(row, electorateSalt) : null,
  };
}
