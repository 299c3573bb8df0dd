import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runHere } from '../../apps/cli/src/testing/run-here.js';
import { DecidingWorld } from '../e2e/deciding-world.js';

// A story takes as long as its year has chapters.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const options = ['A bakery', 'A repair shop', 'A garden'];
const ranks = (...numbers: number[]) => ({
  ranks: numbers.map((option, place) => ({ option, rank: place + 1 })),
});
const quorum = { share: '1/2', of: 'electorate', counts: 'ballots' };
const half = { share: '1/2', strict: true, of: 'cast-minus-abstentions' };

/** What was decided in the year: the rule, what each member cast, what it came to. */
const decisions: Readonly<
  Record<
    string,
    {
      rule: object;
      draft?: object;
      marks: readonly unknown[];
      outcome: string;
      /** Who fetched the file that a stranger counts again. */
      from: 'stranger' | 'member';
    }
  >
> = {
  'a majority': {
    rule: {
      ballotKind: 'stances',
      stances: ['agree', 'abstain', 'disagree'],
      decision: { kind: 'threshold', agree: half },
      blocks: null,
      quorum,
    },
    marks: ['agree', 'disagree', 'agree'],
    outcome: 'passed: agreement-reached',
    from: 'stranger',
  },
  'a ranking': {
    rule: { ballotKind: 'ranking', method: 'schulze', equalRanks: false, maximum: null },
    draft: { options },
    marks: [ranks(2, 1), ranks(2), ranks(1, 2, 3)],
    outcome: 'passed: option-chosen',
    from: 'member',
  },
  'a ranking whose rule has strangers count': {
    rule: {
      ballotKind: 'ranking',
      method: 'schulze',
      equalRanks: false,
      maximum: null,
      recountBy: 'strangers',
    },
    draft: { options },
    marks: [ranks(2, 1), ranks(2), ranks(1, 2, 3)],
    outcome: 'passed: option-chosen',
    from: 'stranger',
  },
  'a tie that a lot broke': {
    rule: { ballotKind: 'single-choice', winnerNeeds: null, tieRule: 'lot' },
    draft: { options },
    marks: [{ option: 1 }, { option: 3 }],
    outcome: 'passed: lot-drawn',
    from: 'stranger',
  },
  'a secret vote': {
    rule: {
      ballotKind: 'dots',
      winners: 1,
      dots: 5,
      maximumEach: null,
      secretUntilClosed: true,
    },
    draft: { options },
    marks: [{ dots: [{ option: 3, dots: 5 }] }, { dots: [{ option: 1, dots: 2 }] }],
    outcome: 'passed: option-chosen',
    from: 'member',
  },
};

interface Kept {
  readonly path: string;
  readonly text: string;
  /** What the voters kept. */
  readonly receipts: readonly string[];
}

let folder: string;
const kept = new Map<string, Kept>();

/**
 * Members decide; a stranger fetches what is public, is handed by a member what that one fetched,
 * and then the service is gone.
 */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stranger-'));
  const world = await DecidingWorld.open();
  try {
    const stranger = world.administrator.as(null);
    for (const [nth, [name, { rule, draft, marks, from }]] of Object.entries(decisions).entries()) {
      await world.adopt(`policy-${nth}`, rule);
      const id = await world.openVote(`policy-${nth}`, { visibility: 'PUBLIC', ...draft });
      const receipts: string[] = [];
      for (const [voter, mark] of marks.entries()) {
        const { receipt } = await world.members[voter]!.change<{ receipt: string }>(
          `mutation ($id: ID!, $mark: String!) { payload: ballotCast(proposalId: $id,
             input: { markJson: $mark }) { userErrors { code } receipt } }`,
          { id, mark: JSON.stringify(mark) },
        );
        receipts.push(receipt);
      }
      await world.finish(id);
      const reader = from === 'stranger' ? stranger : world.members[2];
      const text = (await reader.download(`/v1/recounts/${id}`)).toString();
      const path = join(folder, `${nth}.json`);
      writeFileSync(path, text);
      kept.set(name, { path, text, receipts });
    }
  } finally {
    await world.close();
  }
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** The command line of somebody who has no database, and no service to ask. */
const recount = (...args: string[]) =>
  runHere({ DATABASE_URL: '', REDIS_URL: '' }, ['recount', ...args]);

describe.each(Object.keys(decisions))('%s', (name) => {
  const file = (): Kept => kept.get(name)!;

  it('comes to the same when a stranger counts it again', async () => {
    const { code, text } = await recount(file().path);
    expect(text).toContain(`\n${decisions[name]!.outcome}\n`);
    expect(text).not.toContain('FAILS');
    expect(text).toMatch(/holds {2}count /);
    expect(code).toBe(0);
  });

  it('has everybody’s ballot in it, as each voter finds by their receipt', async () => {
    for (const receipt of file().receipts) {
      expect(await recount(file().path, '--receipt', receipt)).toMatchObject({ code: 0 });
    }
    expect(await recount(file().path, '--receipt', 'f'.repeat(64))).toMatchObject({ code: 1 });
  });

  it('is found out where one ballot says something else, is gone, or counts twice', async () => {
    type Rows = { receipt: string; says: { mark: unknown } }[];
    const forge = async (change: (rows: Rows) => void): Promise<string> => {
      const copy = JSON.parse(file().text) as { ballots: { rows: Rows } };
      change(copy.ballots.rows);
      const path = join(folder, 'forged.json');
      writeFileSync(path, JSON.stringify(copy));
      const { code, text } = await recount(path, '--json');
      const { first } = JSON.parse(text) as { first: { place: string } | null };
      return `${code} ${first?.place}`;
    };
    const [one, other] = [0, 1] as const;
    expect(
      await forge((rows) => {
        const marks = rows.map(({ says }) => JSON.stringify(says.mark));
        const differs = marks.findIndex((mark) => mark !== marks[0]);
        rows[one]!.says.mark = JSON.parse(marks[differs]!) as unknown;
      }),
    ).toBe('1 ballots.rows[0].receipt');
    expect(await forge((rows) => rows.pop())).toBe('1 ballots.head');
    expect(await forge((rows) => rows.splice(other, 0, rows[one]!))).toMatch(
      /^1 ballots\.rows\[1\]/,
    );
  });
});
