import { assert, canonicalJson, keptFile, shuffled } from '@rochdale/platform';
import type { BallotGroup } from '../kind/ballot-kind.js';
import type { VoteRule } from '../rule/vote-rule.js';

/**
 * What lies in a box: what ballots say, as canonical JSON, and the receipts that were given out.
 * Neither is in an order of casting, and no receipt belongs to a ballot.
 */
export interface BoxContents {
  readonly marks: readonly string[];
  readonly receipts: readonly string[];
}

export const emptyBox: BoxContents = { marks: [], receipts: [] };

/** Each list by itself: what lies at one place in both says nothing. */
const mixed = ({ marks, receipts }: BoxContents): BoxContents => ({
  marks: shuffled(marks),
  receipts: shuffled(receipts),
});

export const together = (one: BoxContents, other: BoxContents): BoxContents =>
  mixed({
    marks: [...one.marks, ...other.marks],
    receipts: [...one.receipts, ...other.receipts],
  });

export const putIn = (box: BoxContents, mark: unknown, receipt: string): BoxContents =>
  together(box, { marks: [canonicalJson(mark)], receipts: [receipt] });

/**
 * The inbox is written anew with each ballot. When it holds this many twice, one half, by lot, goes
 * to the chest: then there are always as many left among whom the last one is.
 */
export const poolSize = 64;

/** What stays in a full inbox, and what goes to the chest. Null while it has room. */
export function poured(inbox: BoxContents): readonly [BoxContents, BoxContents] | null {
  if (inbox.marks.length < 2 * poolSize) return null;
  const { marks, receipts } = mixed(inbox);
  return [
    { marks: marks.slice(poolSize), receipts: receipts.slice(poolSize) },
    { marks: marks.slice(0, poolSize), receipts: receipts.slice(0, poolSize) },
  ];
}

const purpose = 'ballot boxes';
const receiptBytes = 64;

/** Bytes that a ballot and a receipt have room in, by the rule alone, whatever ballots say. */
function roomOf(rule: VoteRule): number {
  const { options } = rule as { readonly options?: readonly unknown[] };
  return 2 * receiptBytes + 64 * ((options?.length ?? 0) + 1);
}

/**
 * Sealed to its vote by the secret of the installation, each time by a key of its own, and as long
 * as the number of ballots makes it: whoever compares two copies learns that one was cast.
 */
export function sealBox(proposalId: string, rule: VoteRule, contents: BoxContents): Buffer {
  const text = Buffer.from(JSON.stringify(contents));
  const room = roomOf(rule) * (contents.marks.length + 1);
  const padded = Buffer.alloc(Math.ceil(text.length / room) * room, ' ');
  text.copy(padded);
  return keptFile.seal(purpose, proposalId, padded);
}

/**
 * Null where it is not sealed, was sealed by another secret, belongs to another vote, or was
 * changed: the operator is told.
 */
export function openBox(proposalId: string, sealed: Buffer | null): BoxContents | null {
  if (sealed === null) return emptyBox;
  const opened = keptFile.openOrNull(purpose, proposalId, sealed);
  if (opened === null) return null;
  const contents = JSON.parse(opened.toString()) as BoxContents;
  assert(contents.marks.length === contents.receipts.length, 'a box has a receipt a ballot');
  return contents;
}

/** What ballots say, those together that say the same, in the order of what they say. */
export function groupedMarks(marks: readonly string[]): readonly BallotGroup<unknown>[] {
  const found = new Map<string, number>();
  for (const mark of marks) found.set(mark, (found.get(mark) ?? 0) + 1);
  const sorted = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([mark, ballots]) => ({
    mark: JSON.parse(mark) as unknown,
    ballots,
    weight: BigInt(ballots),
  }));
}
