import { canonicalJson, hoursLater, readsOtherwise, sha256Hex } from '@rochdale/platform';
import type { BallotGroup } from '../kind/ballot-kind.js';
import { ballotKindOf, maxMarkBytes } from '../kind/ballot-kind.js';
import type { VoteRule } from '../rule/vote-rule.js';
import { votingErrors } from '../voting.errors.js';

/** Papers that say the same, as they were counted. */
export interface CountedPapers {
  readonly mark: unknown;
  readonly ballots: number;
}

/** Papers that say nothing: with those that are counted they are as many as were handed out. */
export interface PaperRest {
  /** Blank or invalid. */
  readonly spoilt: number;
  /** Unused, as two people said of each. */
  readonly returned: number;
  /** Handed out, and found nowhere. */
  readonly missing: number;
}

/** What two people say of the papers of a vote. */
export interface PaperProtocol {
  /** Where, when and by whom they were counted, in words. */
  readonly protocol: string;
  /** All of them, whatever became of them. */
  readonly handedOut: number;
  readonly ballots: readonly CountedPapers[];
  /** Null in protocols from before it was stated. */
  readonly rest: PaperRest | null;
}

/** A protocol as whoever counted papers gives it. */
export type GivenProtocol = Omit<PaperProtocol, 'rest'> & Partial<PaperRest>;

/** Papers that two people confirmed, or of which none was counted. */
export interface RecordedPapers extends Omit<PaperProtocol, 'protocol'> {
  /** Null where none was counted. */
  readonly protocol: string | null;
  readonly contentHash: string | null;
}

/** Ballots that say something of their own each: as many as one protocol lists. */
const mostMarks = 5000;
const longestProtocol = 5000;

/** Until how many hours after its end a vote waits for its papers; null where it has none. */
export const paperHoursOf = ({ paper }: Pick<VoteRule, 'paper'>): number | null =>
  paper?.countWithinHours ?? null;

/** A vote that waits for its papers after its end. */
export interface WaitedFor {
  readonly rule: Pick<VoteRule, 'paper'>;
  readonly closesAt: Date;
}

/** When that is over: what is confirmed at that instant is late. Null where there are no papers. */
export function paperUntil({ rule, closesAt }: WaitedFor, timeZone: string): Date | null {
  const hours = paperHoursOf(rule);
  return hours === null ? null : hoursLater(closesAt, hours, timeZone);
}

/**
 * When those who have still to count papers are reminded: a day before it is too late, or half of
 * the time before it where that is less. Null where there are no papers.
 */
export function remindedAt({ rule, closesAt }: WaitedFor, timeZone: string): Date | null {
  const hours = paperHoursOf(rule);
  if (hours === null) return null;
  return hoursLater(closesAt, Math.max(hours - 24, Math.floor(hours / 2)), timeZone);
}

/** Why a rule cannot have papers beside ballots, in a sentence; null where it can, or has none. */
export function contradictionOfPaper(rule: VoteRule): string | null {
  if (rule.paper === undefined) return null;
  if (rule.secrecy === 'detached') {
    return 'Whoever counts papers knows who has one, and of few how each voted: none is detached.';
  }
  if (ballotKindOf(rule).needsReasons === true) {
    return 'Ballots of this kind say why, and who says it: a paper in a box does not.';
  }
  if (rule.reasons === 'required' || rule.reasons === 'for-disagree') {
    return 'Papers are counted, and reasons on them are nobody’s: they cannot be required.';
  }
  if (rule.earlyClose !== null || rule.lateQuorum !== null) {
    return 'What papers say is known when they are counted: such a vote ends at its time.';
  }
  if (rule.delegation !== undefined) {
    return 'Who is voted for by another, and comes and takes a paper, could not be told apart.';
  }
  if (rule.leavers === 'void' || rule.pausedCount === 'when-voting') {
    return 'A paper is nobody’s: it counts whoever leaves, and says of nobody who voted.';
  }
  return Object.keys(rule.eligibility.weightByClass).length > 0 || rule.classShares !== undefined
    ? 'A paper weighs one: which of them weighs more nobody could tell.'
    : null;
}

export const papersIn = (ballots: readonly CountedPapers[]): number =>
  ballots.reduce((sum, one) => sum + one.ballots, 0);

function differ(message: string): Error {
  return votingErrors.error('PAPER_NUMBERS_DIFFER', message, { path: ['ballots'] });
}

function readMark(rule: VoteRule, given: unknown, path: readonly string[]): unknown {
  const kind = ballotKindOf(rule);
  const mark = kind.mark.safeParse(given);
  if (!mark.success || Buffer.byteLength(JSON.stringify(mark.data)) > maxMarkBytes) {
    const message = `This is not what a ballot of ${kind.name} says.`;
    throw votingErrors.error('BALLOT_MARK_INVALID', message, { path: [...path] });
  }
  kind.check(mark.data, { rule, reason: 'stands on the paper' });
  return mark.data;
}

/** Why these numbers do not come out, in a sentence; null where every paper is somewhere, once. */
export function contradictionOfSums(
  counted: number,
  handedOut: number,
  { spoilt, returned, missing }: PaperRest,
): string | null {
  const sum = counted + spoilt + returned + missing;
  if (sum === handedOut) return null;
  return (
    `${counted} are counted, ${spoilt} spoilt, ${returned} returned and ${missing} missing: ` +
    `that is ${sum}, and ${handedOut} were handed out.`
  );
}

function readRest({ spoilt = 0, returned = 0, missing = 0 }: GivenProtocol): PaperRest {
  const rest = { spoilt, returned, missing };
  const isWhole = Object.values(rest).every((one) => Number.isInteger(one) && one >= 0);
  if (!isWhole) throw differ('Papers are whole ones, none or more.');
  return rest;
}

/**
 * The protocol as it is kept: papers that say the same together, in an order of what they say.
 *
 * @throws CodedError PAPER_PROTOCOL_MISSING, PAPER_NUMBERS_DIFFER where those that are counted,
 *   spoilt, returned and missing are not as many as were handed out, BALLOT_MARK_INVALID and what
 *   the kind refuses of a ballot
 */
export function readProtocol(rule: VoteRule, given: GivenProtocol): PaperProtocol {
  const protocol = given.protocol.trim();
  if (protocol === '' || protocol.length > longestProtocol || readsOtherwise(protocol)) {
    const message = 'Say where, when and by whom they were counted, in at most 5,000 characters.';
    throw votingErrors.error('PAPER_PROTOCOL_MISSING', message, { path: ['protocol'] });
  }
  if (given.ballots.length > mostMarks) throw differ(`A protocol lists at most ${mostMarks}.`);
  const found = new Map<string, CountedPapers>();
  for (const [nth, { mark: said, ballots }] of given.ballots.entries()) {
    if (!Number.isInteger(ballots) || ballots < 1) throw differ('Each is counted, once or more.');
    const mark = readMark(rule, said, ['ballots', String(nth)]);
    const key = canonicalJson(mark);
    found.set(key, { mark, ballots: ballots + (found.get(key)?.ballots ?? 0) });
  }
  const sorted = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const ballots = sorted.map(([, papers]) => papers);
  const { handedOut } = given;
  const rest = readRest(given);
  const wrong = contradictionOfSums(papersIn(ballots), handedOut, rest);
  if (wrong !== null) throw differ(wrong);
  return { protocol, handedOut, ballots, rest };
}

/** What whoever confirms it has seen: SHA-256 over the canonical JSON of all that it says. */
export function protocolHash({ protocol, handedOut, ballots, rest }: PaperProtocol): string {
  const said =
    rest === null
      ? ['rochdale-papers-1', protocol, handedOut, ballots]
      : ['rochdale-papers-2', protocol, handedOut, ballots, { ...rest }];
  return sha256Hex(canonicalJson(said));
}

/** Each paper weighs one. */
export const groupsOfPapers = (
  ballots: readonly CountedPapers[],
): readonly BallotGroup<unknown>[] =>
  ballots.map((one) => ({ ...one, weight: BigInt(one.ballots) }));

/** Ballots and papers that say the same, together. */
export function withPapers(
  groups: readonly BallotGroup<unknown>[],
  papers: readonly CountedPapers[],
): readonly BallotGroup<unknown>[] {
  if (papers.length === 0) return groups;
  const found = new Map<string, BallotGroup<unknown>>();
  for (const group of [...groups, ...groupsOfPapers(papers)]) {
    const key = canonicalJson(group.mark);
    const known = found.get(key) ?? { mark: group.mark, ballots: 0, weight: 0n };
    const ballots = known.ballots + group.ballots;
    found.set(key, { ...known, ballots, weight: known.weight + group.weight });
  }
  const sorted = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([, group]) => group);
}

/** Whether papers of a vote that is over are counted, or there are none; or what it waits for. */
export type PaperState = 'counted' | 'waits' | 'missing';
