import { assert } from '@rochdale/platform';
import type { RuleClass } from '@rochdale/platform';
import type { z } from 'zod';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';

/** What a count can come to. */
export const outcomeNames = ['passed', 'rejected', 'no-quorum', 'tied'] as const;
export type Outcome = (typeof outcomeNames)[number];

/** Current ballots that say the same: how many, and what they weigh together. */
export interface BallotGroup<Mark> {
  readonly mark: Mark;
  readonly ballots: number;
  readonly weight: bigint;
}

/**
 * How rules are read when they are counted. A vote keeps the reading under which it was decided, so
 * that a recount is of that reading. 1: as version 0.1.0 read them. 2: sides are tied when they are
 * equal, and a block stops what silence would consent to.
 */
export type Reading = 1 | 2;

/** The reading under which votes are decided now. */
export const presentReading: Reading = 2;

/** A vote as its count needs it: the frozen rule, and the sizes that were fixed with it. */
export interface CountedVote<Rule> {
  readonly rule: VoteRule & Rule;
  readonly size: ElectorateSize;
  readonly reading: Reading;
}

/** What a vote came to, once it is decided. */
export interface Decided {
  readonly outcome: Outcome;
  readonly reason: string | null;
}

/** A vote that may end early. */
export type VoteUnderWay<Rule> = Omit<CountedVote<Rule>, 'reading'>;

/** What a count came to: the outcome, the rule that settled it, and the figures behind it. */
export interface Verdict<Count> {
  readonly outcome: Outcome;
  readonly reason: string;
  /** Goes on record as canonical JSON; weights are exact. */
  readonly count: Count;
}

/** A count that is told without its ballots, and cannot be true. */
export class CountApart extends Error {
  override readonly name = 'CountApart';

  constructor(
    /** The field that the rest contradicts, such as `winners` or `steps.rounds.2.votes`. */
    readonly field: string,
  ) {
    super('The rest of the count, or the rule, says something else.');
  }
}

/** What ballots say in a format of others' counting programs. */
export interface VoteFile {
  readonly format: 'blt' | 'pabulib';
  readonly text: string;
}

/** A format of others in which the ballots of a kind can be handed out. */
export interface FormatOfOthers<Mark, Rule> {
  readonly format: VoteFile['format'];
  /** Whether it can say that one ballot weighs more than another. */
  readonly hasWeights: boolean;
  write(
    groups: Iterable<BallotGroup<Mark>>,
    vote: { readonly rule: Rule; readonly title: string },
  ): string;
}

/**
 * A way to vote: what a ballot says, what a rule of this kind says besides `VoteRule`, and how both
 * make an outcome. Pure: given the same ballots it says the same, today and at every recount.
 */
export interface BallotKind<Mark, Rule extends object, Count extends object> {
  readonly name: string;
  /** What a ballot says, as JSON of at most `maxMarkBytes`. */
  readonly mark: z.ZodType<Mark>;
  /** The fields of a decision rule that are this kind's own; refuses what it does not know. */
  readonly rule: z.ZodType<Rule>;
  /** The count as clients read it, in JSON: weights are texts of decimal digits. */
  readonly counted: z.ZodType<object>;

  /** Why a rule cannot be meant, in a sentence; null for a sound one. */
  contradiction(rule: VoteRule & Rule): string | null;

  classOf(rule: VoteRule & Rule): RuleClass;

  /** @throws CodedError when this vote does not offer the mark, or it lacks its reason */
  check(mark: Mark, ballot: { readonly rule: Rule; readonly reason: string | null }): void;

  /**
   * For marks that can only come after another: `before` is what the voter's current ballot says,
   * undefined where they have none.
   *
   * @throws CodedError when the mark does not follow from it
   */
  follows?(mark: Mark, before: Mark | undefined): void;

  /** Every mark that a ballot of such a vote can have, where they are few. */
  marks?(rule: Rule): readonly Mark[];

  /**
   * Whether the count says of each mark what its ballots weigh together. Left out where marks are
   * nearly all a ballot's own, of which only some sum goes on record.
   */
  readonly countSaysMarks?: true;

  /** Whether a ballot takes part without a side. */
  abstains(mark: Mark): boolean;

  /**
   * Whether a ballot is against the proposal, of kinds whose rule may have those say why who are,
   * or those who block.
   */
  isAgainst?(mark: Mark): boolean;

  /** Whether its method needs reasons, whatever a policy says of them. */
  readonly needsReasons?: true;
  count(groups: Iterable<BallotGroup<Mark>>, vote: CountedVote<Rule>): Verdict<Count>;

  /**
   * Whether the vote may be closed early under its rule's `earlyClose`. Rules of a kind without
   * this never close early.
   */
  certain?(groups: Iterable<BallotGroup<Mark>>, vote: VoteUnderWay<Rule>): boolean;

  /**
   * What a count comes to that is told without its ballots, as far as its figures and steps say:
   * for whoever may not read ballots, and holds against each other what they may. Left out where
   * the count is never told so.
   *
   * @throws CountApart where what is told contradicts itself, or the rule
   */
  countTold?(told: object, vote: CountedVote<Rule>, seed: string | null): Verdict<object>;

  /**
   * Whether a tie is between the proposal and leaving it, so that a run-off is the same question
   * once more. Rules of another kind have none.
   */
  readonly isTwoSided?: true;

  /**
   * Whether votes are between options: then their rule has `options`, either the policy's or those
   * that each proposal brings.
   */
  readonly hasOptions?: true;

  /**
   * What a ballot says without options that cannot win any more, by number. Left out where no
   * option is taken out of a count: see `leftOutOf`.
   */
  without?(mark: Mark, out: ReadonlySet<number>): Mark;

  /**
   * Fields of the rule that a proposal brings with its options, where the policy names none: no
   * words, which would have to be forgotten.
   */
  readonly brings?: z.ZodObject;

  /** Draws, where a rule lets the lot break ties. The seed was committed to before the vote. */
  breakTie?(
    verdict: Verdict<Count>,
    seed: string,
    groups: Iterable<BallotGroup<Mark>>,
    vote: CountedVote<Rule>,
  ): Verdict<Count>;

  /**
   * The count of a vote that is decided, where it was reckoned from sizes as they are told: what
   * was reached is what the outcome says of it. Left out where a count says nothing of the kind.
   */
  asDecided?(count: Count, decision: Decided, rule: VoteRule & Rule): Count;

  /** Where a format of others has such ballots. */
  readonly inFormat?: FormatOfOthers<Mark, Rule>;

  /** What a receipt of proof version 1 says of the mark, if not `{ mark }`. */
  onReceipt?(mark: Mark): Readonly<Record<string, unknown>>;
}

/** A kind whose marks and rules are known to itself alone. */
export type AnyBallotKind = BallotKind<unknown, object, object>;

/** The longest mark, as JSON in UTF-8. */
export const maxMarkBytes = 8000;

const kinds = new Map<string, AnyBallotKind>();

/** Declares a way to vote, once, at module level. */
export function defineBallotKind<Mark, Rule extends object, Count extends object>(
  kind: BallotKind<Mark, Rule, Count>,
): BallotKind<Mark, Rule, Count> {
  assert(/^[a-z][a-z-]{0,59}$/.test(kind.name), `ballot kind ${kind.name} is not kebab-case`);
  assert(!kinds.has(kind.name), `ballot kind ${kind.name} is declared twice`);
  kinds.set(kind.name, kind);
  return kind;
}

export function findBallotKind(name: string): AnyBallotKind | null {
  return kinds.get(name) ?? null;
}

/** Every way to vote that was declared. */
export function allBallotKinds(): readonly AnyBallotKind[] {
  return [...kinds.values()];
}

/** The kind of a rule that is in force or frozen. */
export function ballotKindOf({ ballotKind }: VoteRule): AnyBallotKind {
  const kind = findBallotKind(ballotKind);
  assert(kind !== null, `ballot kind ${ballotKind} is declared`);
  return kind;
}
