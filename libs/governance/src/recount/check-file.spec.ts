import { canonicalJson, sha256Hex } from '@rochdale/platform';
import { takenBackMark } from '@rochdale/voting';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedVote } from '../testing/counted-vote.js';
import {
  byStances,
  cast,
  madeVotes as votes,
  quorum,
  ranks,
  spending,
} from '../testing/made-votes.js';
import { checkFile, findReceipt } from './check-file.js';
import type { CheckedFile } from './check-file.js';
import { editions } from './compose-file.js';
import type { Edition } from './compose-file.js';
import type { RecountFile } from './recount-file.js';
import { sealed } from './seals.js';

const made = Object.entries(votes).map(([name, vote]) => [name, countedVote(vote)] as const);
const textOf = (file: unknown): string => canonicalJson(file);
const placeOf = ({ first }: CheckedFile): string | null => first?.place ?? null;

describe('a file of a vote', () => {
  it.each(made)('by %s holds in every edition', (_name, vote) => {
    for (const edition of editions) {
      const found = checkFile(`${textOf(vote.file(edition))}\n`);
      expect(found.first).toBeNull();
      expect(found.verdict).not.toBe('fails');
    }
  });

  it.each(made)(
    'by %s is said to hold where its ballots were counted, and nowhere else',
    (_name, vote) => {
      for (const edition of editions) {
        const file = vote.file(edition);
        const isBare = file.ballots.rows.some(({ says }) => says?.salt == null);
        const isWhole = checkFile(textOf(file)).verdict === 'holds';
        expect([edition, isWhole]).toEqual([edition, !isBare]);
      }
    },
  );

  it('holds however it is spaced', () => {
    for (const [, vote] of made) {
      const spaced = JSON.stringify(JSON.parse(textOf(vote.file('auditors'))), null, 3);
      expect(checkFile(`\n${spaced}\r\n`).first).toBeNull();
    }
  });

  it('says what it cannot show, and is whole for auditors', () => {
    const openIn = (name: string, edition: Edition) =>
      checkFile(textOf(countedVote(votes[name]!).file(edition)))
        .checks.filter(({ state }) => state === 'open')
        .map(({ check }) => check);
    expect(openIn('stances', 'auditors')).toEqual([]);
    expect(openIn('stances', 'strangers')).toEqual(['weights', 'superseded']);
    expect(openIn('weighed', 'members')).toEqual(['weights']);
    expect(openIn('weighed', 'strangers')).toEqual(['weights', 'receipts', 'superseded']);
    expect(openIn('ranking', 'members')).toEqual(['weights']);
    const bare = ['weights', 'receipts', 'superseded', 'count'];
    expect(openIn('ranking', 'strangers')).toEqual(bare);
    expect(openIn('a ranking that strangers count', 'strangers')).toEqual([
      'weights',
      'superseded',
    ]);
    expect(openIn('from before', 'auditors')).toEqual(['electorate', 'receipts']);
  });

  it('leaves an outcome open that hangs on a size that is not told', () => {
    const voters = [...cast('agree', 'agree'), { marks: [] }, { marks: [] }];
    const vote = countedVote({ rule: { ...byStances, quorum }, voters, paused: 3 });
    const found = checkFile(textOf(vote.file('members')));
    expect(found.verdict).toBe('open');
    expect(found.checks.find(({ check }) => check === 'count')).toMatchObject({
      state: 'open',
      place: 'result.outcome',
    });
    expect(checkFile(textOf(vote.file('auditors'))).checks).not.toContainEqual(
      expect.objectContaining({ state: 'open' }),
    );
  });

  it('leaves open who took a seat, too, and nobody else could have', () => {
    const made = votes['seats by Meek']!;
    const vote = countedVote({
      ...made,
      rule: { ...made.rule, quorum },
      voters: [...made.voters, { marks: [] }, { marks: [] }],
      paused: 4,
      vacancy: { vacated: 1, gone: [1], sitting: [2] },
    });
    const seatIn = (file: RecountFile) =>
      checkFile(textOf(file)).checks.find(({ check }) => check === 'countBacks');
    const place = 'countBacks[0].elected';
    expect(seatIn(vote.file('members'))).toMatchObject({ state: 'open', place });
    expect(seatIn(vote.file('auditors'))).toMatchObject({ state: 'holds' });
    const { seals: _old, seal: _one, ...rest } = vote.file('members');
    const countBacks = rest.countBacks!.map((seat) => ({ ...seat, elected: 1 }));
    expect(rest.countBacks).toMatchObject([{ elected: 3 }]);
    expect(seatIn(sealed({ ...rest, countBacks }))).toMatchObject({ state: 'fails', place });
  });

  it('finds receipts that count, those cast anew, and no others', () => {
    const file = countedVote(votes['stances']!).file('members');
    expect(findReceipt(file, file.ballots.rows[2]!.receipt)).toBe('counted');
    expect(findReceipt(file, file.ballots.superseded![0]!)).toBe('superseded');
    expect(findReceipt(file, sha256Hex('another'))).toBe('unknown');
  });

  it('finds the receipt of a ballot taken back, and tells nobody else which it is', () => {
    const vote = countedVote(votes['ballots that were taken back']!);
    const file = vote.file('members');
    expect(file.ballots.superseded).toHaveLength(4);
    expect(checkFile(textOf(file)).verdict).toBe('holds');
    const found = vote.gone.map((receipt) => findReceipt(file, receipt));
    expect(found.toSorted()).toEqual(['superseded', 'superseded', 'taken-back', 'taken-back']);
    const taken = vote.gone.find((receipt) => findReceipt(file, receipt) === 'taken-back')!;
    expect(textOf(file)).not.toContain(taken);
    expect(findReceipt(vote.file('strangers'), taken)).toBe('unknown');
    // One that is said to be taken back does not count all the same.
    const { seals: _old, seal: _one, ...rest } = file;
    const [counted] = file.ballots.rows;
    const superseded = [...file.ballots.superseded!, takenBackMark(counted!.receipt)].toSorted();
    const both = sealed({ ...rest, ballots: { ...rest.ballots, superseded } });
    const at = superseded.indexOf(takenBackMark(counted!.receipt));
    expect(placeOf(checkFile(textOf(both)))).toBe(`ballots.superseded[${at}]`);
  });

  it('tells strangers of no ballot that was cast anew, nor how many were', () => {
    const vote = countedVote(votes['stances']!);
    const [anew] = vote.file('members').ballots.superseded!;
    expect(vote.file('strangers').ballots.superseded).toBeNull();
    expect(textOf(vote.file('strangers'))).not.toContain(anew);
    expect(findReceipt(vote.file('strangers'), anew!)).toBe('unknown');
    const { seals: _old, seal: _one, ...rest } = vote.file('auditors');
    const without = sealed({ ...rest, ballots: { ...rest.ballots, superseded: null } });
    expect(placeOf(checkFile(textOf(without)))).toBe('ballots.superseded');
  });
});

/** Every place in a value, as a path. */
function* leavesOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<typeof path> {
  if (value === null || typeof value !== 'object') return yield path;
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  if (entries.length === 0) yield path;
  for (const [key, below] of entries) yield* leavesOf(below, [...path, key]);
}

type Tree = Record<string | number, unknown>;

/** The same with another value at one place: of its own sort where there is one. */
function changedAt(file: RecountFile, path: readonly (string | number)[]): RecountFile {
  const copy = structuredClone(file) as unknown as Tree;
  let node = copy;
  for (const key of path.slice(0, -1)) node = node[key] as Tree;
  const last = path.at(-1)!;
  const old = node[last];
  node[last] = otherThan(old);
  return copy as unknown as RecountFile;
}

function otherThan(old: unknown): unknown {
  if (typeof old === 'boolean') return !old;
  if (typeof old === 'number') return old === 1 ? 2 : old + 1;
  if (typeof old !== 'string') return old === null ? 'x' : 7;
  if (/^\d+$/.test(old)) return String(BigInt(old) + 1n);
  const end = old.endsWith('a') ? 'b' : 'a';
  return `${old.slice(0, -1)}${end}`;
}

describe('whatever is changed in a file', () => {
  it.each(made)('by %s is found, whichever field it is', (_name, vote) => {
    for (const edition of editions) {
      const file = vote.file(edition);
      for (const path of leavesOf(file)) {
        const found = checkFile(textOf(changedAt(file, path)));
        expect([path.join('.'), found.verdict]).toEqual([path.join('.'), 'fails']);
        expect([path.join('.'), found.first?.check]).not.toContain(null);
      }
    }
  });

  it('is named by where it stands, though the seals were made anew', () => {
    const file = countedVote(votes['stances']!).file('auditors');
    const forged = (change: (copy: RecountFile) => void): string | null => {
      const copy = structuredClone(file);
      change(copy);
      const { seals: _old, seal: _one, ...rest } = copy;
      return placeOf(checkFile(textOf(sealed(rest))));
    };
    const agree = file.ballots.rows.findIndex(({ says }) => says?.mark === 'agree');
    const rows = (copy: RecountFile) => copy.ballots.rows;
    expect(forged((copy) => (copy.policy.rule['timelockHours'] = 7))).toBe('policy.ruleHash');
    expect(forged((copy) => (copy.electorate.hash = sha256Hex('x')))).toBe('electorate.places');
    expect(forged((copy) => (copy.electorate.seats![1]!.memberClass = 'user'))).toBe(
      'electorate.seats[1]',
    );
    expect(forged((copy) => (rows(copy)[agree]!.says!.mark = 'disagree'))).toBe(
      `ballots.rows[${agree}].receipt`,
    );
    expect(forged((copy) => (rows(copy)[1]!.link = sha256Hex('x')))).toBe('ballots.rows[1].link');
    expect(forged((copy) => rows(copy).pop())).toBe('ballots.head');
    expect(forged((copy) => rows(copy).reverse())).toBe('ballots.rows[1]');
    expect(forged((copy) => (copy.result.outcome = 'passed'))).toBe('result.outcome');
    expect(forged((copy) => (copy.result.count['agree'] = '3'))).toBe('result.count.agree');
  });

  it('is named too where it is what a proposal brought of money, and what won', () => {
    const { seals: _old, seal: _one, ...rest } = countedVote(votes['a budget']!).file('members');
    const forged = (change: (money: typeof spending) => void): string | null => {
      const copy = structuredClone(rest);
      change(copy.policy.rule['spending'] as typeof spending);
      return placeOf(checkFile(textOf(sealed(copy))));
    };
    expect(rest.result.count['winners']).toEqual([2, 3]);
    expect(forged((money) => (money.costsMinor[2] = '3001'))).toBe('policy.ruleHash');
    expect(forged((money) => (money.incompatible = []))).toBe('policy.ruleHash');
    expect(forged((money) => (money.minimumSpendMinor = '1'))).toBe('policy.ruleHash');
    const brought = countedVote(votes['equal shares of what a proposal brings']!).file('members');
    expect(brought.policy.adoptedHash).not.toBe(brought.policy.ruleHash);
    const { seals: _sealed, seal: _all, ...own } = brought;
    const won = { ...own.result, count: { ...own.result.count, winners: [1] } };
    expect(placeOf(checkFile(textOf(sealed({ ...own, result: won }))))).toBe(
      'result.count.winners',
    );
    const as = { ...own.policy, ownOptions: false };
    expect(placeOf(checkFile(textOf(sealed({ ...own, policy: as }))))).toBe('policy.adoptedHash');
  });

  it('is no second ballot of one voter, nor one of somebody without a place', () => {
    const other = countedVote({ ...votes['stances']!, salt: '77'.repeat(16) }).file('members');
    const { seals: _old, seal: _one, ...rest } = countedVote(votes['stances']!).file('members');
    const foreign = other.ballots.rows[0]!;
    const more = structuredClone(rest);
    more.ballots.rows = [...more.ballots.rows, foreign].toSorted((a, b) =>
      a.receipt < b.receipt ? -1 : 1,
    );
    const at = more.ballots.rows.indexOf(foreign);
    expect(placeOf(checkFile(textOf(sealed(more))))).toBe(`ballots.rows[${at}].says.seat`);
  });

  it('is a seed other than the one committed to', () => {
    const { seals: _old, seal: _one, ...rest } = countedVote(votes['a lot']!).file('strangers');
    const other = sealed({ ...rest, lot: { ...rest.lot!, seed: 'another' } });
    expect(placeOf(checkFile(textOf(other)))).toBe('lot.seed');
  });

  it('is found where another reader would read something else, or more', () => {
    const text = textOf(countedVote(votes['stances']!).file('strangers'));
    const twice = text.replace('"outcome":', '"outcome":"rejected","outcome":');
    expect(placeOf(checkFile(twice))).toBe('file');
    expect(placeOf(checkFile(text.replace('"A question"', '"\\u0041 question"')))).toBe('file');
  });

  it('is found where a count lacks what its kind tells', () => {
    const text = textOf(countedVote(votes['ranking']!).file('strangers'));
    expect(text).toContain('"rounds":');
    const lacking = JSON.parse(text.replace('"rounds":', '" ounds":')) as object;
    expect(placeOf(checkFile(textOf(lacking)))).toBe('result.count');
  });

  it('is found where it is one byte, or is white space', () => {
    const texts = made.flatMap(([, vote]) => editions.map((one) => `${textOf(vote.file(one))}\n`));
    const white = new Set([0x20, 0x09, 0x0a, 0x0d]);
    const decode = (bytes: Uint8Array): string | null => {
      try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch {
        return null;
      }
    };
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(255), (text, where, byte) => {
        const bytes = Buffer.from(text);
        const place = where % bytes.length;
        const before = bytes[place]!;
        fc.pre(before !== byte && !(white.has(before) && white.has(byte)));
        bytes[place] = byte;
        const changed = decode(bytes);
        const found = changed === null ? null : checkFile(changed);
        expect(found?.verdict ?? 'fails').toBe('fails');
        if (found !== null) expect(found.first?.place).toEqual(expect.any(String));
      }),
      { numRuns: 2000 },
    );
  }, 60_000);
});

describe('a file for others', () => {
  it('holds no id, no order and no instant of a person', () => {
    for (const [name, vote] of made) {
      for (const edition of editions) {
        const text = textOf(vote.file(edition));
        expect([name, text.match(/member-\d|ballot-\d|castAt/)]).toEqual([name, null]);
        const instants = new Set(text.match(/2026-01-01T[^"]+/g));
        expect([...instants].toSorted()).toEqual([
          '2026-01-01T09:00:00.000Z',
          '2026-01-01T09:16:40.000Z',
        ]);
      }
    }
  });

  it('tells strangers no weight of a ballot where weights differ, and no class', () => {
    const { ballots, electorate } = countedVote(votes['weighed']!).file('strangers');
    expect(ballots.rows.map(({ says }) => says)).toEqual([null, null, null]);
    expect(ballots.sums).toEqual([
      { mark: 'agree', weight: '5' },
      { mark: 'disagree', weight: '2' },
    ]);
    expect(electorate.seats).toBeNull();
  });

  it.each([
    'a weighed ranking',
    'approval',
    'ranking',
    'a lot',
    'score',
    'dots',
    'several seats',
    'times',
    'a budget',
    'equal shares of what a proposal brings',
  ])('tells strangers of %s nothing but the count', (name) => {
    const vote = countedVote(votes[name]!);
    const { ballots } = vote.file('strangers');
    expect(new Set(ballots.rows.map(({ says }) => says))).toEqual(new Set([null]));
    expect(ballots.sums).toBeNull();
    const { checks } = checkFile(textOf(vote.file('strangers')));
    const open = checks.filter(({ state }) => state === 'open').map(({ place }) => place);
    expect(open).toEqual(['ballots.rows', 'ballots.rows', 'ballots.superseded', 'result.count']);
    for (const edition of ['members', 'auditors'] as const) {
      expect(vote.file(edition).ballots.rows.map(({ says }) => says)).not.toContain(null);
    }
  });

  it.each([
    ['castWeight', '4'],
    ['castWeight', '2'],
    ['quorumNeededWeight', '1'],
    ['winners', 'Green'],
    ['winners', [1]],
    ['tied', [[1], [2]]],
  ])('of strangers may not count %s as %s', (field, value) => {
    const { seals: _old, seal: _one, ...rest } = countedVote(votes['ranking']!).file('strangers');
    const { result } = rest;
    const count = { ...result.count, [field]: value };
    const forged = sealed({ ...rest, result: { ...result, count } });
    expect(placeOf(checkFile(textOf(forged)))).toBe(
      value === 'Green' ? 'result.count' : `result.count.${field}`,
    );
  });

  it('opens each ballot to strangers where voters voted under a rule that says so', () => {
    const { ballots } = countedVote(votes['a ranking that strangers count']!).file('strangers');
    expect(ballots.rows.map(({ says }) => says?.mark)).toContainEqual(ranks(1, 2, 3));
  });

  it('may not keep to itself what its rule has it tell', () => {
    for (const name of ['stances', 'weighed', 'a ranking that strangers count']) {
      const { seals: _old, seal: _one, ...rest } = countedVote(votes[name]!).file('members');
      const rows = rest.ballots.rows.map((row) => ({ ...row, says: null }));
      const bare = sealed({ ...rest, ballots: { ...rest.ballots, rows, sums: null } });
      expect(checkFile(textOf(bare)).checks).toContainEqual(
        expect.objectContaining({ check: 'receipts', state: 'fails' }),
      );
    }
  });

  it('tells the exact number of voters to auditors alone', () => {
    const vote = countedVote(votes['weighed']!);
    const sizes = editions.map((one) => vote.file(one).electorate.voters);
    expect(sizes).toEqual([6, 6, 4]);
    const places = editions.map((one) => vote.file(one).electorate.places.length);
    expect(places).toEqual([6, 6, 6]);
  });

  it('has rows in an order that is another one in each vote', () => {
    const voters = cast(
      ...Array.from({ length: 12 }, (_, nth) => (nth < 6 ? 'agree' : 'disagree')),
    );
    const orders = ['11', '22', '33', '44'].map((byte) => {
      const file = countedVote({ rule: byStances, voters, salt: byte.repeat(16) }).file('members');
      return file.ballots.rows.map(({ says }) => says!.mark).join();
    });
    expect(new Set(orders).size).toBe(4);
  });
});
