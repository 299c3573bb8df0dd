/**
 * How votes are held: electorates, ballots, counts and the rules that make an outcome of them. A
 * vote is known by the proposal that it is about; what is proposed, and what follows, are others'.
 */
export { BallotQueries } from './ballot/ballot.queries.js';
export type { BallotView, VoterView } from './ballot/ballot.queries.js';
export { CastBallot } from './vote/cast-ballot.js';
export type { CastBallotInput, CastBallotResult } from './vote/cast-ballot.js';
export { DelegationQueries } from './delegation/delegation.queries.js';
export type {
  DelegationUse,
  DelegationView,
  OwnDelegation,
} from './delegation/delegation.queries.js';
export { GiveDelegation } from './vote/give-delegation.js';
export { GiveProxy } from './vote/give-proxy.js';
export { RecordProxy } from './vote/record-proxy.js';
export type { GiveDelegationInput } from './vote/give-delegation.js';
export { EndRepresentative } from './representative/end-representative.js';
export { NameRepresentative } from './vote/name-representative.js';
export {
  ownRepresentatives,
  RepresentativeQueries,
} from './representative/representative.queries.js';
export type { RepresentativeView } from './representative/representative.queries.js';
export { RevokeDelegation } from './delegation/revoke-delegation.js';
export { ownDetachedVotes } from './detached/ballot-box.store.js';
export type { DetachedBallot } from './detached/cast-detached.js';
export { contradictionOfSecrecy, isDetached } from './detached/detached.js';
export { ConfirmPapers } from './paper/confirm-papers.js';
export { DisownPaper } from './paper/disown-paper.js';
export { EnterPapers } from './paper/enter-papers.js';
export type { EnterPapersInput } from './paper/enter-papers.js';
export { HandOutPapers } from './vote/hand-out-papers.js';
export type { HandedPaperState } from './paper/handed-paper.js';
export { ownPaperHandling, ownPaperVotes } from './paper/handed-paper.store.js';
export type { CountedPapers, PaperRest } from './paper/paper.js';
export { ReturnPapers } from './paper/return-papers.js';
export { TakePapersBack } from './paper/take-papers-back.js';
export {
  contradictionOfPaper,
  contradictionOfSums,
  paperHoursOf,
  papersIn,
  protocolHash,
  withPapers,
} from './paper/paper.js';
export { PaperQueries } from './paper/paper.queries.js';
export type { PaperEntryView, PapersView, PaperVoterView } from './paper/paper.queries.js';
export { ownPaperCounts, ownPaperEntries } from './paper/paper.store.js';
export { forgetReasonsIn } from './ballot/forget-reasons.js';
export { ownDelegations } from './delegation/own-delegations.js';
export { ownBallots } from './ballot/own-ballots.js';
export { sealPlainReasons } from './ballot/reason.store.js';
export { reasonsOfBallots, shownReasonsOf } from './ballot/shown-reasons.queries.js';
export { weightsByShare } from './electorate/class-shares.js';
export { listedVoters, placeHashOf, placesIn } from './electorate/listed-voters.queries.js';
export type { ListedVoter } from './electorate/listed-voters.queries.js';
export { silentWeightIn } from './electorate/silent-weight.js';
export { votersOf } from './electorate/voters.queries.js';
export { ownVotingPlaces } from './electorate/own-voting-places.queries.js';
export { countOnce } from './count/count-once.js';
export { countBack, mayCountBack } from './count/count-back.js';
export type { CountedBack } from './count/count-back.js';
export { countTold, countVote, leftOutIn, withLeftOut } from './count/count-vote.js';
export type { BallotGroups } from './count/count-vote.js';
export { mayEndWith } from './count/prospects.js';
export { RecountOutcomes } from './count/recount-outcomes.js';
export { recountLaw } from './count/recount.js';
export type { Miscount } from './count/recount.js';
export type { RollEntry, Voter } from './electorate/electorate.js';
export { VoterRoll } from './electorate/voter-roll.js';
export {
  allBallotKinds,
  ballotKindOf,
  CountApart,
  defineBallotKind,
  findBallotKind,
  outcomeNames,
  presentReading,
} from './kind/ballot-kind.js';
export type {
  AnyBallotKind,
  BallotGroup,
  BallotKind,
  CountedVote,
  Outcome,
  Reading,
  Verdict,
  VoteFile,
} from './kind/ballot-kind.js';
export { asDecided } from './kind/stances/as-decided.js';
export { decideOutcome } from './kind/stances/outcome.js';
export type { OutcomeFigures, OutcomeReason, StanceVerdict } from './kind/stances/outcome.js';
export { optionList } from './kind/options/options.js';
export { receiptOf, saltOfFollowing, takenBackMark, voidedMark } from './proof/receipt.js';
export type { VoteProof } from './proof/receipt.js';
export { chainStart, nextLink } from './proof/chain.js';
export { classCommitment, hashOfPlaces, placeHash } from './proof/places.js';
export type { ProofVersion } from './proof/secrets.js';
export { groupsOf } from './proof/vote-record.js';
export type { VoteRecord } from './proof/vote-record.js';
export { readVoteRecord } from './ballot/vote-record.queries.js';
export { asksAtLeast } from './kind/stances/at-least.js';
export { isStancesRule, stanceNames, stanceWeights } from './kind/stances/stances.js';
export { contradictionOfElectorate, countsPausedWhenVoting } from './rule/electorate-terms.js';
export type {
  Denominator,
  Stance,
  StancesRule,
  StanceWeights,
  Threshold,
} from './kind/stances/stances.js';
export { closingTime } from './rule/closing-time.js';
export { isAtLeast, leastOf, share } from './rule/share.js';
export { hasEverybodyVote, quorumNeeded, ruleHash, voteRule } from './rule/vote-rule.js';
export type { ElectorateSize, VoteRule } from './rule/vote-rule.js';
export { TakeBackBallot } from './vote/take-back-ballot.js';
export { Votes } from './vote/votes.js';
export { extendIfLate, votesOver } from './vote/extending.js';
export type { OpenVote } from './vote/extending.js';
export type { VoteOpening } from './vote/votes.js';
import './voting.kinds.js';
export { votingErrors } from './voting.errors.js';
export { BallotCast, BallotTakenBack, ProposalExtended } from './voting.events.js';
export { CloseDueProposal, ConsiderEarlyClose } from './voting.jobs.js';
export { VotingModule } from './voting.module.js';
export { votingRoom } from './voting.room.js';
export type { Present } from './vote/present.js';
