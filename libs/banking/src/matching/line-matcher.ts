import type { Type } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { LineMatch, OpenBankLine } from '../bank-line/bank-line.store.js';

/** What a line was for, and the transaction that books it. */
export type Claim = LineMatch;

/** Knows one meaning that a bank line may have: a payout, somebody's dues. */
export interface LineMatcher {
  /**
   * Books the line when it is this matcher's for certain, and says so. In the caller's transaction,
   * which has locked the line and marks it afterwards. Null leaves it to the next one; what is
   * thrown leaves the line as it is, to be tried again.
   */
  claim(tx: Tx, line: OpenBankLine): Promise<Claim | null>;
}

/** A matcher as its room declares it. */
export interface LineMatcherDefinition {
  readonly kind: string;
  /** The lowest is asked first: what names its line exactly comes before what has to guess. */
  readonly priority: number;
  /** The class that the process finds when a line has to be matched. */
  readonly service: Type<LineMatcher>;
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
