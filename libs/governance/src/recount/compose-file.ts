import { canonicalJson } from '@rochdale/platform';
import {
  chainStart,
  countBack,
  countVote,
  groupsOf,
  leftOutIn,
  nextLink,
  paperHoursOf,
  papersIn,
  takenBackMark,
  voidedMark,
  withPapers,
} from '@rochdale/voting';
import type {
  BallotGroup,
  BallotGroups,
  CountedBack,
  ElectorateSize,
  Outcome,
  Reading,
  VoteRecord,
} from '@rochdale/voting';
import type { VoteProof } from '@rochdale/voting';
import type { AssemblyVoteEntity } from '../assembly/assembly-vote.entity.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import type { RecountFile, RecountRow } from './recount-file.js';
import { sealed } from './seals.js';
import { toldToStrangers } from './told-to-strangers.js';

/**
 * Whom a file is for. Strangers are told what ballots say where the count does, or the rule has
 * strangers count again; auditors and whoever else may know sizes exactly are told the electorate
 * by label.
 */
export const editions = ['strangers', 'members', 'auditors'] as const;
export type Edition = (typeof editions)[number];

/** A decided vote, with both sizes of its electorate: as it was, and as it is told. */
export interface DecidedProposal extends VoteProof, ElectorateSize {
  readonly title: string;
  /** How many were present as an assembly opened it, and of how many; null of all others. */
  readonly assembly: Pick<AssemblyVoteEntity, 'present' | 'ofAll' | 'exactlyOfAll'> | null;
  readonly openedAt: Date;
  readonly closesAt: Date;
  readonly extendedFrom: Date | null;
  readonly closedAt: Date;
  readonly policyKey: string;
  readonly policyVersion: number;
  readonly policyTitle: string;
  readonly adoptedHash: string;
  readonly ownOptions: boolean;
  readonly rule: DecisionRule;
  readonly ruleHash: string;
  readonly electorateHash: string;
  readonly electorateSize: number;
  readonly toldSize: number;
  readonly toldWeight: bigint;
  readonly toldMembersWeight: bigint;
  readonly lotCommitment: string | null;
  readonly lotSeed: string | null;
  readonly outcome: Outcome;
  readonly outcomeReason: string;
  readonly finalCount: object;
  readonly reading: Reading;
  /** Seats that became vacant; null where none did. */
  readonly countBacks: readonly CountedSeat[] | null;
}

/** Of fewer whom class and weight do not tell apart a label tells who it is. */
const fewestAlike = 3;

/** Whether whoever has the list of voters with classes and weights can name nobody by them. */
function areAlike({ seats }: VoteRecord): boolean {
  const sizes = new Map<string, number>();
  for (const { memberClass, weight, countsIfCast } of seats) {
    const group = canonicalJson([memberClass, weight, countsIfCast]);
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  return [...sizes.values()].every((size) => size >= fewestAlike);
}

/** A seat that was filled by the same ballots, or by nobody. Options are by number. */
export interface CountedSeat extends CountedBack {
  readonly vacated: number;
  readonly elected: number | null;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly count: object | null;
}

type Json = Record<string, unknown>;
/** As a file has it: bigint and Date are texts. */
const inJson = (value: object): Json => JSON.parse(canonicalJson(value)) as Json;

function rowsOf({ ballots }: VoteRecord, start: string, isTold: boolean): RecountRow[] {
  let link = start;
  return ballots.map(({ receipt, mark, weight, opening }) => {
    link = nextLink(link, receipt);
    const { voter = null, seat = null, salt = null } = opening ?? {};
    const says = isTold ? { mark, weight: weight.toString(), voter, seat, salt } : null;
    return { receipt, link, says };
  });
}

const sumOf = ({ mark, weight }: BallotGroup<unknown>) => ({ mark, weight: weight.toString() });

/** Ballots cast anew and taken back in one list: nobody reads from it that somebody has none. */
const goneIn = ({ superseded, takenBack, voided }: VoteRecord): string[] =>
  [...superseded, ...takenBack.map(takenBackMark), ...voided.map(voidedMark)].toSorted();

/** What ballots and papers say, together. */
export const groupsOfAll = ({ apart, ballots, papers }: VoteRecord): BallotGroups =>
  withPapers(apart?.groups ?? groupsOf(ballots), papers?.ballots ?? []);

/** A section of its own wherever the rule has papers, with zeros where none were handed out. */
function papersOf(
  { rule }: DecidedProposal,
  { papers }: VoteRecord,
  edition: Edition,
  told: 'rows' | 'sums' | 'nothing',
): Pick<RecountFile, 'papers'> {
  if (paperHoursOf(rule) === null) return {};
  const { contentHash = null, protocol = null, handedOut = 0, ballots = [] } = papers ?? {};
  const { rest = { spoilt: 0, returned: 0, missing: 0 } } = papers ?? {};
  const sums = ballots.map((one) => ({ mark: one.mark, weight: String(one.ballots) }));
  const isInside = edition !== 'strangers';
  return {
    papers: {
      // Of few papers it would tell what they say to who is not told.
      protocolHash: isInside && told === 'rows' ? contentHash : null,
      protocol: isInside ? protocol : null,
      handedOut,
      counted: papersIn(ballots),
      ...rest,
      sums: told === 'rows' ? sums : null,
    },
  };
}

type Electorate = RecountFile['electorate'];

function electorateOf(vote: DecidedProposal, record: VoteRecord, exact: boolean): Electorate {
  const seats = record.seats.map(({ voter, weight, memberClass, classSalt, countsIfCast }) => ({
    voter,
    weight: weight.toString(),
    memberClass,
    salt: classSalt,
    ...(countsIfCast ? { countsIfCast } : {}),
  }));
  const size = exact
    ? [vote.electorateSize, vote.electorateWeight, vote.activeMembersWeight]
    : [vote.toldSize, vote.toldWeight, vote.toldMembersWeight];
  const [voters, weight, activeMembersWeight] = size.map(String) as [string, string, string];
  return {
    proof: vote.proofVersion,
    hash: vote.electorateHash,
    exact,
    voters: Number(voters),
    weight,
    activeMembersWeight,
    places: [...record.places],
    seats: exact && vote.proofVersion > 1 ? seats : null,
  };
}

/** Who was there is who could vote: exactly where the file tells sizes so. */
function assemblyOf(
  { assembly, electorateSize }: DecidedProposal,
  exact: boolean,
): Pick<RecountFile, 'assembly'> {
  if (assembly === null) return {};
  const { present, ofAll, exactlyOfAll } = assembly;
  return {
    assembly: exact ? { present: electorateSize, ofAll: exactlyOfAll } : { present, ofAll },
  };
}

/** By the sizes that the file tells; exactly as on record where it tells those. */
function resultOf(
  vote: DecidedProposal,
  groups: BallotGroups,
  exact: boolean,
): RecountFile['result'] {
  const { outcome, outcomeReason: reason, reading, rule, lotSeed } = vote;
  if (exact) return { outcome, reason, reading, count: inJson(vote.finalCount) };
  const told = { electorateWeight: vote.toldWeight, activeMembersWeight: vote.toldMembersWeight };
  const leftOut = leftOutIn(vote.finalCount);
  const { count } = countVote(rule, groups, told, lotSeed, reading, leftOut);
  return { outcome, reason, reading, count: inJson(count) };
}

/** By the sizes that the file tells, as the result. */
function countBacksOf(
  vote: DecidedProposal,
  groups: BallotGroups,
  exact: boolean,
): Pick<RecountFile, 'countBacks'> {
  if (vote.countBacks === null) return {};
  const told = { electorateWeight: vote.toldWeight, activeMembersWeight: vote.toldMembersWeight };
  const countBacks = vote.countBacks.map((seat) => {
    const { vacated, elected, outcome, reason } = seat;
    const [gone, sitting] = [[...seat.gone], [...seat.sitting]];
    const counted =
      seat.count === null || exact
        ? seat.count
        : countBack(vote.rule, groups, told, vote.lotSeed, seat).count;
    return { vacated, gone, sitting, elected, outcome, reason, count: counted && inJson(counted) };
  });
  return { countBacks };
}

/**
 * The file of a decided vote. The same each time that it is asked for by the same audience.
 *
 * @param tellsFollowed whether it is for an auditor, who reads by label whose ballot follows whose,
 *   where the electorate names nobody by class and weight
 */
export function composeFile(
  id: string,
  vote: DecidedProposal,
  record: VoteRecord,
  edition: Edition,
  tellsFollowed = false,
): RecountFile {
  const exact = edition === 'auditors';
  const { apart } = record;
  const inside = apart === null ? 'rows' : 'sums';
  const told = edition === 'strangers' ? toldToStrangers(vote.rule) : inside;
  const groups = groupsOfAll(record);
  const rows = rowsOf(record, chainStart(vote), told === 'rows');
  const { rule, ruleHash, lotCommitment, lotSeed } = vote;
  return sealed({
    format: 'rochdale-recount',
    version: 1,
    vote: {
      id,
      title: vote.title,
      openedAt: vote.openedAt.toISOString(),
      closesAt: vote.closesAt.toISOString(),
      extendedFrom: vote.extendedFrom?.toISOString() ?? null,
      closedAt: vote.closedAt.toISOString(),
    },
    policy: {
      key: vote.policyKey,
      version: vote.policyVersion,
      title: vote.policyTitle,
      adoptedHash: vote.adoptedHash,
      ownOptions: vote.ownOptions,
      rule: inJson(rule),
      ruleHash,
    },
    electorate: electorateOf(vote, record, exact),
    ...assemblyOf(vote, exact),
    ballots: {
      rows,
      head: rows.at(-1)?.link ?? chainStart(vote),
      sums: told === 'sums' ? groups.map(sumOf) : null,
      // How many there are is how many changed their mind.
      superseded: edition === 'strangers' ? null : goneIn(record),
    },
    ...papersOf(vote, record, edition, told),
    // Beside what each ballot says it would tell members who had whom vote for them.
    delegations:
      rule.delegation === undefined || (tellsFollowed && areAlike(record))
        ? [...record.followed]
        : null,
    lot:
      lotCommitment === null || lotSeed === null
        ? null
        : { commitment: lotCommitment, seed: lotSeed },
    result: resultOf(vote, groups, exact),
    ...countBacksOf(vote, groups, exact),
  });
}
