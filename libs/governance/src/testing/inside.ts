// What specs of other rooms and of the whole look at; nobody else comes for it.
export { governanceInvariants } from '../governance.invariants.js';
export { SettleAppeals } from '../appealing/settle-appeals.js';
export { DueProposals } from '../execution/due-proposals.js';
export { OpenNoticedProposal } from '../opening/open-noticed-proposal.js';
export { proposalStates } from '../proposal/lifecycle.js';
