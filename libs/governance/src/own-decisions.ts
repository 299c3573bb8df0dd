import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { PersonalDataSources } from '@rochdale/membership';
import { sql } from '@rochdale/platform';

const ownProposals = sql(
  'governance.export-own-proposals',
  `select id, title, body, status, created_at as "createdAt" from governance.proposals
   where proposer_member_id = $1 order by created_at, id`,
);

const ownBallots = sql(
  'governance.export-own-ballots',
  `select proposal_id as "proposalId", stance, weight::text as weight, reason,
     cast_at as "castAt", superseded_at as "supersededAt"
   from governance.ballots where member_id = $1 order by cast_at, id`,
);

/** Hands over to members what they proposed and how they voted, every ballot of theirs. */
@Injectable()
export class OwnDecisions implements OnModuleInit {
  constructor(private readonly sources: PersonalDataSources) {}

  onModuleInit(): void {
    this.sources.register('governance', async (tx, { memberId }) => ({
      proposals: memberId === null ? [] : await tx.rows(ownProposals, [memberId]),
      ballots: memberId === null ? [] : await tx.rows(ownBallots, [memberId]),
    }));
  }
}
