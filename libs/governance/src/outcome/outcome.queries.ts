import { Injectable } from '@nestjs/common';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { columnsOf, keysetList, permit, sql } from '@rochdale/platform';
import { visibleInside } from '../proposal/proposal.queries.js';
import { ReviewEntity } from './review.entity.js';
import { OutcomeStatementEntity } from './outcome-statement.entity.js';

/** When members look again at a decision, and whether they were reminded. */
export type ReviewView = Readonly<Pick<ReviewEntity, 'proposalId' | 'reviewOn' | 'remindedAt'>>;

/** A version of what was told to follow. */
export type OutcomeStatementView = Readonly<Omit<OutcomeStatementEntity, 'cooperativeId'>>;

const statements = keysetList<OutcomeStatementView, object, { readonly reader: string | null }>({
  name: 'governance.list-outcome-statements',
  select: columnsOf(OutcomeStatementEntity, { of: 's', without: ['cooperativeId'] }),
  from: `governance.proposals p join governance.policies pol
      on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
    join governance.outcome_statements s
      on s.cooperative_id = p.cooperative_id and s.proposal_id = p.id`,
  where: `p.cooperative_id = :cooperativeId and ${visibleInside(':reader')}`,
  keys: [{ column: 's.version', field: 'version', type: 'whole' }],
  order: 'descending',
  parent: { column: 's.proposal_id', field: 'proposalId' },
});

const own = sql(
  'governance.export-own-outcome-statements',
  `select ${columnsOf(OutcomeStatementEntity, {
    only: ['proposalId', 'version', 'body', 'writtenAt'],
  })} from governance.outcome_statements where cooperative_id = $2 and written_by_member_id = $1
   order by written_at, proposal_id`,
);

const reviews = sql(
  'governance.find-reviews',
  `select ${columnsOf(ReviewEntity, { of: 'r', only: ['proposalId', 'reviewOn', 'remindedAt'] })}
   from governance.proposals p join governance.policies pol
     on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
   join governance.reviews r on r.cooperative_id = p.cooperative_id and r.proposal_id = p.id
   where p.cooperative_id = $3 and ${visibleInside('$2')} and p.id = any ($1::uuid[])`,
);

/** What somebody told to follow from decisions. */
export const ownOutcomeStatements = (tx: Tx, memberId: string | null): Promise<object[]> =>
  tx.rows<object>(own, [memberId, tx.cooperativeId]);

/** What was told to follow from decisions, for members. */
@Injectable()
export class OutcomeQueries {
  /** Of each proposal every version, the last one first. */
  async statements(
    tx: Tx,
    ids: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<OutcomeStatementView>>> {
    permit(tx.actor, 'proposal.read');
    return statements.pages(tx, ids, request, { params: { reader: tx.actor.memberId } });
  }

  /** Of those proposals that are looked at again, when. */
  async reviews(tx: Tx, ids: readonly string[]): Promise<ReviewView[]> {
    permit(tx.actor, 'proposal.read');
    return tx.rows<ReviewView>(reviews, [ids, tx.actor.memberId, tx.cooperativeId]);
  }
}
