// What specs of other rooms and of the whole look at; nobody else comes for it.
export { Funds } from '../fund/funds.js';
export { treasuryInvariants } from '../treasury.invariants.js';
