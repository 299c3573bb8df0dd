import { describe, expect, it } from 'vitest';

import { count } from '../methods/registry.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import type { ReadContext } from '../reading/file-format.js';
import { detectFormat } from './formats.js';

function read(name: string, text: string, reading: Partial<ReadContext> = {}): Election {
  const bytes = new TextEncoder().encode(text);
  return detectFormat(bytes, name).read(bytes, { file: 'x', ...reading });
}

function refusal(name: string, text: string): string {
  try {
    read(name, text);
  } catch (error) {
    if (error instanceof TallyError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'read';
}

function scoresOf({ ballots }: Election): unknown {
  if (ballots.kind !== 'score') throw new Error(`scores expected, not ${ballots.kind}`);
  return { weights: [...ballots.weights], scores: [...ballots.scores] };
}

describe('scores and approvals as JSON', () => {
  const star = { method: 'star', variant: 'star', options: {} };

  it('are told apart by the whole file, not by how it starts', () => {
    const box = '{"candidates":["Ann","Ben"],"ballots":[[1,[0,0]],[3,[5,0]],[2,[0,4]]]}';
    expect(count(read('x.json', box), star).winners).toEqual(['Ann']);
    const late = [...Array.from({ length: 9_000 }, () => '[1,[0,1]]'), '[1,[2,0]]'].join(',');
    const long = `{"candidates":["Ann","Ben"],"ballots":[${late}]}`;
    expect(read('x.json', long).ballots.kind).toBe('score');
  });

  it('are approvals if there is nothing but 0 and 1, unless scores are to be counted', () => {
    const box = '{"candidates":["Ann","Ben"],"ballots":[[1,[0,1]],[3,[1,1]]]}';
    expect(read('x.json', box).ballots.kind).toBe('approval');
    expect(read('x.json', box, { ballots: 'score' }).ballots.kind).toBe('score');
    expect(read('x.json', box.replace('0', 'null')).ballots.kind).toBe('score');
    expect(read('x.json', box.replace('0', '7'), { ballots: 'approval' }).ballots.kind).toBe(
      'score',
    );
  });

  it('are refused where two candidates have one name', () => {
    const box = '{"candidates":["Ann","ann "],"ballots":[[1,[0,4]]]}';
    expect(refusal('x.json', box)).toContain("CANDIDATE_REPEATED x: the name 'ann '");
  });

  it('may be UTF-16', () => {
    const bytes = Buffer.from('\uFEFF{"candidates":["Zoë"],"ballots":[[1,[1]]]}', 'utf16le');
    const election = detectFormat(bytes, 'x.json').read(bytes, { file: 'x' });
    expect(election.candidates[0]?.name).toBe('Zoë');
  });
});

describe('starvote', () => {
  const box = `# three seats
[options]
  seats = 2
  method = Bloc
  maximum score = 10
  tiebreaker = [
    Chuck
    Amy
    Nobody
  ]

[ballots]

  Amy = 1
  Brian = 5

  3 ballots:

  Amy = 10
  Chuck = 3
`;

  it('reads blocks of scores, repeated ballots, seats and the tie order', () => {
    const election = read('x.starvote', box);
    expect(election).toMatchObject({ seats: 2, tieOrder: [2, 0, 1] });
    expect(election.candidates.map(({ name }) => name)).toEqual(['Amy', 'Brian', 'Chuck']);
    const blank = -0x80000000;
    expect(scoresOf(election)).toEqual({ weights: [1, 3], scores: [1, 5, blank, 10, blank, 3] });
    expect(read('poll.txt', box, { seats: 1 }).seats).toBe(1);
  });

  it.each([
    ['= 10\n', '= 4\n', "FILE_MALFORMED x:14:3: '5' is no score from 0 to 4"],
    ['  Brian = 5', '  Amy = 5', "CANDIDATE_REPEATED x:15:1: 'Amy' twice on one ballot"],
    ['  Brian = 5', '  amy = 5', "CANDIDATE_REPEATED x:15:1: 'amy' differs from 'Amy'"],
    ['  Brian = 5', '  Brian', "x:15:1: 'Brian' is no line 'name = value'"],
    ['  Brian = 5', '  Brian = 1.5', "x:15:1: '1.5' is no score from 0 to 10"],
    ['  seats = 2', '  seats = 0', "x:3:1: option 'seats' is '0', no number above 0"],
    ['  seats = 2', '  csv_path = a.csv', 'x:3:1: csv_path: the ballots are in another file'],
    ['  seats = 2', '  colour = red', "x:3:1: no option 'colour'"],
    ['  seats = 2', '  method = star', "x:4:1: option 'method' comes twice"],
    ['[options]', '[choices]', 'x:2:1: a section [choices]'],
    ['[ballots]', '[options]', 'x:12:1: [options] comes twice'],
    ['  3 ballots:', '  0 ballots:', 'x:17:1: a number of ballots, and no ballot'],
    ['  Amy = 10\n  Chuck = 3\n', '', 'a number of ballots, and no ballot'],
  ])('refuses %j as %j', (from, to, message) => {
    expect(refusal('x.starvote', box.replace(from, to))).toContain(message.replace('14:3', '15:1'));
  });

  it('needs ballots, and lists that end', () => {
    expect(refusal('x.starvote', '[options]\nseats = 1\n')).toContain('there are no ballots');
    expect(refusal('x.starvote', '[options]\ntiebreaker = [\nA\n')).toContain(
      'does not end with ]',
    );
    expect(refusal('x.starvote', 'seats = 1\n')).toContain('a line before the section');
  });
});

describe('BetterVoting as JSON', () => {
  const race = (id: string, method: string, winners: number): unknown => ({
    race_id: id,
    title: `Race ${id}`,
    num_winners: winners,
    voting_method: method,
    candidates: [
      { candidate_id: `${id}-a`, candidate_name: 'Ann' },
      { candidate_id: `${id}-b`, candidate_name: 'Ben' },
    ],
  });
  const vote = (id: string, a: number | null, b: number | null): unknown => ({
    race_id: id,
    scores: [
      { candidate_id: `${id}-a`, score: a },
      { candidate_id: `${id}-b`, score: b },
    ],
  });
  const file = (races: unknown[], votes: unknown[][]): string =>
    JSON.stringify({
      Election: { title: 'Spring', races },
      Ballots: votes.map((list, at) => ({ ballot_id: `b-${at}`, votes: list })),
      Results: [],
    });

  it('reads scores, ranks and approvals by the method of the race', () => {
    const box = file(
      [race('s', 'STAR', 1), race('r', 'STV', 2), race('p', 'Approval', 1)],
      [
        [vote('s', 5, null), vote('r', 2, 1)],
        [vote('s', 0, 3), vote('r', null, 1), vote('p', 1, 0)],
      ],
    );
    const blank = -0x80000000;
    const stars = read('x.json', box, { key: 'Race s' });
    expect(scoresOf(stars)).toEqual({ weights: [1, 1], scores: [5, blank, 0, 3] });
    const ranked = read('x.json', box, { key: 'r' });
    expect(ranked).toMatchObject({
      title: 'Race r',
      seats: 2,
      ballots: { kind: 'ranked', count: 2 },
    });
    expect([...(ranked.ballots as { cells: Uint16Array }).cells]).toEqual([1, 0, 1]);
    expect(read('x.json', box, { key: 'p' }).ballots).toMatchObject({ kind: 'approval', count: 1 });
    expect(refusal('x.json', box)).toContain("--key names one of 'Race s', 'Race r', 'Race p'");
  });

  it('refuses what is not of the race', () => {
    const one = (votes: unknown[]): string => file([race('s', 'STAR', 1)], [votes]);
    expect(refusal('x.json', one([vote('s', -1, 0)]))).toContain('has a score below zero');
    const strange = { race_id: 's', scores: [{ candidate_id: 'z', score: 1 }] };
    expect(refusal('x.json', one([strange]))).toContain('CANDIDATE_UNKNOWN');
    expect(refusal('x.json', file([race('s', 'Dice', 1)], []))).toContain(
      'is no method that is known',
    );
  });
});
