import { canonicalJson } from '@rochdale/platform';
import {
  ballotKindOf,
  countBack,
  CountApart,
  countTold,
  countVote,
  groupsOf,
  leftOutIn,
  quorumNeeded,
} from '@rochdale/voting';
import type { BallotGroups, CountedBack, ElectorateSize, Verdict } from '@rochdale/voting';
import type { DecisionRule } from '../policy/decision-rule.js';
import { weighsClasses } from '../policy/decision-rule.js';
import { Doubt, opens } from './doubt.js';
import type { Open } from './doubt.js';
import type { RecountFile } from './recount-file.js';
import { ballotsIn, saysNothing } from './told-to-strangers.js';

/** What ballots and papers say, together, as rows or sums have it. */
export function groupsIn({ ballots, papers }: RecountFile): BallotGroups {
  const cast = ballots.sums ?? ballots.rows.flatMap(({ says }) => says ?? []);
  const said = [...cast, ...(papers?.sums ?? [])];
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

/** What a vote comes to, were its electorate of this size. */
type Reckon = (size: ElectorateSize) => Verdict<object>;

/** Whether it holds by some size from what was cast to what is told. */
function holdsBySome(
  { electorate }: RecountFile,
  cast: bigint,
  holds: (size: ElectorateSize) => boolean,
): boolean {
  for (const electorateWeight of between(cast, BigInt(electorate.weight))) {
    const most = BigInt(electorate.activeMembersWeight);
    for (const activeMembersWeight of between(electorateWeight, most)) {
      if (holds({ electorateWeight, activeMembersWeight })) return true;
    }
  }
  return false;
}

/** Whether some size makes the outcome what it is. */
function couldBe(file: RecountFile, cast: bigint, reckon: Reckon): boolean {
  const { result } = file;
  return holdsBySome(file, cast, (size) => {
    const { outcome, reason } = reckon(size);
    return outcome === result.outcome && reason === result.reason;
  });
}

const castIn = (groups: BallotGroups): bigint =>
  groups.reduce((sum, { weight }) => sum + weight, 0n);

const hangsOnSize = 'It hangs on how many could vote, which auditors are told.';

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

/** The verdict that is reckoned. @throws Doubt where it is not the one that the file tells */
function checkVerdict(
  { electorate, result }: RecountFile,
  again: Verdict<object>,
  isPossible: () => boolean,
): void | Open {
  const count = JSON.parse(canonicalJson(again.count)) as Record<string, unknown>;
  if (canonicalJson(count) !== canonicalJson(result.count)) {
    const field = firstApart(count, result.count);
    throw new Doubt(`result.count.${field}`, 'Counted again it comes to something else.');
  }
  const { outcome, reason } = again;
  if (outcome === result.outcome && reason === result.reason) return undefined;
  const isSameOutcome = outcome === result.outcome;
  if (electorate.exact || !isPossible()) {
    throw new Doubt(
      isSameOutcome ? 'result.reason' : 'result.outcome',
      `Counted again it is ${outcome}: ${reason}.`,
    );
  }
  return opens('result.outcome', hangsOnSize);
}

/** What lacks, in a count, what counts of its kind tell cannot be reckoned with. */
function asCounts<Result>(body: () => Result): Result {
  try {
    return body();
  } catch (error) {
    if (error instanceof Doubt) throw error;
    throw new Doubt('result.count', 'It is not what counts of this kind tell.');
  }
}

/** Holds against each other what a count says that is told without its ballots. */
function checkTold(file: RecountFile, rule: DecisionRule, size: ElectorateSize): Open {
  const { result, lot } = file;
  checkSizes(file, rule, size);
  const reckon = (assumed: ElectorateSize): Verdict<object> => {
    try {
      const again = countTold(rule, result.count, assumed, lot?.seed ?? null, result.reading);
      if (again !== null) return again;
    } catch (error) {
      if (!(error instanceof CountApart)) throw error;
      throw new Doubt(`result.count.${error.field}`, error.message);
    }
    return { ...result };
  };
  const { castWeight } = result.count;
  const cast = BigInt(typeof castWeight === 'string' ? castWeight : ballotsIn(file));
  const open = asCounts(() => checkVerdict(file, reckon(size), () => couldBe(file, cast, reckon)));
  const also = open === undefined ? '' : ` ${open.says}`;
  return opens(
    'result.count',
    `Its steps, winners and outcome agree. Whether ballots say so is in a member’s file.${also}`,
  );
}

/** What those weigh who count only when they vote, and have no ballot in the file. */
function silentWeightOf({ electorate, ballots }: RecountFile): bigint {
  const voted = new Set(ballots.rows.map(({ says }) => says?.voter));
  const silent = (electorate.seats ?? []).filter(
    ({ countsIfCast, voter }) => countsIfCast === true && !voted.has(voter),
  );
  return silent.reduce((sum, { weight }) => sum + BigInt(weight), 0n);
}

/** The sizes that a vote was counted by, as far as the file tells them. */
function sizeIn(file: RecountFile): ElectorateSize {
  const { electorate } = file;
  const silent = silentWeightOf(file);
  return {
    electorateWeight: BigInt(electorate.weight) - silent,
    activeMembersWeight: BigInt(electorate.activeMembersWeight) - silent,
  };
}

/** Whom a count elects besides those who keep their seats; null for nobody. */
function takenIn(count: object, { sitting }: CountedBack): number | null {
  const { winners = [] } = count as { readonly winners?: readonly number[] };
  return winners.find((number) => !sitting.includes(number)) ?? null;
}

/**
 * Whether seats that became vacant went to whom the same ballots elect. By sizes that are told they
 * may miss a quorum that they made.
 */
export function checkCountBacks(file: RecountFile, rule: DecisionRule): void | Open {
  const { countBacks = [], lot } = file;
  if (countBacks.every(({ count }) => count === null)) return undefined;
  if (saysNothing(file, rule)) {
    return opens('countBacks', 'Whether ballots say so is in a member’s file.');
  }
  const groups = groupsIn(file);
  let open: Open | undefined;
  for (const [nth, seat] of countBacks.entries()) {
    if (seat.count === null) continue;
    const place = `countBacks[${nth}]`;
    const countBy = (size: ElectorateSize): object =>
      countBack(rule, groups, size, lot?.seed ?? null, seat).count;
    const count = countBy(sizeIn(file));
    if (canonicalJson(count) !== canonicalJson(seat.count)) {
      throw new Doubt(`${place}.count`, 'Counted again it comes to something else.');
    }
    const taken = takenIn(count, seat);
    // What is no candidate takes no seat, and which options are, a file does not say.
    if (seat.elected === null || seat.elected === taken) continue;
    const elects = (size: ElectorateSize) => takenIn(countBy(size), seat) === seat.elected;
    if (file.electorate.exact || !holdsBySome(file, castIn(groups), elects)) {
      throw new Doubt(`${place}.elected`, `Counted again it is ${taken ?? 'nobody'}.`);
    }
    open ??= opens(`${place}.elected`, hangsOnSize);
  }
  return open;
}

/** Counts what ballots say by the engine of their kind, and compares every step of it. */
export function checkCount(file: RecountFile, rule: DecisionRule): void | Open {
  const { result, lot } = file;
  const size = sizeIn(file);
  if (saysNothing(file, rule)) return checkTold(file, rule, size);
  const groups = groupsIn(file);
  const reckon = (assumed: ElectorateSize): Verdict<object> =>
    countVote(rule, groups, assumed, lot?.seed ?? null, result.reading, leftOutIn(result.count));
  return checkVerdict(file, reckon(size), () => couldBe(file, castIn(groups), reckon));
}
