import type { Ballots } from '../model/ballots.js';
import { TallyError } from '../model/errors.js';

/** Voters who approve exactly the same candidates. */
export interface ApprovalGroup {
  /** Ascending candidate indexes; never empty. */
  readonly approved: readonly number[];
  readonly weight: bigint;
}

/** Approval ballots with equal ones laid together. */
export interface ApprovalProfile {
  readonly candidates: number;
  readonly groups: readonly ApprovalGroup[];
  /** Weight of all voters, also of those who approve nobody. */
  readonly totalWeight: bigint;
  /** For each candidate, the groups that approve. */
  readonly supporters: readonly (readonly number[])[];
  /** For each candidate, the weight of the voters who approve. */
  readonly support: readonly bigint[];
}

/**
 * Lays equal approval ballots together. Candidates who do not stand are left out of them.
 *
 * @param standing the candidates who may be elected
 */
export function approvalProfileOf(
  ballots: Ballots,
  candidates: number,
  standing: readonly number[],
): ApprovalProfile {
  if (ballots.kind !== 'approval') {
    throw new TallyError('BALLOTS_UNSUITABLE', 'approval methods count approvals');
  }
  const stands = new Set(standing);
  const groups = new Map<string, { approved: number[]; weight: bigint }>();
  for (let row = 0; row < ballots.count; row += 1) {
    const cells = ballots.cells.subarray(ballots.offsets[row], ballots.offsets[row + 1]);
    const approved = [...cells].filter((index) => stands.has(index));
    if (approved.length === 0) continue;
    const key = approved.join(',');
    const weight = BigInt(ballots.weights[row] as number);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { approved, weight });
    else group.weight += weight;
  }
  return profileOf(candidates, [...groups.values()], BigInt(ballots.totalWeight));
}

/** A profile of groups that are distinct already. */
export function profileOf(
  candidates: number,
  groups: readonly ApprovalGroup[],
  totalWeight: bigint,
): ApprovalProfile {
  const supporters = Array.from({ length: candidates }, (): number[] => []);
  const support = Array.from({ length: candidates }, () => 0n);
  groups.forEach(({ approved, weight }, at) => {
    for (const index of approved) {
      (supporters[index] as number[]).push(at);
      support[index] = (support[index] as bigint) + weight;
    }
  });
  return { candidates, groups, totalWeight, supporters, support };
}

/** The weight behind a candidate. */
export function supportOf(profile: ApprovalProfile, candidate: number): bigint {
  return profile.support[candidate] as bigint;
}
