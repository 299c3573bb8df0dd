import type { Room } from '@rochdale/platform';
import { DelegationEntity } from './delegation/delegation.entity.js';
import { forgetDelegations } from './delegation/forget-delegations.js';
import { forgetReasons } from './ballot/forget-reasons.js';
import { BallotEntity } from './ballot/ballot.entity.js';
import { ElectorateEntity } from './electorate/electorate.entity.js';
import { BallotBoxEntity } from './detached/ballot-box.entity.js';
import { TurnoutEntity } from './detached/turnout.entity.js';
import { RepresentativeEntity } from './representative/representative.entity.js';
import { representativeStore } from './representative/representative.store.js';
import { PaperAskingEntity } from './asking/paper-asking.entity.js';
import { PaperEntryEntity } from './paper/paper-entry.entity.js';
import { PaperCountEntity } from './paper/paper-count.entity.js';
import { PaperVoterEntity } from './paper/paper-voter.entity.js';
import { RecountTurnEntity } from './count/recount-turn.entity.js';
import { votingHandlers } from './voting.handlers.js';
import { votingInvariants } from './voting.invariants.js';
import { votingLetters } from './voting.letters.js';
import { VotingModule } from './voting.module.js';
import { votingPermissions } from './voting.permissions.js';
import { votingPersonalData } from './voting.personal-data.js';

export const votingRoom: Room = {
  name: 'voting',
  module: VotingModule,
  permissions: votingPermissions,
  invariants: votingInvariants,
  handlers: votingHandlers,
  letters: votingLetters,
  personalData: votingPersonalData,
  forget: async (tx, member) => {
    await forgetReasons(tx, member);
    await forgetDelegations(tx, member);
    await representativeStore.forget(tx, member.memberId);
  },
  entities: [
    BallotBoxEntity,
    BallotEntity,
    DelegationEntity,
    ElectorateEntity,
    PaperAskingEntity,
    PaperCountEntity,
    PaperEntryEntity,
    PaperVoterEntity,
    RecountTurnEntity,
    TurnoutEntity,
    RepresentativeEntity,
  ],
};
