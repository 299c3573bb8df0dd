import { describe, expect, it } from 'vitest';

import { OVERVOTE, SKIPPED_RANK, WRITE_IN } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { ranksOf } from '../model/ranked-builder.js';
import { detectFormat } from '../formats/formats.js';
import type { ReadContext } from '../reading/file-format.js';
import { rankOfCell, rankWordOf } from './rank-words.js';

type Reading = Partial<ReadContext>;

function read(text: string | Uint8Array, reading: Reading = {}): Election {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return detectFormat(bytes, 'box.csv').read(bytes, { file: 'box', ...reading });
}

function refusal(text: string, reading: Reading = {}): string {
  try {
    read(text, reading);
  } catch (error) {
    if (error instanceof TallyError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'read';
}

/** Each distinct ballot with its weight, in names: `2 Ann>Ben=Cy`. */
function ballots(election: Election): string[] {
  const { ballots: box, candidates } = election;
  if (box.kind !== 'ranked') throw new Error(`rankings expected, not ${box.kind}`);
  return Array.from({ length: box.count }, (_, row) => {
    const ranks = ranksOf(box, row).map((rank) =>
      rank.map((index) => candidates[index]?.name).join('='),
    );
    return `${box.weights[row]} ${ranks.join('>')}`;
  });
}

function namesOf({ candidates }: Election): string[] {
  return candidates.map(({ name }) => name);
}

describe('names that differ only by case or blanks', () => {
  const box = '1,2,3\nAnn,Ben,Cy\nann ,Ben,Cy\nANN,Cy,Ben\nBen,Ann,Cy\n';

  it('are refused with their line', () => {
    expect(refusal(box)).toBe(
      "CANDIDATE_REPEATED box:3:1: 'ann' differs from 'Ann' only by case or blanks; " +
        'make them alike, or say --names merge',
    );
    expect(refusal('1\nAnn Lee\nAnn  Lee\n')).toContain("'Ann  Lee' differs from 'Ann Lee'");
    expect(refusal('1\nÉva\nE\u0301va\n')).toContain('only by case or blanks');
    expect(refusal('Ann,ANN\n1,2\n', { names: 'merge' })).toContain(
      "'ANN' differs from 'Ann' only by case or blanks; two columns cannot be one",
    );
  });

  it('are merged on demand, into the first spelling, and the count says so', () => {
    const election = read(box, { names: 'merge' });
    expect(ballots(election)).toEqual(['2 Ann>Ben>Cy', '1 Ann>Cy>Ben', '1 Ben>Ann>Cy']);
    expect(election.notes).toEqual(["'ann' was read as 'Ann'.", "'ANN' was read as 'Ann'."]);
    expect(refusal('1,2\nAnn,ann\n', { names: 'merge' })).toContain("'ann' twice on one ballot");
  });
});

describe('texts as programs write them', () => {
  const box = 'Zoë,Björn\n1,2\n2,1\n1,\n';

  it.each<[string, Uint8Array, string[]]>([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${box}`), []],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${box}`, 'utf16le'), []],
    ['UTF-16 without', Buffer.from(box, 'utf16le'), []],
    ['UTF-16, the other way round', Buffer.from(`\uFEFF${box}`, 'utf16le').swap16(), []],
    [
      'Latin-1',
      Buffer.from(box, 'latin1'),
      ['The file is not UTF-8; it was read as Windows-1252 (Latin-1).'],
    ],
    ['CR line ends', Buffer.from(box.replaceAll('\n', '\r')), []],
    ['CR line ends in UTF-16', Buffer.from(box.replaceAll('\n', '\r'), 'utf16le'), []],
    ['CR LF', Buffer.from(box.replaceAll('\n', '\r\n')), []],
    ['sep=', Buffer.from(`sep=;\r\n${box.replaceAll(',', ';').replaceAll('\n', '\r\n')}`), []],
    ['tabs', Buffer.from(box.replaceAll(',', '\t')), []],
  ])('%s', (_, bytes, notes) => {
    const election = read(bytes);
    expect(namesOf(election)).toEqual(['Zoë', 'Björn']);
    expect(ballots(election)).toEqual(['1 Zoë>Björn', '1 Björn>Zoë', '1 Zoë']);
    expect(election.notes ?? []).toEqual(notes);
  });

  it('reads the same in chunks of any size, also through a character or a line end', () => {
    const bytes = Buffer.from(`\uFEFF${box.replaceAll('\n', '\r')}`, 'utf16le');
    for (let size = 1; size < 9; size++) {
      const reader = detectFormat(bytes, 'box.csv').stream?.({ file: 'box' });
      for (let at = 0; at < bytes.length; at += size) reader?.push(bytes.subarray(at, at + size));
      expect(reader?.end()).toEqual(read(box));
    }
    expect(() => read(Buffer.from(`\uFEFF${box}`, 'utf16le').subarray(0, -1))).toThrow('utf-16le');
  });

  it('takes an encoding by name', () => {
    const mac = Buffer.concat([Buffer.from('Zo'), Buffer.of(0x91), Buffer.from(',B\n1,2\n')]);
    expect(namesOf(read(mac, { encoding: 'macintosh' }))).toEqual(['Zoë', 'B']);
  });

  it('tells separators from commas within names, by the head line and the first row', () => {
    expect(namesOf(read('Doe, Jane;Roe, Rick\n1;2\n'))).toEqual(['Doe, Jane', 'Roe, Rick']);
    expect(namesOf(read('A;B;C\n1,2\n,1\n'.replaceAll(',', ';3;')))).toEqual(['A', 'B', 'C']);
  });

  it('reads fields with line ends, and names the line where the record begins', () => {
    const box =
      '"Rank them\n(1 is best) [Ann]","Rank them\n(1 is best) [Ben]"\n1,2\n"2\n",1\nx,1\n';
    expect(refusal(box)).toBe("FILE_MALFORMED box:7:1: 'x' is no rank");
    expect(ballots(read(box.replace('x,1\n', '')))).toEqual(['1 Ann>Ben', '1 Ben>Ann']);
    expect(refusal('A,B\n1,2\n"1,2\n2,1\n')).toContain('box:3:1: a quoted field without its end');
  });

  it('passes over a separator too many at every line end, where nothing stands', () => {
    expect(ballots(read('A,B,\n1,2,\n'))).toEqual(['1 A>B']);
    expect(refusal('A,B,\n1,2,\n1,2,9\n')).toContain('box:3:1: something in a column without a');
  });
});

describe('ranks in words', () => {
  it.each([
    ['1', 1],
    ['2.', 2],
    ['3)', 3],
    ['#4', 4],
    ['1st', 1],
    ['22nd choice', 22],
    ['First', 1],
    ['Second Choice', 2],
    ['twentieth', 20],
    ['Choice 3', 3],
    ['Rank 2', 2],
    ['1st choice (best)', 1],
    ['2. Wahl', 2],
    ['1er choix', 1],
    ['', 0],
    ['-', 0],
    ['No preference', 0],
    ['0', null],
    ['-1', null],
    ['1st choice, 2nd choice', null],
    ['Ann', null],
    ['1.5', null],
  ])('%j is %j', (cell, rank) => {
    expect(rankOfCell(cell)).toBe(rank);
  });

  it('keeps what is said behind a rank', () => {
    expect(rankWordOf('1ST CHOICE MAYOR MINNEAPOLIS')).toEqual({
      rank: 1,
      rest: 'mayor minneapolis',
    });
    expect(rankWordOf('Choice 2: Board')).toEqual({ rank: 2, rest: 'board' });
    expect(rankWordOf('2nd Avenue Park')).toBeNull();
  });
});

describe('grids of forms', () => {
  const head =
    'Timestamp,Email Address,Rank them [Ann],Rank them [Ben],Rank them [Cy],Any comment?';
  const rows = [
    '2026/11/01 9:00:00 AM GMT,a@example.org,1st choice,2nd choice,3rd choice,"fine, thanks"',
    '2026/11/01 9:05:00 AM GMT,b@example.org,2.,First,,',
    '2026/11/01 9:06:00 AM GMT,c@example.org,1st choice,1st choice,3rd choice,',
  ];

  it('have a column per candidate, and questions that are no part of the ballot', () => {
    const election = read([head, ...rows].join('\n'));
    expect(namesOf(election)).toEqual(['Ann', 'Ben', 'Cy']);
    expect(ballots(election)).toEqual(['1 Ann>Ben>Cy', '1 Ben>Ann', '1 Ann=Ben>>Cy']);
    expect(election.notes).toEqual(["Columns that were passed over: 'Any comment?'."]);
  });

  it('or a column per rank', () => {
    const box = 'Zeitstempel,Rank them [1st choice],Rank them [2nd choice]\nx,Ann,Ben\ny,Ben,\n';
    expect(ballots(read(box))).toEqual(['1 Ann>Ben', '1 Ben']);
  });

  it('with boxes to tick hold those who share a rank in one cell', () => {
    const form = 'Timestamp,Rank [1st choice],Rank [2nd choice]\nx,Ann;Ben,Cy\ny,Ben,Ann\n';
    expect(ballots(read(form))).toEqual(['1 Ann=Ben>Cy', '1 Ben>Ann']);
    expect(refusal('Timestamp,Rank [1st choice],Rank [2nd choice]\nx,Ann;Ben,Ann\n')).toContain(
      "'Ann' twice on one ballot",
    );
  });

  it('of several questions need to be told which', () => {
    const box = 'Chair [Ann],Chair [Ben],Board [Cy],Board [Di]\n1,2,2,1\n';
    expect(refusal(box)).toBe(
      "FILE_MALFORMED box:1:1: which question? --key names one of 'Chair', 'Board'",
    );
    expect(ballots(read(box, { key: 'board' }))).toEqual(['1 Di>Cy']);
  });

  it('are scores where scores are to be counted', () => {
    const election = read('Score [Ann],Score [Ben]\n5,0\n,3\n', { ballots: 'score' });
    expect(election.ballots).toMatchObject({ kind: 'score' });
    const { scores } = election.ballots as { scores: Int32Array };
    expect(scores.slice(0, 2)).toEqual(Int32Array.of(5, 0));
  });

  it('are told from candidates of parties', () => {
    const election = read('Ann [Labour],Ben [Greens],Cy [Ind]\n1,2,3\n');
    expect(namesOf(election)).toEqual(['Ann [Labour]', 'Ben [Greens]', 'Cy [Ind]']);
  });

  it('a question for each rank is a column for each', () => {
    const box = 'Who is your first choice?,Who is your 2nd choice?\nAnn,Ben\nBen,\n';
    expect(ballots(read(box))).toEqual(['1 Ann>Ben', '1 Ben']);
    expect(refusal(box.replace('Ben,\n', 'Ben,Ben\n'))).toContain("'Ben' twice on one ballot");
  });

  it('one question may hold the whole order', () => {
    const box =
      'ID,Start time,Completion time,Email,Name,Order\n1,a,b,c,d,Ann;Ben;Cy;\n2,a,b,c,d,Cy;\n';
    expect(ballots(read(box, { passOver: ['name'] }))).toEqual(['1 Ann>Ben>Cy', '1 Cy']);
  });

  it('columns are passed over by name, and a name that is not there is refused', () => {
    expect(ballots(read('Name,A,B\nx,1,2\n', { passOver: ['NAME'] }))).toEqual(['1 A>B']);
    expect(refusal('Name,A,B\nx,1,2\n')).toContain("box:2:1: 'x' is no rank");
    expect(refusal('A,B\n1,2\n', { passOver: ['C'] })).toContain("no column 'c' to pass over");
  });
});

describe('records of cast votes', () => {
  it('Minneapolis: undervotes, overvotes, write-ins, a name again, a number of papers', () => {
    const election = read(
      'Precinct,1ST CHOICE MAYOR MINNEAPOLIS,2ND CHOICE MAYOR MINNEAPOLIS,' +
        '3RD CHOICE MAYOR MINNEAPOLIS,COUNT\n' +
        'MINNEAPOLIS W-1 P-01,BETSY HODGES,undervote,undervote,3864\n' +
        'MINNEAPOLIS W-1 P-02,MARK ANDREW,overvote,BETSY HODGES,2\n' +
        'MINNEAPOLIS W-1 P-02,UWI,MARK ANDREW,MARK ANDREW,1\n' +
        'MINNEAPOLIS W-1 P-02,undervote,undervote,undervote,7\n',
    );
    expect(namesOf(election)).toEqual(['BETSY HODGES', 'MARK ANDREW']);
    const { ballots: box } = election;
    if (box.kind !== 'ranked') throw new Error('rankings expected');
    expect([...box.weights]).toEqual([3864, 2, 1, 7]);
    expect([...box.cells]).toEqual([0, 1, OVERVOTE, 0, WRITE_IN, 1, 1]);
  });

  it('keeps an empty rank in the middle', () => {
    const { ballots: box } = read('1st choice,2nd choice\n,Ann\n');
    expect([...(box as { cells: Uint16Array }).cells]).toEqual([SKIPPED_RANK, 0]);
  });

  it('of several contests, or with a column that is none, are refused', () => {
    const both = 'Precinct,1st choice Mayor,2nd choice Mayor,1st choice Board\np,A,B,C\n';
    expect(refusal(both)).toContain("which contest? --key names one of 'mayor', 'board'");
    expect(ballots(read(both, { key: 'Mayor' }))).toEqual(['1 A>B']);
    expect(refusal('1st choice,2nd choice,Total\nA,B,9\n')).toContain(
      "'Total' stands among columns of ranks; --pass-over leaves it out",
    );
  });

  it('a Scottish ward', () => {
    const ward =
      '3,2,\n25,1,\n2,1,3,2,\n4,2,3,\n' +
      '"Candidate 1","Leslie Bain","Scottish National Party (SNP)",\n' +
      '"Candidate 2","Keith Barton","Conservative and Unionist Party (Con)",\n' +
      '"Candidate 3","Ken Caldwell","Scottish National Party (SNP)",\n' +
      '""Ward 22 - Buckhaven, Methil & Wemyss Villages"",';
    const election = read(ward);
    expect(election).toMatchObject({
      title: 'Ward 22 - Buckhaven, Methil & Wemyss Villages',
      seats: 2,
    });
    expect(ballots(election)).toEqual([
      '25 Leslie Bain',
      '2 Leslie Bain>Ken Caldwell>Keith Barton',
      '4 Keith Barton>Ken Caldwell',
    ]);
    const changes: [string, string, string][] = [
      ['2,1,3,2,', '2,1,4,', 'CANDIDATE_UNKNOWN box:3:1: no candidate 4 among 3'],
      ['2,1,3,2,', '2,1,1,', 'CANDIDATE_REPEATED box:3:1: candidate 1 twice on one paper'],
      ['2,1,3,2,', '0,1,', 'WEIGHT_INVALID box:3:1:'],
      ['Candidate 2', 'Candidate 3', "box:6:1: 'Candidate 3' where 'Candidate 2' was to come"],
      ['"Keith Barton"', '""', 'box:6:1: Candidate 2 has no name'],
      ['3,2,\n', '4,2,\n', 'box:9:1: 3 names for 4 candidates'],
      ['Keith Barton', 'leslie  bain', "box: the name 'leslie  bain' of candidate 2 differs only"],
    ];
    for (const [from, to, message] of changes) {
      expect(refusal(ward.replace(from, to))).toContain(message);
    }
  });
});

describe('tables of polls', () => {
  const stars =
    'voterID,voteTime,pollID,"Amy","Brian"\nx1,"2023-05-14 12:52:42",_,1,5\ny2,z,_,0,\n';

  it('star.vote: scores, whatever is to be counted', () => {
    for (const ballots of ['score', 'ranked'] as const) {
      const election = read(stars, { ballots });
      expect(election.ballots.kind).toBe('score');
      expect(namesOf(election)).toEqual(['Amy', 'Brian']);
    }
  });

  it('BetterVoting: scores or approvals as asked for, ranks where the file says so', () => {
    const box = 'ballot_id,precinct,Ann,Ben\nb-1,,1,0\nb-2,,,1\n';
    expect(read(box, { ballots: 'score' }).ballots.kind).toBe('score');
    expect(read(box, { ballots: 'approval' }).ballots).toMatchObject({
      kind: 'approval',
      count: 2,
    });
    const ranks =
      'ballot_id,precinct,Ann,Ben,overvote_rank,has_duplicate_rank\n' +
      'b-1,,2,1,,FALSE\nb-2,,1,,,FALSE\n';
    expect(ballots(read(ranks, { ballots: 'score' }))).toEqual(['1 Ben>Ann', '1 Ann']);
  });

  it('BetterVoting: one of several races', () => {
    const box = 'ballot_id,precinct,Chair!!Ann,Chair!!Ben,Board!!Cy,Board!!Di\nb-1,,1,2,2,1\n';
    expect(refusal(box)).toContain("which race? --key names one of 'Chair', 'Board'");
    expect(ballots(read(box, { key: 'Board' }))).toEqual(['1 Di>Cy']);
  });
});
