import { Injectable } from '@nestjs/common';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { columnsOf, keysetList, permit, sql } from '@rochdale/platform';
import { wroteWith } from '../authors/author.store.js';
import { visibleInside } from '../proposal/proposal.queries.js';
import { VersionEntity } from './version.entity.js';

const shown = ['proposalId', 'version', 'title', 'options', 'madeByMemberId', 'madeAt'] as const;

/** A version that was kept, without its text: that is long, and asked for by few. */
export interface VersionView extends Readonly<Pick<VersionEntity, (typeof shown)[number]>> {
  readonly actionKinds: readonly string[];
  /** The version before it that the reader may read. */
  readonly before: number | null;
}

/** A version by its number, and its text. */
export type VersionBody = Readonly<Pick<VersionEntity, 'proposalId' | 'version' | 'body'>>;

// What nobody else could read is its authors', since they wrote it: it is told by the version
// that came after.
const readBy = (reader: string, version: string) => `(${version}.version = p.version
  or p.proposer_member_id = ${reader}::uuid
  or ${wroteWith('p', `${reader}::uuid`, `${version}.version`)}
  or exists (select from governance.proposal_versions next
    where next.cooperative_id = p.cooperative_id and next.proposal_id = p.id
      and next.version = ${version}.version + 1 and next.follows_shown))`;

const versions = keysetList<VersionView, object, { readonly reader: string | null }>({
  name: 'governance.list-versions',
  select: `${columnsOf(VersionEntity, { of: 'v', only: shown })},
    jsonb_path_query_array(v.actions, '$[*].kind') as "actionKinds",
    (select max(earlier.version) from governance.proposal_versions earlier
     where earlier.cooperative_id = p.cooperative_id and earlier.proposal_id = p.id
       and earlier.version < v.version and ${readBy(':reader', 'earlier')}) as before`,
  from: `governance.proposals p join governance.policies pol
      on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
    join governance.proposal_versions v
      on v.cooperative_id = p.cooperative_id and v.proposal_id = p.id`,
  where: `p.cooperative_id = :cooperativeId and ${visibleInside(':reader')}
    and ${readBy(':reader', 'v')}`,
  keys: [{ column: 'v.version', field: 'version', type: 'whole' }],
  order: 'ascending',
  parent: { column: 'v.proposal_id', field: 'proposalId' },
});

const bodies = sql(
  'governance.read-bodies-of-versions',
  `select ${columnsOf(VersionEntity, { of: 'v', only: ['proposalId', 'version', 'body'] })}
   from unnest($1::uuid[], $2::int[]) as asked (proposal_id, version)
   join governance.proposals p on p.id = asked.proposal_id
   join governance.policies pol on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
   join governance.proposal_versions v on v.cooperative_id = p.cooperative_id
     and v.proposal_id = p.id and v.version = asked.version
   where p.cooperative_id = $4 and ${visibleInside('$3')} and ${readBy('$3', 'v')}`,
);

/** Versions of proposals, for members: strangers read what was decided. */
@Injectable()
export class VersionQueries {
  /** Of what was ever edited, each that the reader may see, the first one first. */
  async pages(
    tx: Tx,
    proposalIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<VersionView>>> {
    permit(tx.actor, 'proposal.read');
    return versions.pages(tx, proposalIds, request, { params: { reader: tx.actor.memberId } });
  }

  /** The texts of versions that the reader may see, in no order. */
  async bodies(
    tx: Tx,
    asked: readonly Pick<VersionBody, 'proposalId' | 'version'>[],
  ): Promise<VersionBody[]> {
    permit(tx.actor, 'proposal.read');
    return tx.rows<VersionBody>(bodies, [
      asked.map(({ proposalId }) => proposalId),
      asked.map(({ version }) => version),
      tx.actor.memberId,
      tx.cooperativeId,
    ]);
  }
}
