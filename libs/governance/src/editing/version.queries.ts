import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { columnsOf, permit, sql } from '@rochdale/platform';
import { visible } from '../proposal/proposal.queries.js';
import { readerOf } from '../proposal/proposal.queries.js';
import { VersionEntity } from './version.entity.js';

/** A version that was kept. */
export type VersionView = Readonly<Omit<VersionEntity, 'cooperativeId' | 'followsShown'>>;

// What nobody else could read is its author's: it is told by the version that came after.
const versions = sql(
  'governance.find-versions',
  `select ${columnsOf(VersionEntity, { of: 'v', without: ['cooperativeId', 'followsShown'] })}
   from governance.proposals p join governance.policies pol
     on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
   join governance.proposal_versions v
     on v.cooperative_id = p.cooperative_id and v.proposal_id = p.id
   where p.cooperative_id = $4 and ${visible} and p.id = any ($3::uuid[])
     and (v.version = p.version or p.proposer_member_id = $2::uuid
       or exists (select from governance.proposal_versions next
         where next.cooperative_id = $4 and next.proposal_id = v.proposal_id
           and next.version = v.version + 1 and next.follows_shown))
   order by v.proposal_id, v.version`,
);

/** Versions of proposals, for members: strangers read what was decided. */
@Injectable()
export class VersionQueries {
  /** Of what was ever edited, each that the reader may see, the first one first. */
  async of(tx: Tx, proposalIds: readonly string[]): Promise<VersionView[]> {
    permit(tx.actor, 'proposal.read');
    return tx.rows<VersionView>(versions, [
      ...readerOf(tx.actor),
      proposalIds,
      tx.actor.cooperativeId,
    ]);
  }
}
