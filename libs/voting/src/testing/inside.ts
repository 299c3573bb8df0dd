// What specs of other rooms and of the whole look at; nobody else comes for it.
export { votingInvariants } from '../voting.invariants.js';
export { MembershipRoll } from '../electorate/membership-roll.js';
