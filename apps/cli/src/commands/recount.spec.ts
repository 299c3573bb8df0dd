import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countedVote } from '../../../../libs/governance/src/testing/counted-vote.js';
import { madeVotes } from '../../../../libs/governance/src/testing/made-votes.js';
import { runHere } from '../testing/run-here.js';

const rule = {
  ballotKind: 'stances',
  stances: ['agree', 'disagree'],
  decision: {
    kind: 'threshold',
    agree: { share: '1/2', strict: true, of: 'cast-minus-abstentions' },
  },
  blocks: null,
};
let folder = '';
let file = '';
const vote = countedVote({
  rule,
  voters: [{ marks: ['disagree', 'agree'] }, { marks: ['agree'] }, { marks: [] }],
});
const whole = vote.file('members');
const put = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recount-'));
  file = put('vote.json', `${canonicalJson(whole)}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const recount = (...args: string[]) => runHere({}, ['recount', ...args]);

describe('rochdale recount', () => {
  it('counts a vote again from its file alone, and says what it looked at', async () => {
    const { code, text } = await recount(file);
    expect(code).toBe(0);
    expect(text).toContain('A question\npassed: agreement-reached\n2 ballots, head ');
    expect(text).toMatch(/holds {2}count/);
    expect(
      text.endsWith(
        '\nThe count holds, counted again from 2 ballots. Checked: shape, rule, electorate, ' +
          'receipts, ' +
          'chain, superseded, delegations, lot, count, seals, writing. ' +
          'Not checked, or in part: weights.\n',
      ),
    ).toBe(true);
  });

  it('answers in JSON', async () => {
    const { code, text } = await recount(file, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(text)).toMatchObject({
      verdict: 'holds',
      holds: true,
      open: ['weights'],
      first: null,
      seal: whole.seal,
      head: whole.ballots.head,
    });
  });

  it('names the first place that does not hold, with exit code 1', async () => {
    const changed = structuredClone(whole);
    changed.ballots.rows[1]!.says!.mark = 'disagree';
    const path = put('changed.json', canonicalJson(changed));
    const { code, text } = await recount(path);
    expect(code).toBe(1);
    expect(text).toContain('It does NOT hold, first at ballots.rows[1].receipt: ');
    expect(JSON.parse((await recount(path, '--json')).text)).toMatchObject({
      verdict: 'fails',
      holds: false,
      first: { check: 'receipts', place: 'ballots.rows[1].receipt' },
    });
  });

  it('finds a receipt in the list, and says where none is', async () => {
    const [receipt = ''] = vote.receipts;
    expect(await recount(file, '--receipt', ` ${receipt.toUpperCase()} `)).toMatchObject({
      code: 0,
      text: expect.stringContaining('it is in the list, and its ballot counts') as string,
    });
    const [before = ''] = whole.ballots.superseded ?? [];
    expect(await recount(file, `--receipt=${before}`)).toMatchObject({
      code: 0,
      text: expect.stringContaining('cast another ballot in its place') as string,
    });
    expect(await recount(file, '--receipt', '0'.repeat(64))).toMatchObject({
      code: 1,
      text: expect.stringMatching(/it is NOT in the list\n/) as string,
    });
  });

  it('says who knows of ballots cast anew, where strangers are not told', async () => {
    const path = put('stranger.json', canonicalJson(vote.file('strangers')));
    const [before = ''] = whole.ballots.superseded ?? [];
    expect(await recount(path, '--receipt', before)).toMatchObject({
      code: 1,
      text: expect.stringMatching(/NOT in the list; .*the file of a member tells\n/) as string,
    });
  });

  it('says that a count is open that the file does not show, with its own exit code', async () => {
    const kept = countedVote(madeVotes['ranking']!);
    const path = put('open.json', canonicalJson(kept.file('strangers')));
    const { code, text } = await recount(path);
    expect(code).toBe(3);
    expect(text).not.toContain('The count holds');
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      'The count is OPEN: nothing in this file fails, but it does not show all that the count ' +
        'hangs on. Checked: shape, rule, electorate, chain, delegations, lot, seals, writing. ' +
        'Not checked, or in part: weights, receipts, superseded, count.',
    );
    expect(JSON.parse((await recount(path, '--json')).text)).toMatchObject({
      verdict: 'open',
      holds: false,
      first: null,
      open: ['weights', 'receipts', 'superseded', 'count'],
    });
    expect(await recount(path, '--receipt', kept.receipts[0]!)).toMatchObject({ code: 3 });
    expect(await recount(path, '--receipt', '0'.repeat(64))).toMatchObject({ code: 1 });
    expect((await recount('--help')).text).toContain(
      '3: nothing in it fails, but the count is open',
    );
  });

  it.each<[string, () => readonly string[], string]>([
    ['no file', () => [], 'which file?'],
    ['two files', () => [file, 'b'], 'one file at a time'],
    ['a file that is not there', () => [join(folder, 'none')], 'ENOENT'],
    ['bytes that are no text', () => [put('bytes', Buffer.from([0xff, 0xfe]))], 'UTF-8'],
    ['a receipt that is none', () => [file, '--receipt', 'abc'], 'a receipt has 64 digits'],
    ['an option that it does not know', () => [file, '--fast'], "'--fast' is not heeded"],
  ])('takes %s for unusable, with exit code 2', async (_name, args, says) => {
    const said = await recount(...args());
    expect(said).toMatchObject({ code: 2, text: expect.stringContaining(says) as string });
  });

  it('says of another file that it is none of a vote', async () => {
    const path = put('other.json', '{"format":"something else"}');
    expect(await recount(path)).toMatchObject({
      code: 1,
      text: expect.stringContaining('first at format: ') as string,
    });
  });
});

describe('what was saved in place of a file', () => {
  it('is named, and is no count that fails', async () => {
    const refusal = { type: 'about:blank', status: 400, code: 'COOPERATIVE_REQUIRED', title: 'x' };
    const { code, text } = await recount(put('refusal.json', JSON.stringify(refusal)));
    expect(code).toBe(2);
    expect(text).toContain('a refusal, COOPERATIVE_REQUIRED');
  });
});
