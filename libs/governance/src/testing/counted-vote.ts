import type { BallotGroups, CountedBack, VoteRule } from '@rochdale/voting';
import { countBack, countVote, groupsOf, ruleHash } from '@rochdale/voting';
import { sha256Hex } from '@rochdale/platform';
import { hashOfPlaces, placesOf, recordOf } from '../../../voting/src/testing/inside.js';
import type { LoggedBallot } from '../../../voting/src/testing/inside.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { parseRule } from '../policy/decision-rule.js';
import { composeFile } from '../recount/compose-file.js';
import type { CountedSeat, DecidedProposal, Edition } from '../recount/compose-file.js';
import type { RecountFile } from '../recount/recount-file.js';

const terms = {
  eligibility: { standings: ['active'], classes: null, weightByClass: {} },
  secondersNeeded: 0,
  noticeHours: 0,
  window: { minimumHours: 1, usualHours: 1, maximumHours: 24, urgentMinimumHours: null },
  quorum: null,
  tieRule: 'status-quo',
  earlyClose: null,
  lateQuorum: null,
  timelockHours: 0,
  executionWithinHours: null,
  secretUntilClosed: false,
};

/** A voter of a made-up vote: the marks that they cast, the last of which counts. */
export interface MadeVoter {
  /** Whether they took the last one back. */
  readonly tookBack?: boolean;
  readonly memberClass?: string;
  readonly weight?: bigint;
  /** Whether they are part of the electorate's weight only when they vote. */
  readonly countsIfCast?: boolean;
  readonly marks: readonly unknown[];
  /** Whose ballot counts for them, by place: what is marked here is what that one says. */
  readonly follows?: number;
}

export interface MadeVote {
  readonly rule: object;
  /** What of the rule the proposal brought; its policy has the rest. */
  readonly brought?: object;
  readonly voters: readonly MadeVoter[];
  /** How many could vote besides if nobody paused. */
  readonly paused?: number;
  readonly proofVersion?: 1 | 2;
  readonly seed?: string;
  /** A salt by which labels and receipts are other ones. */
  readonly salt?: string;
  /** A seat that became vacant since, and was filled by the same ballots. */
  readonly vacancy?: Vacancy;
}

type Vacancy = CountedBack & { readonly vacated: number };

/** A vote as if it had been held, counted by the engine of its kind. */
export interface CountedVote {
  readonly file: (edition: Edition) => RecountFile;
  readonly groups: BallotGroups;
  readonly receipts: readonly string[];
  /** Of ballots that count no more. */
  readonly gone: readonly string[];
}

const at = (nth: number): Date => new Date(Date.UTC(2026, 0, 1, 9, 0, nth));

function logOf(voters: readonly MadeVoter[]): LoggedBallot[] {
  return voters.flatMap(({ marks, memberClass = 'worker', weight = 1n, ...how }, nth) =>
    marks.map((mark, turn) => ({
      ballotId: `ballot-${nth}-${turn}`,
      proposalId: 'proposal',
      memberId: `member-${nth}`,
      mark,
      weight,
      castAt: at(nth * 10 + turn),
      memberClass,
      followsMemberId: how.follows === undefined ? null : `member-${how.follows}`,
      isCurrent: turn === marks.length - 1 && how.tookBack !== true,
      isTakenBack: turn === marks.length - 1 && how.tookBack === true,
    })),
  );
}

/** Holds a vote and counts it, in memory. */
export function countedVote(made: MadeVote): CountedVote {
  const { voters, paused = 0, proofVersion = 2, seed = 'seed', salt = '5a17'.repeat(8) } = made;
  const adopted: DecisionRule = parseRule({ ...terms, ...made.rule });
  const rule: DecisionRule = parseRule({ ...adopted, ...made.brought });
  const seated = voters.map((voter, nth) => ({
    memberId: `member-${nth}`,
    memberClass: voter.memberClass ?? 'worker',
    weight: voter.weight ?? 1n,
    countsIfCast: voter.countsIfCast ?? false,
  }));
  const electorateWeight = seated.reduce((sum, { weight }) => sum + weight, 0n);
  const silent = seated
    .filter(({ countsIfCast }, nth) => countsIfCast && voters[nth]?.marks.length === 0)
    .reduce((sum, { weight }) => sum + weight, 0n);
  const size = { electorateWeight, activeMembersWeight: electorateWeight + 2n };
  const toldSize = voters.length + paused;
  const vote = { proofVersion, electorateSalt: salt, rule: rule as VoteRule, toldVoters: toldSize };
  const record = recordOf(vote, seated, logOf(voters));
  const groups = groupsOf(record.ballots);
  const isLot = rule.tieRule === 'lot';
  const lotSeed = isLot ? seed : null;
  const counted = {
    electorateWeight: size.electorateWeight - silent,
    activeMembersWeight: size.activeMembersWeight - silent,
  };
  const verdict = countVote(rule, groups, counted, lotSeed);
  const filled = (vacancy: Vacancy): CountedSeat => {
    const { outcome, reason, count } = countBack(rule, groups, counted, lotSeed, vacancy);
    const { winners } = count as { readonly winners: readonly number[] };
    const elected = winners.find((number) => !vacancy.sitting.includes(number)) ?? null;
    return { ...vacancy, elected, outcome, reason, count };
  };
  const decided: DecidedProposal = {
    ...size,
    title: 'A question',
    assembly: null,
    openedAt: at(0),
    closesAt: at(1000),
    extendedFrom: null,
    closedAt: at(1000),
    policyKey: 'ordinary',
    policyVersion: 3,
    policyTitle: 'Ordinary questions',
    adoptedHash: ruleHash(adopted),
    ownOptions: made.brought !== undefined,
    rule,
    ruleHash: ruleHash(rule),
    electorateHash: hashOfPlaces(placesOf(seated, salt, toldSize)),
    electorateSalt: salt,
    proofVersion,
    electorateSize: voters.length,
    toldSize,
    toldWeight: electorateWeight + BigInt(paused),
    toldMembersWeight: size.activeMembersWeight + BigInt(paused),
    lotCommitment: lotSeed === null ? null : sha256Hex(lotSeed),
    lotSeed,
    outcome: verdict.outcome,
    outcomeReason: verdict.reason,
    finalCount: verdict.count,
    countBacks: made.vacancy === undefined ? null : [filled(made.vacancy)],
    reading: 2,
  };
  return {
    file: (edition) => composeFile('a-proposal', decided, record, edition, edition === 'auditors'),
    groups,
    receipts: record.ballots.map(({ receipt }) => receipt),
    gone: [...record.superseded, ...record.takenBack, ...record.voided],
  };
}
