// What specs of other rooms and of the whole look at; nobody else comes for it.
export { votingInvariants } from '../voting.invariants.js';
export { openBox, poolSize } from '../detached/box.js';
export { MembershipRoll } from '../electorate/membership-roll.js';
export { recordOf } from '../proof/vote-record.js';
export type { LoggedBallot } from '../proof/vote-record.js';
export { hashOfPlaces, placesOf } from '../proof/places.js';
export { votingPersonalData } from '../voting.personal-data.js';
