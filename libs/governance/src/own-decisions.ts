import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { PersonalDataSources } from '@rochdale/membership';
import { idOf, sql } from '@rochdale/platform';
import { ownBallots } from '@rochdale/voting';
import { z } from 'zod';

const ownProposals = sql(
  'governance.export-own-proposals',
  `select id, title, body, state as status, created_at as "createdAt" from governance.proposals
   where cooperative_id = $2 and proposer_member_id = $1 order by created_at, id`,
);

/** Which of it are ids, and of what. */
const ownDecisionsShape = z.object({
  proposals: z.array(z.looseObject({ id: idOf('Proposal') })),
  ballots: z.array(z.looseObject({ id: idOf('Ballot'), proposalId: idOf('Proposal') })),
});

/** Hands over to members what they proposed and how they voted, every ballot of theirs. */
@Injectable()
export class OwnDecisions implements OnModuleInit {
  constructor(private readonly sources: PersonalDataSources) {}

  onModuleInit(): void {
    this.sources.register('governance', ownDecisionsShape, async (tx, { memberId }) => ({
      proposals: memberId === null ? [] : await tx.rows(ownProposals, [memberId, tx.cooperativeId]),
      ballots: memberId === null ? [] : await ownBallots(tx, memberId),
    }));
  }
}
