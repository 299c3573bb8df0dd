import { canonicalJson, sha256Hex } from '@rochdale/platform';
import { ballotKindOf } from '../kind/ballot-kind.js';
import type { VoteRule } from '../rule/vote-rule.js';

export interface CastBallotFacts {
  readonly ballotId: string;
  readonly proposalId: string;
  readonly memberId: string;
  readonly mark: unknown;
  readonly weight: bigint;
  readonly castAt: Date;
}

/**
 * What a voter keeps: SHA-256 over the canonical JSON of the ballot. Whoever has the ballot's facts
 * can make it again; whoever has the receipt alone learns nothing.
 */
export function ballotReceipt(ballot: CastBallotFacts, rule: VoteRule): string {
  const { mark, ballotId, proposalId, memberId, weight, castAt } = ballot;
  const said = ballotKindOf(rule).onReceipt?.(mark) ?? { mark };
  return sha256Hex(canonicalJson({ ...said, ballotId, proposalId, memberId, weight, castAt }));
}
