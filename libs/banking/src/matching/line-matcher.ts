import type { Type } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { LineMatch, MatchedBankLine, OpenBankLine } from '../bank-line/bank-line.store.js';

/** What a line was for, and the transaction that books it. */
export type Claim = LineMatch;

/** How a match is undone. Why stands with the line, and nowhere else. */
export interface Undoing {
  /**
   * Reverses the line's transaction, once, and gives the id of the reversal. Who opens something
   * again locks it before: records come before the books, as wherever they are settled.
   */
  readonly reverse: () => Promise<string>;
}

/** Knows one meaning that a bank line may have: a payout, somebody's dues. */
export interface LineMatcher {
  /**
   * Books the line when it is this matcher's for certain, and says so. In the caller's transaction,
   * which has locked the line and marks it afterwards. Null leaves it to the next one; what is
   * thrown leaves the line as it is, to be tried again.
   */
  claim(tx: Tx, line: OpenBankLine): Promise<Claim | null>;
  /**
   * Opens again what a line had settled here, with its transaction reversed; false when it settled
   * nothing here. In the caller's transaction, which has locked the line, and reverses after it
   * what was not reversed by then. Left out where what a line settles is final.
   */
  undo?(tx: Tx, line: MatchedBankLine, undoing: Undoing): Promise<boolean>;
}

/** A matcher as its room declares it. */
export interface LineMatcherDefinition {
  readonly kind: string;
  /** The lowest is asked first: what names its line exactly comes before what has to guess. */
  readonly priority: number;
  /** The class that the process finds when a line has to be matched. */
  readonly service: Type<LineMatcher>;
  /** The codes after which no later attempt can book a line, but a person. */
  readonly waitsAfter?: readonly string[];
  /** The kinds of what its lines were for that no undoing opens again. */
  readonly final?: readonly string[];
}

const definitions: LineMatcherDefinition[] = [];

/**
 * Declares a matcher, once, at module level.
 *
 * @throws Error when another has the kind or the priority: who is asked first is never an accident
 */
export function defineLineMatcher(definition: LineMatcherDefinition): LineMatcherDefinition {
  const { kind, priority } = definition;
  assert(/^[a-z-]+$/.test(kind), `line matcher ${kind} is not kebab-case`);
  for (const other of definitions) {
    assert(other.kind !== kind, `line matcher ${kind} is declared twice`);
    assert(other.priority !== priority, `${kind} and ${other.kind} both have priority ${priority}`);
  }
  definitions.push(definition);
  return definition;
}

/** Every declared matcher, the first to be asked first. */
export function allLineMatchers(): readonly LineMatcherDefinition[] {
  return definitions.toSorted((one, other) => one.priority - other.priority);
}

/** The codes after which a line waits for a person: no later attempt could book it. */
export function codesThatWait(): ReadonlySet<string> {
  // What overflows an account does so whoever tries.
  const codes = definitions.flatMap(({ waitsAfter = [] }) => waitsAfter);
  return new Set(['AMOUNT_OUT_OF_RANGE', ...codes]);
}

/**
 * Why nobody says of a line that it was not what it was taken for; null when that may be, unless
 * the room whose line it is, or the books, know better.
 */
export function whyNotUndo(
  matchedKind: string | null,
): 'BANK_LINE_NOT_MATCHED' | 'BANK_LINE_FINAL' | null {
  if (matchedKind === null) return 'BANK_LINE_NOT_MATCHED';
  const isFinal = definitions.some(({ final = [] }) => final.includes(matchedKind));
  return isFinal ? 'BANK_LINE_FINAL' : null;
}
