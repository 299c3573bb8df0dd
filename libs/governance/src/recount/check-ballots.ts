import {
  ballotKindOf,
  chainStart,
  contradictionOfSums,
  isDetached,
  nextLink,
  paperHoursOf,
  papersIn,
  placeHash,
  protocolHash,
  receiptOf,
  takenBackMark,
  voidedMark,
} from '@rochdale/voting';
import type { PaperRest } from '@rochdale/voting';
import type { DecisionRule } from '../policy/decision-rule.js';
import { firstOutOfOrder } from './check-electorate.js';
import { Doubt, opens } from './doubt.js';
import type { Open } from './doubt.js';
import type { RecountFile, RecountRow } from './recount-file.js';
import { ballotsIn, saysNothing } from './told-to-strangers.js';

/** A mark that this vote offered. A reason stays inside, so that one is taken as given. */
function checkMark(mark: unknown, rule: DecisionRule, where: string): void {
  const kind = ballotKindOf(rule);
  const parsed = kind.mark.safeParse(mark);
  if (!parsed.success) throw new Doubt(where, `No ballot of ${kind.name} says this.`);
  try {
    kind.check(parsed.data, { rule, reason: 'stays inside' });
  } catch (error) {
    throw new Doubt(where, error instanceof Error ? error.message : String(error));
  }
}

type Says = NonNullable<RecountRow['says']>;

function checkOpening(
  { voter, seat, salt, mark, weight }: Says,
  receipt: string,
  where: string,
): string {
  if (voter === null || seat === null || salt === null) {
    throw new Doubt(`${where}.says`, 'What opens the receipt is missing.');
  }
  const opened = { voter, mark, weight: BigInt(weight), salt };
  if (receiptOf(opened) !== receipt) {
    throw new Doubt(`${where}.receipt`, 'It is not the receipt of what the ballot says.');
  }
  return placeHash(voter, opened.weight, seat);
}

/**
 * Of a detached vote: as many ballots as receipts, and none that counts no more. Who has voted is
 * in no file, and which receipt is of which ballot nobody can show, whatever they have.
 */
function checkApart(file: RecountFile, rule: DecisionRule): Open {
  const { rows, sums, superseded } = file.ballots;
  const bare = rows.findIndex(({ says }) => says !== null);
  if (bare >= 0) throw new Doubt(`ballots.rows[${bare}].says`, 'A detached ballot has no row.');
  sums?.forEach(({ mark }, nth) => checkMark(mark, rule, `ballots.sums[${nth}].mark`));
  const cast = sums?.reduce((all, { weight }) => all + BigInt(weight), 0n) ?? null;
  if (cast !== null && cast !== BigInt(ballotsIn(file))) {
    throw new Doubt('ballots.sums', `${ballotsIn(file)} are counted, and there are ${cast}.`);
  }
  if (superseded !== null && superseded.length > 0) {
    throw new Doubt('ballots.superseded[0]', 'A detached ballot is never cast anew.');
  }
  return opens(
    'ballots.rows',
    'By its rule ballots lie apart from voters and receipts: that each is as its voter cast it, ' +
      'and that who is counted has voted, cannot be shown by any file.',
  );
}

/** What rows say is what their receipts are of, by voters of the electorate, each once. */
export function checkBallots(file: RecountFile, rule: DecisionRule): void | Open {
  if (isDetached(rule)) return checkApart(file, rule);
  const { ballots, electorate } = file;
  const places = new Set(electorate.places);
  const seen = new Set<string>();
  const isTold = ballots.sums === null && !saysNothing(file, rule);
  ballots.rows.forEach(({ receipt, says }, nth) => {
    const where = `ballots.rows[${nth}]`;
    if ((says !== null) !== isTold) throw new Doubt(`${where}.says`, 'Rows say all, or none.');
    if (says === null) return;
    checkMark(says.mark, rule, `${where}.says.mark`);
    if (electorate.proof === 1) return;
    const place = checkOpening(says, receipt, where);
    if (!places.has(place)) throw new Doubt(`${where}.says.seat`, 'It is no voter’s place.');
    if (seen.has(place)) throw new Doubt(`${where}.says.voter`, 'This voter has two ballots.');
    seen.add(place);
  });
  ballots.sums?.forEach(({ mark }, nth) => checkMark(mark, rule, `ballots.sums[${nth}].mark`));
  if (!isTold) {
    return opens('ballots.rows', 'What each ballot says is in the file that a member fetches.');
  }
  if (electorate.proof === 1) {
    return opens('ballots.rows', 'Receipts from before are made of ids, which stay inside.');
  }
}

type Papers = NonNullable<RecountFile['papers']>;

/** Papers that say nothing; null where that is from before they were stated. */
function restIn({ spoilt, returned, missing }: Papers): PaperRest | null {
  const given = [spoilt, returned, missing].filter((one) => one !== undefined).length;
  if (given === 0) return null;
  if (spoilt !== undefined && returned !== undefined && missing !== undefined) {
    return { spoilt, returned, missing };
  }
  throw new Doubt('papers', 'Spoilt, returned and missing papers are stated together.');
}

/**
 * Papers are told where, and only where, a rule has them; each that was handed out is somewhere,
 * once; where the protocol is told, its hash is of it. What is on them lies in a box.
 */
export function checkPapers({ papers }: RecountFile, rule: DecisionRule): void | Open {
  const isUsed = paperHoursOf(rule) !== null;
  if (papers === undefined) {
    if (isUsed) throw new Doubt('papers', 'By the rule some vote on paper, and nothing says how.');
    return undefined;
  }
  if (!isUsed) throw new Doubt('papers', 'By the rule nobody votes on paper.');
  const { protocol, protocolHash: hash, handedOut, counted, sums } = papers;
  if (counted > handedOut) throw new Doubt('papers.counted', `${handedOut} were handed out.`);
  const rest = restIn(papers);
  const wrong = rest === null ? null : contradictionOfSums(counted, handedOut, rest);
  if (wrong !== null) throw new Doubt('papers.counted', wrong);
  sums?.forEach(({ mark }, nth) => checkMark(mark, rule, `papers.sums[${nth}].mark`));
  const ballots = sums?.map(({ mark, weight }) => ({ mark, ballots: Number(weight) })) ?? null;
  if (ballots !== null && papersIn(ballots) !== counted) {
    throw new Doubt('papers.sums', `${counted} are counted, and there are ${papersIn(ballots)}.`);
  }
  if (ballots !== null && protocol !== null) {
    const again = protocolHash({ protocol, handedOut, ballots, rest });
    if (again !== hash) throw new Doubt('papers.protocolHash', `The protocol’s hash is ${again}.`);
  }
  return opens('papers', 'That papers say so two people confirmed; no file can show it.');
}

/** Each link is of the one before it and its receipt, from the vote on. */
export function checkChain({ policy, electorate, lot, ballots }: RecountFile): void {
  const unsorted = firstOutOfOrder(ballots.rows.map(({ receipt }) => receipt));
  if (unsorted !== null) throw new Doubt(`ballots.rows[${unsorted}]`, 'It is out of order.');
  let link = chainStart({
    ruleHash: policy.ruleHash,
    electorateHash: electorate.hash,
    lotCommitment: lot?.commitment ?? null,
  });
  ballots.rows.forEach((row, nth) => {
    link = nextLink(link, row.receipt);
    if (row.link !== link) {
      throw new Doubt(`ballots.rows[${nth}].link`, 'It does not follow from the link before it.');
    }
  });
  if (ballots.head !== link) throw new Doubt('ballots.head', 'It is not the last link.');
}

const marksOf = (receipt: string) => [receipt, takenBackMark(receipt), voidedMark(receipt)];

/** Receipts of ballots cast anew, taken back or void are in order, and none of them counts. */
export function checkOrder({ ballots, electorate }: RecountFile): void | Open {
  const { rows, superseded } = ballots;
  if (superseded === null) {
    if (electorate.exact) throw new Doubt('ballots.superseded', 'It is missing.');
    return opens('ballots.superseded', 'What was cast anew is in the file that a member fetches.');
  }
  const unsorted = firstOutOfOrder(superseded);
  if (unsorted !== null) throw new Doubt(`ballots.superseded[${unsorted}]`, 'It is out of order.');
  const counted = new Set(rows.flatMap(({ receipt }) => marksOf(receipt)));
  const both = superseded.findIndex((receipt) => counted.has(receipt));
  if (both >= 0) throw new Doubt(`ballots.superseded[${both}]`, 'It counts all the same.');
}
