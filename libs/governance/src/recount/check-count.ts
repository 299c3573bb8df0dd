import { canonicalJson } from '@rochdale/platform';
import { ballotKindOf, countVote, groupsOf, quorumNeeded } from '@rochdale/voting';
import type { BallotGroups, ElectorateSize } from '@rochdale/voting';
import type { DecisionRule } from '../policy/decision-rule.js';
import { weighsClasses } from '../policy/decision-rule.js';
import { Doubt, opens } from './doubt.js';
import type { Open } from './doubt.js';
import type { RecountFile } from './recount-file.js';
import { saysNothing } from './told-to-strangers.js';

/** What ballots say, together, as rows or sums have it. */
export function groupsIn({ ballots }: RecountFile): BallotGroups {
  const said = ballots.sums ?? ballots.rows.flatMap(({ says }) => says ?? []);
  return groupsOf(said.map(({ mark, weight }) => ({ mark, weight: BigInt(weight) })));
}

/** The first field of two counts that is not the same. */
function firstApart(one: Readonly<Record<string, unknown>>, other: object): string {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const told = (value: unknown): string => canonicalJson(value ?? null);
  const others = other as Readonly<Record<string, unknown>>;
  return names.find((name) => told(one[name]) !== told(others[name])) ?? '';
}

/** How many sizes are tried between the least and the most that there can be. */
const steps = 32n;

function* between(least: bigint, most: bigint): Generator<bigint> {
  const step = (most - least) / steps + 1n;
  for (let size = least; size < most; size += step) yield size;
  yield most;
}

/** Whether some size from what was cast to what is told makes the outcome what it is. */
function couldBe(file: RecountFile, rule: DecisionRule, groups: BallotGroups): boolean {
  const { electorate, result, lot } = file;
  const cast = groups.reduce((sum, { weight }) => sum + weight, 0n);
  for (const electorateWeight of between(cast, BigInt(electorate.weight))) {
    const most = BigInt(electorate.activeMembersWeight);
    for (const activeMembersWeight of between(electorateWeight, most)) {
      const size = { electorateWeight, activeMembersWeight };
      const { outcome, reason } = countVote(rule, groups, size, lot?.seed ?? null, result.reading);
      if (outcome === result.outcome && reason === result.reason) return true;
    }
  }
  return false;
}

/** What of a count can be told from how many ballots there are, and from the electorate's size. */
function checkSizes(
  { ballots, electorate, result }: RecountFile,
  rule: DecisionRule,
  size: ElectorateSize,
): void {
  const { counted, name } = ballotKindOf(rule);
  if (!counted.safeParse(result.count).success) {
    throw new Doubt('result.count', `This is no count of ${name}.`);
  }
  const { castWeight: cast, quorumNeededWeight: needed } = result.count;
  const fewest = ballots.rows.length;
  const most = weighsClasses(rule) ? electorate.weight : fewest;
  if (typeof cast === 'string' && (BigInt(cast) < BigInt(fewest) || BigInt(cast) > BigInt(most))) {
    throw new Doubt('result.count.castWeight', `There are ${fewest} ballots.`);
  }
  const should = quorumNeeded(rule, size).toString();
  if (typeof needed === 'string' && needed !== should) {
    throw new Doubt('result.count.quorumNeededWeight', `By the rule it is ${should}.`);
  }
}

/** Counts what ballots say by the engine of their kind, and compares every step of it. */
export function checkCount(file: RecountFile, rule: DecisionRule): void | Open {
  const { electorate, result, lot } = file;
  const size: ElectorateSize = {
    electorateWeight: BigInt(electorate.weight),
    activeMembersWeight: BigInt(electorate.activeMembersWeight),
  };
  if (saysNothing(file, rule)) {
    checkSizes(file, rule, size);
    return opens('result.count', 'To count it again takes the file that a member fetches.');
  }
  const groups = groupsIn(file);
  const again = countVote(rule, groups, size, lot?.seed ?? null, result.reading);
  const count = JSON.parse(canonicalJson(again.count)) as Record<string, unknown>;
  if (canonicalJson(count) !== canonicalJson(result.count)) {
    const field = firstApart(count, result.count);
    throw new Doubt(`result.count.${field}`, 'Counted again it comes to something else.');
  }
  const { outcome, reason } = again;
  if (outcome === result.outcome && reason === result.reason) return undefined;
  const isSame = outcome === result.outcome;
  if (electorate.exact || !couldBe(file, rule, groups)) {
    throw new Doubt(
      isSame ? 'result.reason' : 'result.outcome',
      `Counted again it is ${outcome}: ${reason}.`,
    );
  }
  return opens('result.outcome', 'It hangs on how many could vote, which auditors are told.');
}
