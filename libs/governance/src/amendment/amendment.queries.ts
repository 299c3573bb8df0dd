import { Injectable } from '@nestjs/common';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { columnsOf, keysetList, permit, sql } from '@rochdale/platform';
import { visibleInside } from '../proposal/proposal.queries.js';
import { AmendmentEntity } from './amendment.entity.js';

const shown = [
  'id',
  'proposalId',
  'proposedByMemberId',
  'onVersion',
  'title',
  'note',
  'state',
  'proposedAt',
  'endedAt',
  'madeVersion',
] as const;

/** An amendment, without its text: that is long, and asked for by few. */
export type AmendmentView = Readonly<Pick<AmendmentEntity, (typeof shown)[number]>>;

/** The text of an amendment, and the one that it would change. */
export interface AmendmentBody {
  readonly id: string;
  readonly body: string;
  /** Null once it ended. */
  readonly stands: string | null;
}

const columns = columnsOf(AmendmentEntity, { of: 'a', only: shown });
const joined = `governance.proposals p join governance.policies pol
     on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
   join governance.amendments a
     on a.cooperative_id = p.cooperative_id and a.proposal_id = p.id`;

const amendments = keysetList<AmendmentView, object, { readonly reader: string | null }>({
  name: 'governance.list-amendments',
  select: columns,
  from: joined,
  where: `p.cooperative_id = :cooperativeId and ${visibleInside(':reader')}`,
  keys: [
    { column: 'a.proposed_at', field: 'proposedAt', type: 'instant' },
    { column: 'a.id', field: 'id', type: 'id' },
  ],
  order: 'ascending',
  parent: { column: 'a.proposal_id', field: 'proposalId' },
});

const within = `where p.cooperative_id = $3 and ${visibleInside('$2')} and a.id = any($1::uuid[])`;
const byIds = sql('governance.find-amendments', `select ${columns} from ${joined} ${within}`);
const bodies = sql(
  'governance.read-bodies-of-amendments',
  `select a.id, a.body, case a.state when 'proposed' then p.body end as stands
   from ${joined} ${within}`,
);

/** Amendments, for members: strangers read what was decided. */
@Injectable()
export class AmendmentQueries {
  /** Of each proposal, in the order in which they were proposed. */
  async pages(
    tx: Tx,
    proposalIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<AmendmentView>>> {
    permit(tx.actor, 'proposal.read');
    return amendments.pages(tx, proposalIds, request, { params: { reader: tx.actor.memberId } });
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<AmendmentView[]> {
    permit(tx.actor, 'proposal.read');
    return tx.rows<AmendmentView>(byIds, [ids, tx.actor.memberId, tx.cooperativeId]);
  }

  /** The texts of those that the reader may see, in no order. */
  async bodies(tx: Tx, ids: readonly string[]): Promise<AmendmentBody[]> {
    permit(tx.actor, 'proposal.read');
    return tx.rows<AmendmentBody>(bodies, [ids, tx.actor.memberId, tx.cooperativeId]);
  }
}
