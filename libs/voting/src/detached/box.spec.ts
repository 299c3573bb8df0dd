import { sealTextsWith } from '@rochdale/platform';
import { beforeAll, describe, expect, it } from 'vitest';
import { held } from '../testing/option-votes.js';
import { ruleLike } from '../testing/rules.js';
import type { BoxContents } from './box.js';
import { emptyBox, groupedMarks, openBox, poolSize, poured, putIn, sealBox } from './box.js';
import { contradictionOfSecrecy, minimumGroupOf } from './detached.js';

beforeAll(() => sealTextsWith('a secret for tests only, long enough'));

const rule = ruleLike();
const filled = (count: number, mark: (nth: number) => unknown = () => 'agree'): BoxContents => {
  let box = emptyBox;
  for (let nth = 0; nth < count; nth += 1) {
    box = putIn(box, mark(nth), nth.toString(16).padStart(64, '0'));
  }
  return box;
};

describe('a box of ballots', () => {
  it('keeps what ballots say and the receipts, in no order, of casting or of each other', () => {
    const box = filled(60, (nth) => ({ nth }));
    const inTurn = Array.from({ length: 60 }, (_, nth) => nth);
    const marks = box.marks.map((mark) => (JSON.parse(mark) as { nth: number }).nth);
    const receipts = box.receipts.map((receipt) => Number.parseInt(receipt, 16));
    const sorted = (some: readonly number[]) => some.toSorted((one, other) => one - other);
    expect([sorted(marks), sorted(receipts)]).toEqual([inTurn, inTurn]);
    expect(marks).not.toEqual(inTurn);
    expect(marks).not.toEqual(receipts);
  });

  it('opens for its vote alone, and is as long whatever ballots say', () => {
    const sealed = (mark: string) =>
      sealBox(
        'vote',
        rule,
        filled(9, () => mark),
      );
    expect(openBox('vote', sealed('agree'))?.marks).toHaveLength(9);
    expect(openBox('another', sealed('agree'))).toBeNull();
    const lengths = ['agree', 'abstain', 'disagree', 'block'].map((mark) => sealed(mark).length);
    expect(new Set(lengths).size).toBe(1);
    expect(sealed('agree').equals(sealed('agree'))).toBe(false);
  });

  it('does not open where it is not sealed: nobody puts ballots of their own in its place', () => {
    const own = filled(5, () => 'disagree');
    expect(openBox('vote', Buffer.from(JSON.stringify(own)))).toBeNull();
    expect(openBox('vote', Buffer.alloc(0))).toBeNull();
  });

  it('is as long for a short ranking as for a long one', () => {
    const ranking = held('ranking', { method: 'irv' });
    const ranks = (count: number) => ({
      ranks: [1, 2, 3].slice(0, count).map((option) => ({ option, rank: option })),
    });
    const lengths = [0, 1, 2, 3].map(
      (count) =>
        sealBox(
          'vote',
          ranking,
          filled(7, () => ranks(count)),
        ).length,
    );
    expect(new Set(lengths).size).toBe(1);
  });

  it('gives half of a full inbox away, by lot, and never less than a pool stays', () => {
    expect(poured(filled(2 * poolSize - 1))).toBeNull();
    const [stays, goes] = poured(filled(2 * poolSize, (nth) => ({ nth }))) ?? [];
    expect([stays?.marks.length, goes?.receipts.length]).toEqual([poolSize, poolSize]);
    expect(new Set([...(stays?.marks ?? []), ...(goes?.marks ?? [])]).size).toBe(2 * poolSize);
  });

  it('is counted by what ballots say, in an order of that', () => {
    const said = ['disagree', 'agree', 'disagree'].map((mark) => JSON.stringify(mark));
    expect(groupedMarks(said)).toEqual([
      { mark: 'agree', ballots: 1, weight: 1n },
      { mark: 'disagree', ballots: 2, weight: 2n },
    ]);
  });
});

const detached = { secrecy: 'detached', secretUntilClosed: true, reasons: 'none' } as const;

describe('a rule of detached ballots', () => {
  it('is sound where nothing in it tells of one ballot', () => {
    expect(contradictionOfSecrecy(ruleLike(detached))).toBeNull();
    expect(contradictionOfSecrecy(ruleLike())).toBeNull();
    expect(minimumGroupOf(ruleLike(detached))).toBe(5);
    expect(minimumGroupOf(ruleLike({ ...detached, minimumGroup: 9 }))).toBe(9);
  });

  it.each<[string, object]>([
    ['reasons by the kind', { reasons: undefined }],
    ['reasons of whoever likes', { reasons: 'optional' }],
    ['a count while it is open', { secretUntilClosed: false }],
    ['an early end', { earlyClose: { when: 'outcome-certain' } }],
    ['a late quorum', { lateQuorum: { withinHours: 1, extendHours: 1 } }],
    ['weights', { eligibility: { ...rule.eligibility, weightByClass: { worker: 2 } } }],
  ])('cannot have %s', (_, changes) => {
    expect(contradictionOfSecrecy(ruleLike({ ...detached, ...changes }))).toEqual(
      expect.any(String),
    );
  });

  it('is none of consent, which names who objects', () => {
    expect(contradictionOfSecrecy(held('consent', {}, detached))).toMatch(/cannot be detached/);
  });

  it('has a least group only where ballots are detached', () => {
    expect(contradictionOfSecrecy(ruleLike({ minimumGroup: 7 }))).toMatch(/detached/);
  });
});
