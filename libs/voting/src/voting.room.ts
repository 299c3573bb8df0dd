import type { Room } from '@rochdale/platform';
import { BallotEntity } from './ballot/ballot.entity.js';
import { ElectorateEntity } from './electorate/electorate.entity.js';
import { votingInvariants } from './voting.invariants.js';
import { VotingModule } from './voting.module.js';

export const votingRoom: Room = {
  name: 'voting',
  module: VotingModule,
  invariants: votingInvariants,
  entities: [BallotEntity, ElectorateEntity],
};
