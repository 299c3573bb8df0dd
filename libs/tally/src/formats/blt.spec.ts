import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { rankedElection } from '../model/make-election.js';
import { ranksOf } from '../model/ranked-builder.js';
import { arbitraryWeak, electionOf } from '../testing/arbitrary-elections.js';
import { blt } from './blt.js';
import { writeBlt } from './blt-writer.js';

const encoder = new TextEncoder();

const sample = `# a by-election
4 2
[nick ada bo cy di]
[tie cy ada bo di]
[withdrawn di]
3 ada bo=cy 0
(b-7) 2.5 2 - 1 0   # a comment
1 0
0
"Ada \\"Lace\\""
"Bo"
"Cy"
"Di"
"Board election"
anything else is for people
`;

function read(text: string, seats?: number): Election {
  return blt.read(encoder.encode(text), {
    file: 'box.blt',
    ...(seats === undefined ? {} : { seats }),
  });
}

function refusal(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof TallyError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'read';
}

function contents(election: Election): unknown {
  const { ballots } = election;
  if (ballots.kind !== 'ranked') throw new Error('rankings expected');
  const rows = Array.from({ length: ballots.count }, (_, row) => [
    ballots.weights[row],
    ranksOf(ballots, row),
  ]);
  return { ...election, ballots: { rows, divisor: ballots.weightDivisor } };
}

describe('reading BLT', () => {
  it('reads nicknames, ties, withdrawals, equal and empty ranks, weights, comments', () => {
    expect(contents(read(sample))).toEqual({
      title: 'Board election',
      candidates: [
        { name: 'Ada "Lace"', id: 'ada' },
        { name: 'Bo', id: 'bo' },
        { name: 'Cy', id: 'cy' },
        { name: 'Di', id: 'di' },
      ],
      seats: 2,
      withdrawn: [3],
      tieOrder: [2, 0, 1, 3],
      ballots: {
        rows: [
          [30, [[0], [1, 2]]],
          [25, [[1], [], [0]]],
          [10, []],
        ],
        divisor: 10n,
      },
    });
  });

  it('reads withdrawals with a minus, and lays equal ballots together', () => {
    const election = read('3 1\n-2 -3\n1 1 2 0\n4 1 2 0\n0\n"A"\n"B"\n"C"\n"T"\n');
    expect(election.withdrawn).toEqual([1, 2]);
    expect([...election.ballots.weights]).toEqual([5]);
  });

  it('reads Windows line ends and a byte order mark', () => {
    const election = read('\uFEFF2 1\r\n3 2 0\r\n0\r\n"A"\r\n"B"\r\n"T"\r\n');
    expect(election.candidates.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  it('takes the seats it is told over those of the file', () => {
    expect(read(sample, 1).seats).toBe(1);
  });

  it('reads the same whatever chunks the file comes in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
        const bytes = Buffer.from(sample);
        const reader = blt.stream?.({ file: 'box.blt' });
        // One buffer for all chunks, as a program that reads a file would use it.
        const chunk = Buffer.alloc(40);
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = Math.min(sizes[turn % sizes.length] as number, bytes.length - at);
          bytes.copy(chunk, 0, at, at + size);
          reader?.push(chunk.subarray(0, size));
          at += size;
        }
        expect(contents(reader?.end() as Election)).toEqual(contents(read(sample)));
      }),
      { numRuns: 100 },
    );
  });
});

describe('BLT that is not what it says is refused, with line and column', () => {
  const names = '0\n"A"\n"B"\n"T"\n';
  it.each([
    ['', 'FILE_MALFORMED box.blt:1:1: no BLT file: it is empty'],
    ['{"a": 1}', 'FILE_MALFORMED box.blt:1:1: no BLT file: it does not start with two numbers'],
    [`2 1\n1 3 0\n${names}`, 'CANDIDATE_UNKNOWN box.blt:2:3: candidate 3 on a ballot, but'],
    [`2 1\n1 1 2 1 0\n${names}`, 'CANDIDATE_REPEATED box.blt:2:7: candidate 1 twice on one ballot'],
    [`2 1\n1 1 2\n${names}`, 'FILE_MALFORMED box.blt:2:6: a ballot that does not end with 0'],
    [`2 1\n1 1 0\n-4 1 2 0\n${names}`, 'WEIGHT_INVALID box.blt:3:1: a ballot starts with'],
    [`2 1\n-4 1 2 0\n${names}`, 'WEIGHT_INVALID box.blt:2:1: a line that starts with -'],
    [`2 1\n0 1 2 0\n${names}`, 'WEIGHT_INVALID box.blt:2:1: a ballot of weight 0'],
    [`2 1\n1.1234567 1 0\n${names}`, 'WEIGHT_INVALID box.blt:2:2: a weight has 1 to 6 decimals'],
    [`2 1\n1x 1 0\n${names}`, 'WEIGHT_INVALID box.blt:2:1: a ballot weight that is no number'],
    [`2 1\n9007199254740993 1 0\n${names}`, 'box.blt:2:1: a ballot weight of more than 15 digits'],
    [`2 1\n${'999999999999999 1 0\n'.repeat(10)}${names}`, 'box.blt:11:1: the weights add up'],
    [`2 1\n1 1 0 2\n${names}`, 'FILE_MALFORMED box.blt:2:7: something after the 0'],
    [`2 1\n1 1= 0\n${names}`, 'FILE_MALFORMED box.blt:2:5:'],
    [`2 1\n1 1=0\n${names}`, 'FILE_MALFORMED box.blt:2:5: an = with nobody after it'],
    [`2 1\n1 who 0\n${names}`, "CANDIDATE_UNKNOWN box.blt:2:3: no candidate 'who' among 2"],
    ['2 1\n1 1 0\n', 'FILE_MALFORMED box.blt:3:1: the ballots do not end with a line 0'],
    ['2 1\n1 1 0\n0\n"A"\n', 'FILE_MALFORMED box.blt:5:1: 1 quoted texts, but 2 names and a'],
    ['2 1\n1 1 0\n0\n"A"\n"T"\n', 'FILE_MALFORMED box.blt:6:1: 2 quoted texts, but 2 names and a'],
    ['2 1\n1 1 0\n0\n"A"\n""\n"T"\n', 'FILE_MALFORMED box.blt:7:1: candidate 2 has an empty name'],
    ['2 1\n1 1 0\n0\n"A ""B"""\n"C"\n"T"\n', 'FILE_MALFORMED box.blt:4:5: a doubled quote'],
    ['2 1\n1 1 0\n0\n"A","B"\n"T"\n', 'FILE_MALFORMED box.blt:4:4: something right behind a'],
    ['2 1\n1 1 0\n0\nA\n"B"\n"T"\n', 'FILE_MALFORMED box.blt:4:1: a name must stand in quotes'],
    ['2 1\n1 1 0\n0\n"A\n"B"\n"T"\n', 'FILE_MALFORMED box.blt:4:1: a quoted name without its end'],
    [`2 3\n1 1 0\n${names}`, 'SEATS_INVALID box.blt:1:1: 3 seats for 2 candidates'],
    [`2 0\n1 1 0\n${names}`, 'SEATS_INVALID box.blt:1:1: 0 seats for 2 candidates'],
    [`2 2\n-1\n1 2 0\n${names}`, 'SEATS_INVALID box.blt:1:1: 2 seats for 1 candidates'],
    ['99999 1\n', 'TOO_MANY_CANDIDATES box.blt:1:1:'],
    [`2 1\n[tie 1 1]\n1 1 0\n${names}`, 'CANDIDATE_REPEATED box.blt:2:1:'],
    [`2 1\n[colour blue]\n1 1 0\n${names}`, 'FILE_MALFORMED box.blt:2:1: an option [colour]'],
    [
      `2 1\n[nick a]\n1 1 0\n${names}`,
      'FILE_MALFORMED box.blt:2:1: [nick] needs 2 different words',
    ],
    [`2 1\n(x 1 1 0\n${names}`, 'FILE_MALFORMED box.blt:2:1: a ballot id without )'],
  ])('%j', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('refuses two candidates of one name, whatever its case and blanks', () => {
    for (const [other, message] of [
      ['A', "the name 'A' of candidate 3 is one before"],
      ['a ', "the name 'a' of candidate 3 differs only by case or blanks from one before"],
    ] as const) {
      const box = `3 1\n1 1 2 0\n0\n"A"\n"B"\n"${other}"\n"T"\n`;
      expect(() => read(box)).toThrow(message);
    }
    expect(read('3 1\n1 1 2 0\n0\n"A"\n"B"\n"A B"\n"A"\n').title).toBe('A');
  });

  it('refuses a name that quotes within it have cut in two', () => {
    const box = '3 1\n1 1 2 0\n0\n"Ann" "Annie"\n"Ben"\n"Cy"\n"Board"\n';
    expect(() => read(box)).toThrow('box.blt:7:1: more quoted texts than names and a title');
    expect(read('3 1\n1 1 2 0\n0\n"A" "B" "C"\n"T"\n').title).toBe('T');
  });

  it('refuses ballots after the title, and passes over figures and words there', () => {
    const box = '3 1\n1 1 2 0\n0\n"A"\n"B"\n"C"\n"T"\n';
    const places = ['2 3 1 0', '2 1=2 0', '1.5 2 0 # late', '(b7) 1 2 0'];
    for (const line of places) {
      expect(() => read(`${box}\n${line}\n`)).toThrow('box.blt:9:1: a ballot after the title');
    }
    for (const line of ['"a source"', 'First Prefs', '119 32 43 0', '2 1 3', '4 0', '0']) {
      expect(read(`${box}${line}\n`).title).toBe('T');
    }
  });

  it('reads Latin-1, and refuses text of two encodings or of none', () => {
    const box = (first: string | Buffer, second: string): Uint8Array => {
      const parts = ['2 1\n1 1 0\n0\n"', first, '"\n"', second, '"\n"T"\n'];
      return Buffer.concat(
        parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)),
      );
    };
    const { candidates, notes } = blt.read(box(Buffer.from('Zoë', 'latin1'), 'B'), { file: 'x' });
    expect(candidates[0]?.name).toBe('Zoë');
    expect(notes).toEqual(['The file is not UTF-8; it was read as Windows-1252 (Latin-1).']);
    const mixed = box(Buffer.from('Zoë', 'latin1'), 'Noël');
    expect(() => blt.read(mixed, { file: 'x' })).toThrow(
      'x:5: the text is UTF-8 here and not there',
    );
    const none = box(Buffer.from([0xe9, 0x81]), 'B');
    expect(() => blt.read(none, { file: 'x' })).toThrow(
      'x:4: the text is neither UTF-8 nor Windows',
    );
    const strict = { file: 'x', encoding: 'utf-8' } as const;
    expect(() => blt.read(none, strict)).toThrow('x:4: the text is not UTF-8');
  });

  it('gives up on a line of 100 MB at once and without keeping it', () => {
    const reader = blt.stream?.({ file: 'box.blt' });
    const chunk = Buffer.alloc(1 << 20, '1 ');
    let taken = 0;
    const start = process.memoryUsage().arrayBuffers;
    expect(() => {
      for (; taken < 100; taken++) reader?.push(chunk);
    }).toThrow('box.blt:1:1048577: a line longer than 1048576 bytes');
    expect(taken).toBeLessThan(3);
    expect(process.memoryUsage().arrayBuffers - start).toBeLessThan(16 << 20);
  });
});

describe('writing BLT', () => {
  it('reads back as the same election', () => {
    fc.assert(
      fc.property(arbitraryWeak(2), fc.string(), (plain, title) => {
        const named = { ...electionOf(plain), title: title.replace(/[\\\r\n]/g, '').trim() };
        expect(contents(read([...writeBlt(named)].join('')))).toEqual(contents(named));
      }),
      { numRuns: 100 },
    );
  });

  it('writes decimal weights, withdrawals, ties, nicknames and quotes', () => {
    const text = [...writeBlt(read(sample))].join('');
    expect(contents(read(text))).toEqual(contents(read(sample)));
    expect(text).toContain('2.5 2 - 1 0');
  });

  it('refuses weights that are no decimals', () => {
    const thirds = rankedElection({ candidates: ['A', 'B'] }, [['1/3', [0]]]);
    expect(() => [...writeBlt(thirds)]).toThrow('BLT holds decimal weights only');
  });
});

describe('BLT damaged at random', () => {
  const ward = new URL(
    '../../../../../shared/vectors/voting/droop/blt/SC-Vm-12.blt',
    import.meta.url,
  );
  it('is read or refused with a position, and never crashes', () => {
    let original = sample;
    try {
      original = readFileSync(ward, 'utf8');
    } catch {
      // On a fresh machine the sample has to do.
    }
    const alphabet = '0123456789 -=.#"[](){}\n\r\tab,:';
    const damage = fc.array(
      fc.record({
        at: fc.nat(original.length),
        drop: fc.nat(6),
        insert: fc.string({ unit: fc.constantFrom(...alphabet.split('')), maxLength: 5 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(damage, (cuts) => {
        const text = cuts.reduce(
          (whole, { at, drop, insert }) => whole.slice(0, at) + insert + whole.slice(at + drop),
          original,
        );
        try {
          const { ballots, candidates, seats } = read(text);
          expect(ballots.totalWeight).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER);
          expect(seats).toBeLessThanOrEqual(candidates.length);
        } catch (error) {
          if (!(error instanceof TallyError)) throw error;
          expect(error.position.file).toBe('box.blt');
          expect(error.position.line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1500 },
    );
  });
});
