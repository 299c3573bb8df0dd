import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { ProposalLinkEntity } from './proposal-link.entity.js';
import type { ProposalLink } from './proposal-link.js';

/** Something that a proposal is about. */
export interface LinkOfProposal extends ProposalLink {
  readonly proposalId: string;
}

// A document is there once it was adopted; whether all else is, whoever asked for it knows.
const insert = sql(
  'governance.insert-links-of-proposal',
  `insert into governance.proposal_links
     (proposal_id, place, cooperative_id, kind, subject_id, document_key)
   select $1, given.place, $2, given.kind,
     case when given.kind <> 'document' then given.id::uuid end,
     case when given.kind = 'document' then given.id end
   from unnest($3::text[], $4::text[]) with ordinality as given (kind, id, place)
   where given.kind <> 'document' or exists (select from governance.documents d
     where d.cooperative_id = $2 and d.key = given.id)`,
);
const drop = sql(
  'governance.remove-links-of-proposal',
  `delete from governance.proposal_links where cooperative_id = $2 and proposal_id = $1`,
);
const copy = sql(
  'governance.insert-same-links',
  `insert into governance.proposal_links
     (proposal_id, place, cooperative_id, kind, subject_id, document_key)
   select $1, place, cooperative_id, kind, subject_id, document_key
   from governance.proposal_links where proposal_id = $2 and cooperative_id = $3
     and not (kind = 'member' and membership.is_erased(cooperative_id, subject_id))`,
);
// They go with whom they lead to, and with the words of what they are of.
const forget = sql(
  'governance.forget-links',
  `delete from governance.proposal_links l using governance.proposals p
   where l.cooperative_id = $1 and p.cooperative_id = $1 and p.id = l.proposal_id
     and (l.kind = 'member' and l.subject_id = $2 or p.title = 'Erased' and p.body = '')`,
);
const of = sql(
  'governance.find-links-of-proposals',
  `select ${columnsOf(ProposalLinkEntity, { only: ['proposalId', 'kind'] })},
     coalesce(document_key, subject_id::text) as id
   from governance.proposal_links
   where cooperative_id = $1 and proposal_id = any ($2::uuid[]) order by proposal_id, place`,
);

/** What proposals are about, in SQL. It stands once voting is open. */
export const linkStore = {
  /** @throws CodedError PROPOSAL_LINKS_INVALID for a document that never was */
  async insert(tx: Tx, proposalId: string, links: readonly ProposalLink[]): Promise<void> {
    if (links.length === 0) return;
    const kinds = links.map(({ kind }) => kind);
    const ids = links.map(({ id }) => id);
    if ((await tx.run(insert, [proposalId, tx.cooperativeId, kinds, ids])) === links.length) return;
    const message = 'There is no such document.';
    throw governanceErrors.error('PROPOSAL_LINKS_INVALID', message, { path: ['documents'] });
  },

  drop: (tx: Tx, proposalId: string): Promise<number> =>
    tx.run(drop, [proposalId, tx.cooperativeId]),

  /** For the vote that says the same once more. */
  copy: (tx: Tx, toId: string, fromId: string): Promise<number> =>
    tx.run(copy, [toId, fromId, tx.cooperativeId]),

  forget: (tx: Tx, memberId: string): Promise<number> =>
    tx.run(forget, [tx.cooperativeId, memberId]),

  of: (tx: Tx, proposalIds: readonly string[]): Promise<LinkOfProposal[]> =>
    tx.rows<LinkOfProposal>(of, [tx.cooperativeId, proposalIds]),
};
