import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { cardinalFormats } from './cardinal-formats.js';
import { findFormat, fileFormats } from './formats.js';
import type { ReadContext } from '../reading/file-format.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(format: string, text: string, context: Partial<ReadContext> = {}): Election {
  return findFormat(format).read(bytesOf(text), { file: 'x', ...context });
}

/** The refusal in one line, or the fact that there was none. */
function refusal(format: string, text: string, context: Partial<ReadContext> = {}): string {
  try {
    read(format, text, context);
    return 'was read';
  } catch (error) {
    if (!(error instanceof TallyError)) throw error;
    return `${error.code} ${error.message}`;
  }
}

function approvalsIn({ ballots }: Election): number[][] {
  if (ballots.kind !== 'approval') throw new Error('approvals expected');
  return Array.from({ length: ballots.count }, (_, row) => [
    ...ballots.cells.subarray(ballots.offsets[row], ballots.offsets[row + 1]),
  ]);
}

function scoresIn({ ballots }: Election): number[] {
  if (ballots.kind !== 'score' && ballots.kind !== 'allocation') throw new Error('no scores');
  return [...ballots.scores];
}

const pb = `META
key;value
description;"Parks; and ""trees"""
num_projects;3
num_votes;3
budget;1000.50
vote_type;approval
PROJECTS
project_id;cost;name;votes
7;100;Bench;2
x1;250,25;"A slide
for all";1
9;1001;Pond;1
VOTES
voter_id;age;vote
1;33;7,x1
2;;9,7
3;40;
`;

describe('Pabulib', () => {
  it('reads projects, costs, the budget and approvals', () => {
    const election = read('pabulib', pb);
    expect(election.title).toBe('Parks; and "trees"');
    expect(election.budget?.toString()).toBe('2001/2');
    expect(election.candidates.map(({ id, cost }) => [id, cost?.toString()])).toEqual([
      ['7', '100'],
      ['x1', '1001/4'],
      ['9', '1001'],
    ]);
    expect(approvalsIn(election)).toEqual([[0, 1], [0, 2], []]);
    expect(election.ballots.totalWeight).toBe(3);
  });

  it('reads files with a byte order mark and with Windows line ends alike', () => {
    const windows = `\uFEFF${pb.replaceAll('\n', '\r\n')}`;
    expect(approvalsIn(read('pabulib', windows))).toEqual(approvalsIn(read('pabulib', pb)));
  });

  it('reads points of cumulative and scoring votes, and rankings of ordinal ones', () => {
    const points = pb
      .replace('approval', 'cumulative')
      .replace('voter_id;age;vote', 'voter_id;points;vote')
      .replace('1;33;7,x1', '1;0.5,2;7,x1')
      .replace('2;;9,7', '2;3,1;9,7')
      .replace('3;40;', '3;;');
    const election = read('pabulib', points);
    expect(election.ballots.kind).toBe('allocation');
    const blank = -0x80000000;
    expect(scoresIn(election)).toEqual([1, 4, blank, 2, blank, 6, blank, blank, blank]);
    expect(read('pabulib', points.replace('cumulative', 'scoring')).ballots.kind).toBe('score');
    const ordinal = pb.replace('vote_type;approval', 'vote_type;ordinal');
    expect(read('pabulib', ordinal).ballots.kind).toBe('ranked');
    expect(read('pabulib', ordinal, { ballots: 'approval' }).ballots.kind).toBe('approval');
    expect(refusal('pabulib', points.replace('0.5,2;', '0.5;'))).toBe(
      'FILE_MALFORMED x:16: 1 points for 2 projects',
    );
    expect(refusal('pabulib', points.replace('0.5,2;', 'a,2;'))).toContain(
      "x:16: 'a' is no number",
    );
  });

  it.each([
    ['1;33;7,x1', '1;33;7,x2', "CANDIDATE_UNKNOWN x:16: 'x2' is no project"],
    ['1;33;7,x1', '1;33;7,7', 'CANDIDATE_REPEATED x:16: project 7 twice'],
    ['1;33;7,x1', '1;33;7,x1;5', 'FILE_MALFORMED x:16: 4 fields under a header of 3'],
    ['1;33;7,x1', '1;33', "FILE_MALFORMED x:16: the voter's 'vote' is missing"],
    ['num_votes;3', 'num_votes;4', 'FILE_MALFORMED x:5: num_votes is 4, but the file holds 3'],
    ['num_projects;3', 'num_projects;2', 'FILE_MALFORMED x:4: num_projects is 2'],
    ['num_votes;3\n', '', "FILE_MALFORMED x: the META section has no 'num_votes'"],
    ['budget;1000.50', 'budget;-1', "BUDGET_INVALID x:6: '-1' is no amount of money"],
    ['7;100;', '7;1e999999;', "BUDGET_INVALID x:10: '1e999999' is no amount"],
    ['7;100;', '9;100;', 'CANDIDATE_REPEATED x:13: project 9 is listed twice'],
    ['7;100;', ';100;', 'FILE_MALFORMED x:10: a project without project_id'],
    ['approval', 'applause', "FILE_MALFORMED x:7: vote type 'applause' is not known"],
    ['"A slide', '"A "slide', 'FILE_MALFORMED x:11:15: text after the closing quote'],
    ['for all"', 'for all', 'FILE_MALFORMED x:11: a quoted field is never closed'],
    ['PROJECTS', 'PROJECT', 'FILE_MALFORMED x:1: the sections META, PROJECTS and VOTES'],
  ])('refuses a file in which %j became %j', (from, to, message) => {
    expect(refusal('pabulib', pb.replace(from, to))).toContain(message);
  });

  it('gives up on a record without end before its fields fill the memory', () => {
    const endless = `META\n${';'.repeat((1 << 20) + 1)}`;
    expect(refusal('pabulib', endless)).toBe(
      'FILE_MALFORMED x:2:1048577: a record longer than 1048576 characters',
    );
    expect(refusal('pabulib', `META\n${';'.repeat(1 << 20)}`)).toContain('have to be there');
  });

  it('refuses bytes that are no text', () => {
    const bytes = Uint8Array.of(0x4d, 0x45, 0xff, 0x81);
    expect(() => findFormat('pabulib').read(bytes, { file: 'x' })).toThrow(
      'x: the text is neither UTF-8 nor Windows-1252',
    );
  });
});

describe('the JSON formats', () => {
  const scores = '{"candidates":["A","B"],"ballots":[[2,[5,null]],[1,[0.5,3]]]}';

  it('score-json keeps decimals exactly and blanks as blanks', () => {
    const election = read('score-json', scores, { seats: 2 });
    expect(scoresIn(election)).toEqual([10, -0x80000000, 1, 6]);
    expect(election).toMatchObject({ seats: 2, ballots: { kind: 'score', scoreDivisor: 2n } });
    expect(read('score-json', scores, { ballots: 'allocation' }).ballots.kind).toBe('allocation');
  });

  it('approval-json takes 0 and 1', () => {
    const election = read('approval-json', '{"candidates":["A","B"],"ballots":[[4,[0,1]]]}');
    expect(approvalsIn(election)).toEqual([[1]]);
    expect(election.ballots.totalWeight).toBe(4);
  });

  it('abc-json takes an instance by its key', () => {
    const text =
      '{"one":{"candidates":3,"approvals":[[2,0],[]]},"two":{"candidates":1,"approvals":[]}}';
    expect(approvalsIn(read('abc-json', text, { key: 'one' }))).toEqual([[0, 2], []]);
    expect(refusal('abc-json', text, { key: 'three' })).toContain("has no 'three'");
    expect(refusal('abc-json', text)).toContain('holds 2 instances');
    const alone = '{"candidates":2,"approvals":[[1]]}';
    expect(read('abc-json', alone).candidates.map(({ name }) => name)).toEqual(['0', '1']);
  });

  const budget =
    '{"projects":[{"id":"a","cost":"0.9"},{"id":"b","cost":2}],"budget":"4","approvals":[["b"]]}';

  it('pb-json takes costs as text or numbers', () => {
    const election = read('pb-json', budget);
    expect(election.candidates.map(({ cost }) => cost?.toString())).toEqual(['9/10', '2']);
    expect(election.budget?.toString()).toBe('4');
    expect(approvalsIn(election)).toEqual([[1]]);
  });

  const snapshot = (choices: string, balance = '1'): string =>
    `{"proposal":{"choices":["X","Y"],"title":"T"},` +
    `"votes":[{"choice":${choices},"balance":${balance}}]}`;

  it('snapshot-json takes one choice, several, a ranking or points', () => {
    expect(approvalsIn(read('snapshot-json', snapshot('2')))).toEqual([[1]]);
    expect(approvalsIn(read('snapshot-json', snapshot('[2,1]')))).toEqual([[0, 1]]);
    expect(read('snapshot-json', snapshot('[2,1]'), { ballots: 'ranked' }).ballots.kind).toBe(
      'ranked',
    );
    const points = read('snapshot-json', snapshot('{"2":0.25,"1":1}', '1.5'));
    expect(scoresIn(points)).toEqual([4, 1]);
    expect(points.ballots).toMatchObject({ kind: 'allocation', weightDivisor: 2n });
    expect(points.title).toBe('T');
    expect(read('snapshot-json', snapshot('{"1":1}'), { ballots: 'score' }).ballots.kind).toBe(
      'score',
    );
  });

  it.each([
    [
      'score-json',
      '{"candidates":["A"],\n"ballots":[[0,[1]]]}',
      'WEIGHT_INVALID x:2:13: ballots[0][0] has to be above zero',
    ],
    [
      'score-json',
      '{"candidates":["A"],"ballots":[[1,[1,2]]]}',
      'x:1:35: ballots[0][1] has to have 1 entries, not 2',
    ],
    [
      'score-json',
      '{"candidates":["A"],"ballots":[[1,[1e30]]]}',
      'ballots[0][1][0] has to be an exact number',
    ],
    [
      'score-json',
      '{"candidates":["A"],"ballots":[[1,[9000000000]]]}',
      'FILE_MALFORMED x: the score 9000000000 cannot be counted',
    ],
    ['score-json', '{"candidates":[1],"ballots":[]}', 'x:1:16: candidates[0] has to be text'],
    ['score-json', '{"candidates":[],"ballots":[]}', 'SEATS_INVALID x: 1 seats for 0 candidates'],
    ['score-json', '{"ballots":[]}', "x:1:1: the file has no 'candidates'"],
    ['score-json', '[1,2', 'FILE_MALFORMED x:1:5: this is not JSON'],
    ['score-json', '{"a":1,\n  oops}', 'FILE_MALFORMED x:2:3: this is not JSON'],
    ['score-json', '', 'FILE_MALFORMED x:1:1: this is not JSON'],
    [
      'approval-json',
      '{"candidates":["A"],"ballots":[[1,[2]]]}',
      'ballots[0][1][0] is 2, outside 0 to 1',
    ],
    [
      'abc-json',
      '{"candidates":2,"approvals":[[0,2]]}',
      'CANDIDATE_UNKNOWN x:1:33: approvals[0][1] is 2, outside 0 to 1',
    ],
    [
      'abc-json',
      '{"candidates":2,"approvals":[[1,1]]}',
      'CANDIDATE_REPEATED x:1:30: approvals[0] names a candidate twice',
    ],
    [
      'abc-json',
      '{"candidates":99999999,"approvals":[]}',
      'x:1:15: candidates is 99999999, outside 1 to',
    ],
    [
      'pb-json',
      '{"projects":[{"id":"a","cost":"1"},{"id":"a","cost":"1"}],"budget":1,"approvals":[]}',
      "CANDIDATE_REPEATED x: project 'a' is listed twice",
    ],
    [
      'pb-json',
      '{"projects":[{"id":"a","cost":"-1"}],"budget":1,"approvals":[]}',
      'BUDGET_INVALID x:1:31: projects[0].cost is below zero',
    ],
    [
      'pb-json',
      '{"projects":[{"id":"a","cost":"1"}],"budget":1,"approvals":[["b"]]}',
      'CANDIDATE_UNKNOWN x:1:62: approvals[0][0] is no project',
    ],
    [
      'pb-json',
      '{"projects":[{"id":"a","cost":"1"}],"budget":1,"approvals":[["a","a"]]}',
      'CANDIDATE_REPEATED x:1:61: approvals[0] names a project twice',
    ],
    [
      'snapshot-json',
      snapshot('3'),
      'CANDIDATE_UNKNOWN x:1:66: votes[0].choice is 3, outside 1 to 2',
    ],
    ['snapshot-json', snapshot('[1,1]'), 'CANDIDATE_REPEATED'],
    [
      'snapshot-json',
      snapshot('{"3":1}'),
      'CANDIDATE_UNKNOWN x:1:71: votes[0].choice.3 is no choice',
    ],
    ['snapshot-json', snapshot('{"1":-1}'), 'votes[0].choice.1 is below zero'],
    ['snapshot-json', snapshot('1', '-5'), 'WEIGHT_INVALID'],
    ['snapshot-json', snapshot('1', '0.1234567890123456789'), 'WEIGHT_INVALID'],
  ])('%s refuses %s', (format, text, message) => {
    expect(refusal(format, text)).toContain(message);
  });

  it('finds its place behind strings with brackets, quotes and repeated names', () => {
    const text = '{"a":"]\\"}[\\\\","candidates":[],"ballots":[],"candidates":[ "A",\n {} ]}';
    expect(refusal('score-json', text)).toBe('FILE_MALFORMED x:2:2: candidates[1] has to be text');
  });

  it('refuses JSON of 100 MB before parsing it', () => {
    const bytes = new Uint8Array(100 * 1024 * 1024).fill(0x5b);
    for (const name of ['score-json', 'abc-json', 'pb-json', 'snapshot-json']) {
      expect(() => findFormat(name).read(bytes, { file: 'x' }), name).toThrow('at most');
    }
  });
});

describe('telling formats apart', () => {
  it('every sample is taken by its own format first', () => {
    const samples: [string, string][] = [
      ['pabulib', pb],
      ['pb-json', '{"projects":[{"id":"a","cost":"1"}],"budget":1,"approvals":[]}'],
      ['abc-json', '{"k":{"candidates":3,"approvals":[[0]]}}'],
      ['snapshot-json', '{"proposal":{"choices":["X"]},"votes":[]}'],
      ['marks-json', '{"candidates":["A"],"ballots":[[4,[1]]]}'],
      ['marks-json', '{"candidates":["A","B"],"ballots":[[4,[5,1]]]}'],
    ];
    for (const [name, text] of samples) {
      const start = text.slice(0, 4096);
      const found = fileFormats.find((format) =>
        format.sniff(start, name === 'pabulib' ? 'x.pb' : 'x.json'),
      );
      expect(found?.names[0]).toBe(name);
    }
  });
});

describe('hostile files', () => {
  const names = cardinalFormats.map(({ names: [name = ''] }) => name);

  it('any text is read or refused in one line, never a crash', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string({ maxLength: 200 }), (name, text) => {
        expect(refusal(name, text)).not.toContain('\n');
      }),
    );
  });

  it('any JSON value is read or refused', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.json(), (name, text) => {
        expect(typeof refusal(name, text)).toBe('string');
      }),
    );
  });

  it('a real file with a piece cut out, doubled or overwritten is read whole or refused', () => {
    const whole = read('pabulib', pb);
    fc.assert(
      fc.property(
        fc.nat({ max: pb.length }),
        fc.nat({ max: 30 }),
        fc.constantFrom('', ';', ',', '"', '\n', 'META', '7', '-1', '\u0000'),
        (at, length, put) => {
          const text = pb.slice(0, at) + put + pb.slice(at + length);
          let election: Election | undefined;
          try {
            election = read('pabulib', text);
          } catch (error) {
            expect(error).toBeInstanceOf(TallyError);
          }
          if (election === undefined) return;
          expect(election.candidates.length).toBe(whole.candidates.length);
          expect(election.ballots.totalWeight).toBe(whole.ballots.totalWeight);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('mutated JSON is read or refused, with a place', () => {
    const text = '{"candidates":["A","B"],"ballots":[[2,[5,null]],[1,[1,3]]]}';
    fc.assert(
      fc.property(
        fc.nat({ max: text.length }),
        fc.nat({ max: 8 }),
        fc.constantFrom('', '[', ']', '{', '"', ',', '-', '1e400', 'null', '"x"'),
        (at, length, put) => {
          const message = refusal('score-json', text.slice(0, at) + put + text.slice(at + length));
          expect(message).toMatch(/^(was read$|[A-Z_]+ x(:\d+:\d+)?: )/);
        },
      ),
      { numRuns: 500 },
    );
  });
});
