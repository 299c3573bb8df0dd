import { Injectable } from '@nestjs/common';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { columnsOf, keysetList, permit, sql } from '@rochdale/platform';
import { visibleInside } from '../proposal/proposal.queries.js';
import { OutcomeStatementEntity } from './outcome-statement.entity.js';

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
  `select proposal_id as "proposalId", version, body, written_at as "writtenAt"
   from governance.outcome_statements where cooperative_id = $2 and written_by_member_id = $1
   order by written_at, proposal_id`,
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
}
