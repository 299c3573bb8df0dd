import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { count } from '../methods/registry.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { ranksOf } from '../model/ranked-builder.js';
import { csvRankings } from '../csv/csv-format.js';
import type { FileFormat } from '../reading/file-format.js';
import { detectFormat } from './formats.js';
import { preflib } from './preflib.js';
import { rankCellsJson, rankedJson } from './ranking-json.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(format: FileFormat, text: string): Election {
  return format.read(bytesOf(text), { file: 'box' });
}

function rows(election: Election): [number, number[][]][] {
  const { ballots } = election;
  if (ballots.kind !== 'ranked') throw new Error('rankings expected');
  return Array.from({ length: ballots.count }, (_, row) => [
    ballots.weights[row] as number,
    ranksOf(ballots, row),
  ]);
}

function refusal(format: FileFormat, text: string): string {
  try {
    read(format, text);
  } catch (error) {
    if (error instanceof TallyError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'read';
}

const orders = `# FILE NAME: x.toi
# TITLE: Sushi
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 6
# NUMBER UNIQUE ORDERS: 2
# ALTERNATIVE NAME 1: ebi
# ALTERNATIVE NAME 2: anago
# ALTERNATIVE NAME 3: maguro
4: 1,{2,3}
2: {3}, 1
`;

describe('PrefLib', () => {
  it('reads orders with ties and leaves', () => {
    const election = read(preflib, orders);
    expect(election.title).toBe('Sushi');
    expect(election.candidates.map(({ name }) => name)).toEqual(['ebi', 'anago', 'maguro']);
    expect(rows(election)).toEqual([
      [4, [[0], [1, 2]]],
      [2, [[2], [0]]],
    ]);
  });

  it('refuses alternatives of one name', () => {
    const same = orders.replace('anago', 'EBI');
    expect(refusal(preflib, same)).toContain("CANDIDATE_REPEATED box: the name 'EBI'");
  });

  it.each([
    [orders.replace('VOTERS: 6', 'VOTERS: 7'), '# NUMBER VOTERS: 7, but there are 6'],
    [orders.replace('ORDERS: 2', 'ORDERS: 3'), '# NUMBER UNIQUE ORDERS: 3, but there are 2'],
    [orders.replace('{3}, 1', '4'), "CANDIDATE_UNKNOWN box:10:4: no alternative '4'"],
    [orders.replace('{3}, 1', '3,3'), 'CANDIDATE_REPEATED box:10:6: alternative 3 twice'],
    [orders.replace('2: {3}', '-2: {3}'), 'WEIGHT_INVALID box:10:1:'],
    [orders.replace('{3}, 1', '{3, 1'), 'FILE_MALFORMED box:10:4: an order that cannot be read'],
    [orders.replace('{3}, 1', '3,'), 'FILE_MALFORMED box:10:5: an order that ends with a comma'],
    ['1: 1,2\n', '# NUMBER ALTERNATIVES is missing'],
    [`# DATA TYPE: wmd\n${orders}`, "PrefLib's 'wmd' files hold no orders"],
  ])('refuses %j', (text, message) => {
    expect(refusal(preflib, text)).toContain(message);
  });
});

describe('CSV', () => {
  it('reads a column per candidate with ranks, equal ranks and gaps', () => {
    const text = 'count,"Ann, the first",Ben,Cem\n3,1,1,2\n2,,1,3\n1,2,,\n';
    const election = read(csvRankings, text);
    expect(election.candidates.map(({ name }) => name)).toEqual(['Ann, the first', 'Ben', 'Cem']);
    expect(rows(election)).toEqual([
      [3, [[0, 1], [2]]],
      [2, [[1], [], [2]]],
      [1, [[], [0]]],
    ]);
  });

  it('reads a column per rank with names', () => {
    const text = 'Timestamp;1st choice;2nd choice\nmonday;Ben;"A ""B"" C"\ntuesday;;Ben\n';
    const election = read(csvRankings, text);
    expect(election.candidates.map(({ name }) => name)).toEqual(['Ben', 'A "B" C']);
    expect(rows(election)).toEqual([
      [1, [[0], [1]]],
      [1, [[], [0]]],
    ]);
  });

  it('reads stances on a proposal', () => {
    const election = read(csvRankings, 'weight,stance\n2.5,agree\n1,Block\n');
    expect(election.ballots.kind).toBe('stance');
    expect([...election.ballots.weights]).toEqual([5, 2]);
    expect(election.ballots.weightDivisor).toBe(2n);
  });

  it.each([
    ['', 'FILE_MALFORMED box:1:1: no CSV file'],
    ['A,B\n1\n', 'FILE_MALFORMED box:2:1: 1 fields, but the head line has 2'],
    ['A,B\n1,x\n', "FILE_MALFORMED box:2:1: 'x' is no rank"],
    ['A,B\n1,-1\n', "FILE_MALFORMED box:2:1: '-1' is no rank"],
    ['A,A\n1,2\n', 'CANDIDATE_REPEATED box:1:1: the head line names a candidate twice'],
    ['weight,A,B\n-1,1,2\n', 'WEIGHT_INVALID box:2:1:'],
    ['weight,A,B\n0.5,1,2\n', 'WEIGHT_INVALID box:2:1: rankings have whole weights here'],
    ['A,B\n"1,2\n', 'FILE_MALFORMED box:2:1: a quoted field without its end'],
    ['A,B\n"1"x,2\n', 'FILE_MALFORMED box:2:4: something after a quoted field'],
    ['choice 2,choice 1\nA,B\n', 'FILE_MALFORMED box:1:1: the rank columns are not in order'],
    ['1,2\nAnn,Ann\n', "CANDIDATE_REPEATED box:2:1: 'Ann' twice on one ballot"],
    ['stance\nperhaps\n', "FILE_MALFORMED box:2:1: 'perhaps' is none of agree"],
    ['A,\n1,2\n', 'FILE_MALFORMED box:1:1: a candidate without a name'],
  ])('refuses %j', (text, message) => {
    expect(refusal(csvRankings, text)).toContain(message);
  });
});

describe('JSON of rankings', () => {
  it('reads ranks', () => {
    const election = read(
      rankedJson,
      '{"candidates":["A","B"],"unranked":"no-opinion","ballots":[[2,[[0,1]]],[1,[[1]]]]}',
    );
    expect(rows(election)).toEqual([
      [2, [[0, 1]]],
      [1, [[1]]],
    ]);
    expect(election.ballots).toMatchObject({ unranked: 'no-opinion' });
  });

  it('reads papers as marked: overvotes, write-ins, gaps, a candidate twice', () => {
    const election = read(
      rankCellsJson,
      '{"candidates":["A","B"],"excluded":["B"],"ballots":[[1,[null,[1,0,"W"],"O","W",0,0]]]}',
    );
    expect(election.withdrawn).toEqual([1]);
    expect(rows(election)).toEqual([[1, [[], [0, 1], [], [], [], [0], [0]]]]);
  });

  it.each([
    [rankedJson, '{"candidates":["A"],"ballots":[[1,[[0],[0]]]]}', 'CANDIDATE_REPEATED'],
    [
      rankedJson,
      '{"candidates":["A","a "],"ballots":[[1,[[0]]]]}',
      'CANDIDATE_REPEATED box: the name',
    ],
    [rankCellsJson, '{"candidates":["A","A"],"excluded":["A"],"ballots":[]}', 'CANDIDATE_REPEATED'],
    [rankedJson, '{"candidates":["A"],"ballots":[[1,[[1]]]]}', 'CANDIDATE_UNKNOWN'],
    [rankedJson, '{"candidates":["A"],"ballots":[[-1,[[0]]]]}', 'WEIGHT_INVALID'],
    [rankedJson, '{"candidates":["A"],"unranked":"x","ballots":[]}', 'FILE_MALFORMED'],
    [rankedJson, '{"candidates":["A"]', 'FILE_MALFORMED box:1:'],
    [rankedJson, `{"a":"[[",\n"b":${'['.repeat(99)}`, 'box:2:36: brackets more than 32 deep'],
    [rankCellsJson, '{"candidates":["A"],"ballots":[[1,["X"]]]}', 'CANDIDATE_UNKNOWN'],
    [rankCellsJson, '{"candidates":["A"],"ballots":[[1.5,[0]]]}', 'WEIGHT_INVALID'],
  ])('refuses what makes no sense', (format, text, message) => {
    expect(refusal(format, text)).toContain(message);
  });
});

describe('formats are told apart by how files begin', () => {
  it.each([
    ['3 2\n1 1 0\n', 'box', 'blt'],
    ['# made by hand\n3 2 # three\n', 'box', 'blt'],
    [orders, 'x.toi', 'preflib'],
    ['A,B\n1,2\n', 'x.csv', 'csv'],
    ['{"candidates":["A"],"unranked":"last","ballots":[]}', 'x.json', 'ranked-json'],
    ['{"candidates":["A"],"excluded":[],"ballots":[]}', 'x.json', 'rank-cells-json'],
  ])('%j', (text, name, format) => {
    expect(detectFormat(bytesOf(text), name).names[0]).toBe(format);
  });

  it('refuses what is no ballot file, and believes the name of a file when its look is odd', () => {
    const elf = bytesOf('\u007fELF');
    expect(() => detectFormat(elf, 'ls')).toThrow('ls:1:1: this looks like no ballot file');
    expect(detectFormat(bytesOf('1 1 1 1'), 'x.BLT').names[0]).toBe('blt');
  });
});

const marks = '0123456789,:{}[]"#-.\n; nulA'.split('');

/** Reads and counts; false when the file was refused. Anything else than a refusal is thrown. */
function countsOrRefuses(format: FileFormat, text: string): boolean {
  try {
    const election = read(format, text);
    if (election.ballots.kind === 'ranked') {
      count(election, { method: 'irv', variant: 'irv', options: {} });
    }
    return true;
  } catch (error) {
    if (!(error instanceof TallyError)) throw error;
    return false;
  }
}

describe('files of any content', () => {
  it.each([preflib, csvRankings, rankedJson, rankCellsJson])(
    'are read or refused, never a crash: $title',
    (format) => {
      const seed = format === preflib ? orders : 'weight,A,B\n1,1,2\n2,"2",1\n';
      const json = '{"candidates":["A","B"],"excluded":[],"ballots":[[1,[0,[0,1],null,"O"]]]}';
      const original = format === rankedJson || format === rankCellsJson ? json : seed;
      fc.assert(
        fc.property(
          fc.nat(original.length),
          fc.nat(8),
          fc.string({ unit: fc.constantFrom(...marks), maxLength: 8 }),
          (at, drop, insert) => {
            const text = original.slice(0, at) + insert + original.slice(at + drop);
            expect(() => countsOrRefuses(format, text)).not.toThrow();
          },
        ),
        { numRuns: 800 },
      );
    },
  );
});
