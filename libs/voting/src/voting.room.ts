import type { Room } from '@rochdale/platform';
import { forgetReasons } from './ballot/forget-reasons.js';
import { BallotEntity } from './ballot/ballot.entity.js';
import { ElectorateEntity } from './electorate/electorate.entity.js';
import { RecountTurnEntity } from './count/recount-turn.entity.js';
import { votingHandlers } from './voting.handlers.js';
import { votingInvariants } from './voting.invariants.js';
import { VotingModule } from './voting.module.js';
import { votingPermissions } from './voting.permissions.js';
import { votingPersonalData } from './voting.personal-data.js';

export const votingRoom: Room = {
  name: 'voting',
  module: VotingModule,
  permissions: votingPermissions,
  invariants: votingInvariants,
  handlers: votingHandlers,
  personalData: votingPersonalData,
  forget: forgetReasons,
  entities: [BallotEntity, ElectorateEntity, RecountTurnEntity],
};
