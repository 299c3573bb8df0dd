import type { Scale } from '../arithmetic/scale.js';
import type { MeekRule } from './meek-rule.js';
import type { MeekNode, MeekTree } from './meek-tree.js';

/** What a distribution goes by. */
export interface DistributionTerms {
  readonly rule: Pick<MeekRule, 'kind' | 'kept'>;
  readonly scale: Scale;
  /** The keep value (Meek) or price (Warren) of each candidate. */
  readonly keep: readonly bigint[];
  readonly weightDivisor: bigint;
}

/** What every candidate gets of the papers of a tree, in units of the scale. */
export function distribute(tree: MeekTree, terms: DistributionTerms): bigint[] {
  const sums = terms.keep.map(() => 0n);
  visit(tree.root, terms.scale.one, sums, tree.parts, terms);
  const divisor = tree.parts * terms.weightDivisor;
  return divisor === 1n ? sums : sums.map((sum) => sum / divisor);
}

function visit(
  node: MeekNode,
  weight: bigint,
  sums: bigint[],
  parts: bigint,
  terms: DistributionTerms,
): void {
  for (const [candidate, papers] of node.ends) {
    add(sums, candidate, weight * BigInt(papers) * parts);
  }
  for (const [candidate, shared] of node.sharedEnds) add(sums, candidate, weight * shared);
  for (const [candidate, shared] of node.sharedKeeps) {
    add(sums, candidate, split(candidate, weight, terms)[0] * shared);
  }
  for (const [candidate, child] of node.children) {
    const [kept, left] = split(candidate, weight, terms);
    add(sums, candidate, kept * BigInt(child.passing) * parts);
    if (left > 0n) visit(child, left, sums, parts, terms);
  }
}

/** What an elected candidate keeps of a paper of this weight, and what goes on. */
function split(candidate: number, weight: bigint, terms: DistributionTerms): [bigint, bigint] {
  const { rule, scale } = terms;
  const keep = terms.keep[candidate] as bigint;
  if (rule.kind === 'warren') {
    const kept = keep < weight ? keep : weight;
    return [kept, weight - kept];
  }
  if (rule.kept === 'up') {
    const kept = scale.multiply(keep, weight, 'ceiling');
    return [kept, weight - kept];
  }
  return [scale.multiply(keep, weight, 'floor'), scale.multiply(scale.one - keep, weight, 'floor')];
}

function add(sums: bigint[], candidate: number, amount: bigint): void {
  sums[candidate] = (sums[candidate] as bigint) + amount;
}
