import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { columnsOf, permit, sql } from '@rochdale/platform';
import { AuthorEntity } from '../authors/author.entity.js';
import type { AuthorRecord } from '../authors/author.store.js';
import { visibleInside } from '../proposal/proposal.queries.js';

/** Who writes a proposal with who proposes it, or is asked to. */
export type AuthorView = Omit<AuthorRecord, 'sinceVersion'>;

const only = ['proposalId', 'memberId', 'invitedAt', 'acceptedAt'] as const;

// Nobody is named with what they have not said that they wrote.
const authors = sql(
  'governance.find-authors',
  `select ${columnsOf(AuthorEntity, { of: 'a', only })}
   from governance.proposals p join governance.policies pol
     on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
   join governance.authors a on a.cooperative_id = p.cooperative_id and a.proposal_id = p.id
   where p.cooperative_id = $3 and ${visibleInside('$2')} and p.id = any ($1::uuid[])
     and (a.accepted_at is not null or a.member_id = $2::uuid
       or p.proposer_member_id = $2::uuid)
   order by a.invited_at, a.member_id`,
);
const own = sql(
  'governance.export-own-authorships',
  `select ${columnsOf(AuthorEntity, { only: ['proposalId', 'invitedAt', 'acceptedAt'] })}
   from governance.authors where cooperative_id = $2 and member_id = $1
   order by invited_at, proposal_id`,
);

/** Where somebody is asked to write with others, or did. */
export const ownAuthorships = (tx: Tx, memberId: string | null): Promise<object[]> =>
  tx.rows<object>(own, [memberId, tx.cooperativeId]);

/** Who wrote what is proposed, for members: strangers are not told who proposed something. */
@Injectable()
export class AuthorQueries {
  /** In the order in which they were asked. */
  async of(tx: Tx, proposalIds: readonly string[]): Promise<AuthorView[]> {
    permit(tx.actor, 'proposal.read');
    return tx.rows<AuthorView>(authors, [proposalIds, tx.actor.memberId, tx.cooperativeId]);
  }
}
