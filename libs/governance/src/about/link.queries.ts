import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { permit } from '@rochdale/platform';
import { linkStore } from './link.store.js';
import type { LinkOfProposal } from './link.store.js';

/** In SQL, to what a proposal leads. Whom of the others it is about stays with them. */
export const ownLinks = (p: string, cooperative: string): string =>
  `(select coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'subjectId', l.subject_id,
      'documentKey', l.document_key) order by l.place), '[]')
    from governance.proposal_links l where l.cooperative_id = ${cooperative}
      and l.proposal_id = ${p}.id and l.kind <> 'member')`;

/** What proposals are about, for members. Whoever reads a link reads what they may of its end. */
@Injectable()
export class LinkQueries {
  /** Of proposals that the reader was given already, in the order in which they were given. */
  async of(tx: Tx, proposalIds: readonly string[]): Promise<LinkOfProposal[]> {
    permit(tx.actor, 'proposal.read');
    return linkStore.of(tx, proposalIds);
  }
}
