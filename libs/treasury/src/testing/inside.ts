// What specs of other rooms and of the whole look at; nobody else comes for it.
export { Funds } from '../fund/funds.js';
export { MakeReleases } from '../release/make-releases.js';
export { ReleaseQueries } from '../release/release.queries.js';
export { treasuryInvariants } from '../treasury.invariants.js';
