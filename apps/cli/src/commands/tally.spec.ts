import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runCli } from '../cli.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-'));
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  put('box.blt', '3 1\n4 1 2 0\n3 2 0\n2 3 2 0\n0\n"Ada"\n"Bo"\n"Cy"\n"Board"\n');
  put('tied.blt', '2 1\n1 1 0\n1 2 0\n0\n"Ada"\n"Bo"\n"T"\n');
  put('broken.blt', '2 1\n1 9 0\n0\n"Ada"\n"Bo"\n"T"\n');
  put('votes.csv', 'weight,stance\n7,agree\n3,disagree\n');
  put('names.csv', '1,2\nAnn,Ben\nANN,Ben\nBen,Ann\n');
  put('form.csv', 'Sent by,Rank [Ann],Rank [Ben]\nx,1st choice,2nd choice\n');
  const approvals = 'voter_id;vote\n1;1,1\n2;1,2\n3;2\n';
  put(
    'box.pb',
    'META\nkey;value\nnum_projects;2\nnum_votes;3\nbudget;1\nmax_length;1\n' +
      `PROJECTS\nproject_id;cost\n1;1\n2;1\nVOTES\n${approvals}`,
  );
  const base = { variant: 'irv-single-elimination', format: 'blt', seats: 1, params: {} };
  const cases = [
    { id: 'good', method: 'irv', input: 'box.blt', ...base },
    { id: 'missing', method: 'irv', input: 'nowhere.blt', ...base },
    { id: 'broken', method: 'irv', input: 'broken.blt', ...base },
    { id: 'unknown', method: 'dice', input: 'box.blt', ...base },
    { id: 'odd' },
    17,
    { id: 'last', method: 'irv', input: 'box.blt', ...base },
  ];
  put('index.json', JSON.stringify({ cases }));
  put('none.json', '{"title": "no cases"}');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function tally(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const sink = (name: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString();
        done();
      },
    });
  const placed = args.map((word) =>
    /\.(blt|json|csv|pb)$/.test(word) ? join(folder, word) : word,
  );
  const code = await runCli(['tally', ...placed], { stdout: sink('out'), stderr: sink('err') });
  return { code, ...written };
}

describe('rochdale tally', () => {
  it('counts a file and prints a table', async () => {
    const { code, out } = await tally('box.blt', '--method', 'irv');
    expect(code).toBe(0);
    expect(out).toContain('Winner: Bo');
  });

  it('counts a file and prints JSON, the same bytes each time', async () => {
    const first = await tally('box.blt', '--method=irv', '--json');
    const second = await tally('box.blt', '--json', '--method', 'irv');
    expect(first.out).toBe(second.out);
    expect(JSON.parse(first.out)).toMatchObject({
      method: 'irv',
      variant: 'irv-single-elimination',
      seats: 1,
      winners: ['Bo'],
      winnerIndexes: [1],
      rounds: [{ votes: ['4', '3', '2'] }, { votes: ['4', '5', '0'] }],
      ties: [],
    });
  });

  it('hands options on to the method', async () => {
    const { out } = await tally(
      'box.blt',
      '--method',
      'stv',
      '--variant',
      'gregory-droop',
      '--seats',
      '2',
      '--quota',
      'hare',
      '--json',
    );
    expect(JSON.parse(out)).toMatchObject({ seats: 2, quota: '4.5', options: { quota: 'hare' } });
  });

  it('hands on how a file is to be read, and tells what became of it', async () => {
    const told = async (...args: string[]): Promise<string[]> =>
      (JSON.parse((await tally(...args, '--json')).out) as { account: string[] }).account;
    expect((await told('names.csv', '--method', 'irv', '--names', 'merge'))[0]).toBe(
      "'ANN' was read as 'Ann'.",
    );
    const budget = ['box.pb', '--method', 'participatory-budgeting', '--doubled', 'merge'];
    expect(await told(...budget, '--beyond-limits', 'drop')).toEqual([
      expect.stringMatching(/^Ballots that name a project more than once; .*: 1\.$/),
      'Ballots that were left out, as they go beyond the limits of the file: 1.',
      expect.stringContaining('Projects are funded'),
      expect.stringContaining('They cost'),
      expect.stringContaining('1 is picked, by candidate order.'),
    ]);
    expect((await tally('form.csv', '--method', 'irv', '--pass-over', 'sent BY')).out).toContain(
      'Winner: Ann',
    );
  });

  it('breaks ties as told', async () => {
    const by = async (...args: string[]): Promise<unknown> =>
      JSON.parse((await tally('tied.blt', '--method', 'irv', '--json', ...args)).out);
    expect(await by('--tie', 'report')).toMatchObject({
      winners: [],
      outcomes: [{ winners: ['Ada'] }, { winners: ['Bo'] }],
    });
    expect(await by('--tie', 'lot', '--seed', 'x')).toMatchObject({ ties: [{ brokenBy: 'lot' }] });
  });

  it('counts stances', async () => {
    const { out } = await tally('votes.csv', '--method', 'stance', '--threshold', '2/3', '--json');
    expect(JSON.parse(out)).toMatchObject({ figures: { verdict: 'passed', share: '7/10' } });
  });

  it.each([
    [['box.blt'], 'which --method? see tally --list'],
    [[], 'which file? see tally --help'],
    [['nowhere.blt', '--method', 'irv'], 'nowhere.blt: no such file'],
    [['box.blt', 'tied.blt', '--method', 'irv'], 'one file at a time'],
    [['box.blt', '--method', 'dice'], "no method 'dice'; known: "],
    [['box.blt', '--method', 'stv', '--variant', 'x'], "no variant 'x' of stv; known: scottish"],
    [['box.blt', '--method', 'irv', '--colour', 'red'], "no option 'colour'; known: tie, seed"],
    [['box.blt', '--method', 'irv', '--tie', 'lot'], 'a tie by lot needs a seed'],
    [['box.blt', '--method', 'irv', '--seats', '4'], 'box.blt:1:1: 4 seats for 3 candidates'],
    [['box.blt', '--method', 'irv', '--seats', '-1'], "'-1' is no number of seats"],
    [['box.blt', '--method', 'irv', '--method', 'stv'], '--method is given twice'],
    [['box.blt', '--method'], '--method needs a value'],
    [['broken.blt', '--method', 'irv'], 'broken.blt:2:3: candidate 9 on a ballot'],
    [['box.blt', '--method', 'irv', '--format', 'xml'], "no format 'xml'; known: blt"],
    [['names.csv', '--method', 'irv'], "names.csv:3:1: 'ANN' differs from 'Ann' only by case"],
    [
      ['names.csv', '--method', 'irv', '--names', 'x'],
      "'x' is no value for --names; one of refuse",
    ],
    [['box.pb', '--method', 'participatory-budgeting'], 'box.pb:13: project 1 twice'],
    [['box.blt', '--method', 'irv', '--encoding', 'ebcdic'], "'ebcdic' is no value for --encoding"],
    [['none.json', '--method', 'irv'], 'none.json:1:1: this looks like no ballot file'],
    [['--batch', 'none.json'], 'no index, as it has no list of cases'],
    [['--batch', 'box.blt'], 'not JSON'],
    [['box.blt', '--method', 'irv', '--json=no'], '--json takes no value'],
    [['--list', '--batch', 'index.json'], "--list stands alone; 'batch' makes no sense beside it"],
    [['--list', 'box.blt'], '--list stands alone'],
    [['--batch', 'index.json', '--method', 'irv'], "--batch stands alone; 'method'"],
    [['--batch', 'index.json', 'box.blt'], '--batch stands alone'],
  ])('%j is unusable input: exit code 2 and one line', async (args, message) => {
    const { code, out, err } = await tally(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err).toMatch(/^rochdale tally: [^\n]+\n$/);
  });

  it('counts what comes through a pipe', async () => {
    const pipe = join(folder, 'pipe.blt');
    execFileSync('mkfifo', [pipe]);
    spawn('sh', ['-c', 'cat "$0" > "$1"', join(folder, 'box.blt'), pipe]);
    expect((await tally('pipe.blt', '--method', 'irv')).out).toContain('Winner: Bo');
    spawn('sh', ['-c', 'cat "$0" > "$1"', join(folder, 'votes.csv'), pipe]);
    expect((await tally('pipe.blt', '--format', 'csv', '--method', 'stance')).code).toBe(0);
  });

  it.each([
    ['EPIPE', 0, ''],
    ['ENOSPC', 1, 'rochdale tally: no write: ENOSPC\n'],
  ])('survives an output that fails with %s', async (code, exit, told) => {
    let [writes, err] = [0, ''];
    const stdout = new Writable({
      write(_chunk, _encoding, done) {
        writes++;
        done(Object.assign(new Error(`no write: ${code}`), { code }));
      },
    });
    const stderr = new Writable({
      write(chunk: Buffer, _encoding, done) {
        err += chunk.toString();
        done();
      },
    });
    const args = ['tally', '--batch', join(folder, 'index.json')];
    expect(await runCli(args, { stdout, stderr })).toBe(exit);
    expect([writes, err]).toEqual([1, told]);
  });

  it('lists every rule with its source, as text and as JSON', async () => {
    const text = await tally('--list');
    expect(text.out).toContain('stv / scottish');
    expect(text.out).toContain('SSI 2011/399');
    const { methods, formats } = JSON.parse((await tally('--list', '--json')).out) as {
      methods: { method: string }[];
      formats: { format: string }[];
    };
    expect(methods.map(({ method }) => method)).toContain('schulze');
    expect(formats.map(({ format }) => format)).toContain('blt');
  });

  it('counts a batch, a line for each case, and never stops at a bad one', async () => {
    const { code, out, err } = await tally('--batch', 'index.json', '--json');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { id: 'good', result: { winners: ['Bo'] } },
      { id: 'missing', error: { code: 'FILE_UNREADABLE' } },
      { id: 'broken', error: { code: 'CANDIDATE_UNKNOWN' } },
      { id: 'unknown', error: { code: 'METHOD_UNKNOWN' } },
      { id: 'odd', error: { code: 'FILE_MALFORMED' } },
      { id: null, error: { code: 'FILE_MALFORMED' } },
      { id: 'last', result: { winners: ['Bo'] } },
    ]);
    expect(err).toBe('2 of 7 cases counted\n');
  });
});

describe('what policies call a method', () => {
  it.each([
    ['scottish', 'stv', 'scottish'],
    ['meek', 'stv', 'meek-prf'],
    ['warren', 'stv', 'warren'],
  ])('is understood as well: %s', async (name, method, variant) => {
    const asked = await tally('box.blt', '--method', name, '--seats', '1', '--json');
    const known = ['--method', method, '--variant', variant];
    expect(asked).toEqual(await tally('box.blt', ...known, '--seats', '1', '--json'));
    expect(asked.code).toBe(0);
  });
});
