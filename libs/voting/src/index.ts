/**
 * How votes are held: electorates, ballots, counts and the rules that make an outcome of them. A
 * vote is known by the proposal that it is about; what is proposed, and what follows, are others'.
 */
export { BallotQueries } from './ballot/ballot.queries.js';
export type { BallotView, VoterView } from './ballot/ballot.queries.js';
export { CastBallot } from './ballot/cast-ballot.js';
export type { CastBallotInput, CastBallotResult } from './ballot/cast-ballot.js';
export { ownBallots } from './ballot/own-ballots.js';
export { ballotReceipt } from './ballot/receipt.js';
export { mayCloseEarly } from './count/early-close.js';
export { decideOutcome, outcomeNames } from './count/outcome.js';
export type {
  ElectorateSize,
  Outcome,
  OutcomeFigures,
  OutcomeReason,
  StanceWeights,
  Verdict,
} from './count/outcome.js';
export { RecountOutcomes } from './count/recount-outcomes.js';
export type { Miscount } from './count/recount-outcomes.js';
export { settleVote } from './count/settle-vote.js';
export { electorateHash } from './electorate/electorate.js';
export type { RollEntry, Voter } from './electorate/electorate.js';
export { VoterRoll } from './electorate/voter-roll.js';
export { denominatorNames, parseRule, ruleHash, stanceNames } from './rule/decision-rule.js';
export type { DecisionRule, Denominator, Stance } from './rule/decision-rule.js';
export { Votes } from './vote/votes.js';
export type { OpenVote, VoteOpening } from './vote/votes.js';
export { votingErrors } from './voting.errors.js';
export { BallotCast } from './voting.events.js';
export { votingInvariants } from './voting.invariants.js';
export { ConsiderEarlyClose, votingJobs } from './voting.jobs.js';
export { VotingModule } from './voting.module.js';
export { votingPermissions } from './voting.permissions.js';
export { votingRoom } from './voting.room.js';
