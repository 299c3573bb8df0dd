import { Injectable } from '@nestjs/common';
import { columnsOf, may, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { PaperCountEntity } from './paper-count.entity.js';
import type { CountedPapers } from './paper.js';

const told = ['protocol', 'contentHash'] as const;

/** Papers of a vote, as far as their reader is told. */
export interface PapersView {
  readonly proposalId: string;
  /** How many were handed out and not taken back. */
  readonly handedOut: number;
  /** Null until somebody entered them, and for others than officers until the vote is decided. */
  readonly protocol: string | null;
  readonly contentHash: string | null;
  readonly isConfirmed: boolean;
  /** Null likewise; of a detached vote officers alone are told. */
  readonly ballots: readonly CountedPapers[] | null;
}

const find = sql(
  'voting.read-papers',
  `select p.id as "proposalId", (select count(*)::int from governance.paper_voters v
       where v.proposal_id = p.id and v.cooperative_id = $2) as "handedOut",
     ${columnsOf(PaperCountEntity, { of: 'c', only: told })},
     c.confirmed_at is not null as "isConfirmed",
     case when $3::boolean or p.rule ->> 'secrecy' is distinct from 'detached'
       then c.ballots end as ballots
   from governance.proposals p left join governance.paper_counts c
     on c.proposal_id = p.id and c.cooperative_id = $2 and ($3::boolean or p.outcome is not null)
   where p.id = any ($1::uuid[]) and p.cooperative_id = $2 and p.opened_at is not null
     and p.rule ? 'paper'`,
);

/** Reads papers of votes that the caller may read. */
@Injectable()
export class PaperQueries {
  /** Of these votes those that have papers by their rule; for members and officers. */
  async of(tx: Tx, proposalIds: readonly string[]): Promise<readonly PapersView[]> {
    if (!may(tx.actor, 'ballot.read').allowed) return [];
    const isOfficer = may(tx.actor, 'paper.record').allowed;
    return tx.rows<PapersView>(find, [proposalIds, tx.cooperativeId, isOfficer]);
  }
}
