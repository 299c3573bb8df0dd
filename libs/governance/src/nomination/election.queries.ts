import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { columnsOf, may, permit, sql } from '@rochdale/platform';

import { CandidacyEntity } from './candidacy.entity.js';
import { CountBackEntity } from './count-back.entity.js';
import { ElectionEntity } from './election.entity.js';
import { NominationEntity } from './nomination.entity.js';
import type { CandidacyState } from './nomination.js';

/** A member who accepted, by the number of the option once voting opened. */
export interface StandingView {
  readonly proposalId: string;
  readonly memberId: string;
  readonly number: number | null;
  readonly statement: string | null;
}

/** Whom somebody nominated, and what they answered. */
export interface NominationView {
  readonly proposalId: string;
  readonly memberId: string;
  /** Null where it is not for the reader. */
  readonly nominatedBy: string | null;
  readonly state: CandidacyState;
}

/** A seat that became vacant, and what came of it. Options are by number. */
export type RefilledSeatView = Readonly<
  Pick<CountBackEntity, 'proposalId' | 'vacated' | 'elected' | 'countedAt' | 'reason' | 'count'>
>;

/** What a vote that elects has besides, as far as its reader may know. */
export interface ElectionView {
  readonly proposalId: string;
  readonly isExtended: boolean;
  readonly orderSeed: string | null;
  /** Whether the reader is asked to stand, stands or declined; null where nobody nominated them. */
  readonly ownState: CandidacyState | null;
  readonly ownStatement: string | null;
  readonly standing: readonly StandingView[];
  /** Those by the reader and of them; all, for who runs elections. */
  readonly nominations: readonly NominationView[];
  readonly refilled: readonly RefilledSeatView[];
}

type ElectionRow = Pick<ElectionView, 'proposalId' | 'isExtended' | 'orderSeed' | 'ownState'> &
  Pick<ElectionView, 'ownStatement'>;

const elections = sql(
  'governance.find-elections',
  `select ${columnsOf(ElectionEntity, { of: 'e', only: ['proposalId', 'orderSeed'] })},
     e.extended_at is not null as "isExtended", own.state as "ownState",
     own.statement as "ownStatement"
   from governance.elections e left join governance.candidacies own
     on own.cooperative_id = e.cooperative_id and own.proposal_id = e.proposal_id
     and own.member_id = $3
   where e.cooperative_id = $1 and e.proposal_id = any ($2::uuid[])`,
);

// By nothing that says who was first, until the seed says in which order they stand.
const standing = sql(
  'governance.list-who-stands',
  `select ${columnsOf(CandidacyEntity, { of: 'c', only: ['proposalId', 'memberId', 'statement'] })},
     k.place as number
   from governance.candidacies c left join governance.candidates k
     on k.cooperative_id = c.cooperative_id and k.proposal_id = c.proposal_id
     and k.member_id = c.member_id
   where c.cooperative_id = $1 and c.proposal_id = any ($2::uuid[]) and c.state = 'accepted'
   order by k.place nulls last, md5(c.proposal_id::text || c.member_id::text)`,
);

// Who nominates somebody that declined before is not told so: nominating would be a way to ask.
const nominations = sql(
  'governance.list-nominations',
  `select ${columnsOf(NominationEntity, {
    of: 'n',
    only: ['proposalId', 'memberId', 'nominatedBy'],
  })}, case when c.state <> 'declined' or $4::boolean or n.member_id = $3
       or c.answered_at > n.nominated_at then c.state else 'nominated' end as state
   from governance.nominations n join governance.candidacies c
     on c.cooperative_id = n.cooperative_id and c.proposal_id = n.proposal_id
     and c.member_id = n.member_id
   where n.cooperative_id = $1 and n.proposal_id = any ($2::uuid[])
     and ($4::boolean or n.nominated_by = $3 or n.member_id = $3)
   order by md5(n.proposal_id::text || n.member_id::text || n.nominated_by::text)`,
);

const refilled = sql(
  'governance.list-refilled-seats',
  `select ${columnsOf(CountBackEntity, {
    only: ['proposalId', 'vacated', 'elected', 'countedAt', 'reason', 'count'],
  })}
   from governance.count_backs where cooperative_id = $1 and proposal_id = any ($2::uuid[])
   order by counted_at, vacated`,
);

/** Elections to read. For members: an election that was called is theirs. */
@Injectable()
export class ElectionQueries {
  /** @throws CodedError FORBIDDEN */
  async of(tx: Tx, proposalIds: readonly string[]): Promise<readonly ElectionView[]> {
    permit(tx.actor, 'proposal.read');
    const { memberId } = tx.actor;
    const asked = [tx.cooperativeId, proposalIds];
    const found = await tx.rows<ElectionRow>(elections, [...asked, memberId]);
    if (found.length === 0) return [];
    const stand = await tx.rows<StandingView>(standing, asked);
    const isAll = may(tx.actor, 'nomination.read-all').allowed;
    const all = await tx.rows<NominationView>(nominations, [...asked, memberId, isAll]);
    const seats = await tx.rows<RefilledSeatView>(refilled, asked);
    return found.map((one) => ({
      ...one,
      standing: stand.filter(({ proposalId }) => proposalId === one.proposalId),
      nominations: all.filter(({ proposalId }) => proposalId === one.proposalId),
      refilled: seats.filter(({ proposalId }) => proposalId === one.proposalId),
    }));
  }
}
