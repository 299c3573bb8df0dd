import './voting.kinds.js';
import { Module } from '@nestjs/common';
import { MembershipModule } from '@rochdale/membership';
import { BallotQueries } from './ballot/ballot.queries.js';
import { CastBallot } from './vote/cast-ballot.js';
import { RecountByTurns } from './count/recount-by-turns.js';
import { RecountOutcomes } from './count/recount-outcomes.js';
import { DelegationQueries } from './delegation/delegation.queries.js';
import { EndDelegations } from './delegation/end-delegations.js';
import { EndDelegationsOfGroup } from './delegation/end-delegations-of-group.js';
import { GiveDelegation } from './vote/give-delegation.js';
import { GiveProxy } from './vote/give-proxy.js';
import { RecordProxy } from './vote/record-proxy.js';
import { RevokeDelegation } from './delegation/revoke-delegation.js';
import { EndRepresentative } from './representative/end-representative.js';
import { NameRepresentative } from './vote/name-representative.js';
import { RepresentativeQueries } from './representative/representative.queries.js';
import { MembershipRoll } from './electorate/membership-roll.js';
import { VoterRoll } from './electorate/voter-roll.js';
import { AskForPapers } from './paper/ask-for-papers.js';
import { ConfirmPapers } from './paper/confirm-papers.js';
import { DisownPaper } from './paper/disown-paper.js';
import { EnterPapers } from './paper/enter-papers.js';
import { HandOutPapers } from './vote/hand-out-papers.js';
import { PaperQueries } from './paper/paper.queries.js';
import { ReturnPapers } from './paper/return-papers.js';
import { TakePapersBack } from './paper/take-papers-back.js';
import { TakeBackBallot } from './vote/take-back-ballot.js';
import { Votes } from './vote/votes.js';

const door = [
  BallotQueries,
  CastBallot,
  ConfirmPapers,
  DelegationQueries,
  DisownPaper,
  EndRepresentative,
  EnterPapers,
  GiveDelegation,
  GiveProxy,
  HandOutPapers,
  NameRepresentative,
  PaperQueries,
  RecordProxy,
  RecountOutcomes,
  RepresentativeQueries,
  ReturnPapers,
  RevokeDelegation,
  TakeBackBallot,
  TakePapersBack,
  Votes,
];

@Module({
  imports: [MembershipModule],
  providers: [
    ...door,
    AskForPapers,
    EndDelegations,
    EndDelegationsOfGroup,
    RecountByTurns,
    { provide: VoterRoll, useClass: MembershipRoll },
  ],
  exports: door,
})
export class VotingModule {}
