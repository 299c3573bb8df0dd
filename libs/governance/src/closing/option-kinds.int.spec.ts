import { newId } from '@rochdale/platform';
import { RecountOutcomes } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { governanceInvariants } from '../governance.invariants.js';
import { parseRule } from '../policy/decision-rule.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';

const options = ['Red', 'Green', 'Blue'];
const ranked = (...numbers: number[]) => ({
  ranks: numbers.map((option, at) => ({ option, rank: at + 1 })),
});

interface Sort {
  readonly ballotKind: string;
  readonly own: object;
  /** For green, for green and then red, and for red. */
  readonly marks: readonly [object, object, object];
  readonly wrong: readonly [object, string];
}

const needs = { share: '1/2', strict: true, of: 'cast' };
const ranking = { equalRanks: false, maximum: null };
const rankings = {
  marks: [ranked(2), ranked(2, 1), ranked(1, 3, 2)],
  wrong: [{ ranks: [{ option: 1, rank: 2 }] }, 'RANK_SKIPPED'],
} as const;
const scores = {
  marks: [
    { scores: [{ option: 2, score: 5 }] },
    { scores: [1, 2].map((option) => ({ option, score: option })) },
    { scores: [{ option: 1, score: 3 }] },
  ],
  wrong: [{ scores: [{ option: 1, score: 6 }] }, 'SCORE_OFF_SCALE'],
} as const;

const sorts: Readonly<Record<string, Sort>> = {
  'a single choice': {
    ballotKind: 'single-choice',
    own: { winnerNeeds: needs },
    marks: [{ option: 2 }, { option: 2 }, { option: 1 }],
    wrong: [{ option: 4 }, 'OPTION_UNKNOWN'],
  },
  approval: {
    ballotKind: 'approval',
    own: { winners: 1, maximum: 2, winnerNeeds: null },
    marks: [{ options: [2] }, { options: [2, 1] }, { options: [3] }],
    wrong: [{ options: [1, 2, 3] }, 'OPTIONS_TOO_MANY'],
  },
  'an instant run-off': { ballotKind: 'ranking', own: { ...ranking, method: 'irv' }, ...rankings },
  Schulze: { ballotKind: 'ranking', own: { ...ranking, method: 'schulze' }, ...rankings },
  'ranked pairs': {
    ballotKind: 'ranking',
    own: { ...ranking, method: 'ranked-pairs' },
    ...rankings,
  },
  Borda: { ballotKind: 'ranking', own: { ...ranking, method: 'borda' }, ...rankings },
  STV: { ballotKind: 'stv', own: { method: 'scottish', winners: 1, maximum: null }, ...rankings },
  scores: { ballotKind: 'score', own: { method: 'score', highest: 5 }, ...scores },
  STAR: { ballotKind: 'score', own: { method: 'star', highest: 5 }, ...scores },
  // Green by the middle of its grades, 2; red has more points.
  'majority judgment': {
    ballotKind: 'score',
    own: { method: 'majority-judgment', highest: 5 },
    ...scores,
    marks: [
      { scores: [{ option: 2, score: 2 }] },
      {
        scores: [
          { option: 1, score: 1 },
          { option: 2, score: 2 },
        ],
      },
      { scores: [{ option: 1, score: 5 }] },
    ],
  },
  dots: {
    ballotKind: 'dots',
    own: { winners: 1, dots: 5, maximumEach: null },
    marks: [
      { dots: [{ option: 2, dots: 5 }] },
      { dots: [1, 2].map((option) => ({ option, dots: option })) },
      { dots: [{ option: 1, dots: 4 }] },
    ],
    wrong: [{ dots: [{ option: 1, dots: 6 }] }, 'DOTS_TOO_MANY'],
  },
};

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(6);
});
afterAll(() => world.close());

const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();

async function drafted(rule: object, own: readonly string[] | null = options): Promise<string> {
  const key = `p-${newId()}`;
  const whole = parseRule({ ...plain, ...rule });
  await world.adopt.execute(world.system, { key, title: 'A policy', rule: whole });
  const terms = { title: 'A colour', body: '', policyKey: key, actions: [], options: own };
  return (await world.draft.execute(world.voters[0]!, terms)).proposalId;
}

async function opened(rule: object): Promise<string> {
  const proposalId = await drafted(rule);
  await world.open.execute(world.voters[0]!, { proposalId });
  return proposalId;
}

const cast = (proposalId: string, voter: number, mark: object) =>
  world.cast.execute(world.voters[voter]!, { proposalId, mark });

const seen = async (proposalId: string) => {
  const queries = new ProposalQueries(world.votes);
  return world.unitOfWork.read(world.voters[5]!, async (tx) => ({
    vote: (await queries.byIds(tx, [proposalId]))[0],
    tally: (await queries.tallies(tx, [proposalId]))[0],
  }));
};

describe.each(Object.entries(sorts))('a vote by %s', (_name, { ballotKind, own, marks, wrong }) => {
  it('is drafted, opened, cast, changed, closed and recounted', async () => {
    const id = await opened({ ballotKind, ...own });
    const [green, greenThenRed, red] = marks;
    const first = await cast(id, 1, red);
    const again = await cast(id, 1, green);
    expect(again).toMatchObject({ supersedesId: first.ballotId, mark: green });
    expect(again.receipt).not.toBe(first.receipt);
    await cast(id, 2, greenThenRed);
    await cast(id, 3, red);
    await expect(cast(id, 4, wrong[0])).rejects.toMatchObject({ code: wrong[1], path: ['mark'] });
    await expect(world.vote(id, 4, 'agree')).rejects.toMatchObject({ code: 'BALLOT_MARK_INVALID' });
    expect((await seen(id)).tally).toMatchObject({ ballots: 3, castWeight: 3n });
    world.clock.advance({ days: 6 });
    expect(await world.closing.execute(world.system, { proposalId: id })).toEqual({
      did: 'closed',
      outcome: 'passed',
    });
    expect((await seen(id)).vote).toMatchObject({
      outcomeReason: 'option-chosen',
      winners: [2],
      rule: { options },
    });
    expect(await new RecountOutcomes(world.unitOfWork).execute(world.system)).toEqual([]);
  });

  it('shows nothing of what is said while it is secret, and leaves or draws a tie', async () => {
    const rule = { ballotKind, ...own, winnerNeeds: undefined, tieRule: 'lot' };
    const needless = 'winnerNeeds' in own ? { ...rule, winnerNeeds: null } : rule;
    const { winnerNeeds: _needs, ...without } = needless;
    const wanted = 'winnerNeeds' in own ? needless : without;
    const id = await opened({ ...wanted, secretUntilClosed: true });
    const { vote, tally } = await seen(id);
    expect(tally?.groups).toBeNull();
    expect(vote).toMatchObject({ winners: null, lotSeed: null });
    expect(vote?.lotCommitment).toMatch(/^[0-9a-f]{64}$/);
    await cast(id, 1, marks[0]);
    expect((await seen(id)).tally).toMatchObject({ ballots: 1, groups: null });
    world.clock.advance({ days: 6 });
    await world.closing.execute(world.system, { proposalId: id });
    expect((await seen(id)).vote).toMatchObject({ winners: [2], outcome: 'passed' });
  });
});

describe('a tie between options', () => {
  const choice = { ballotKind: 'single-choice', winnerNeeds: null };
  const closed = async (rule: object, ...marks: readonly object[]) => {
    const id = await opened(rule);
    for (const [nth, mark] of marks.entries()) await cast(id, nth + 1, mark);
    world.clock.advance({ days: 6 });
    await world.closing.execute(world.system, { proposalId: id });
    return (await seen(id)).vote;
  };
  const tie = (tieRule: string) => closed({ ...choice, tieRule }, { option: 1 }, { option: 3 });
  const approvals = { ballotKind: 'approval', winners: 2, maximum: null, winnerNeeds: null };
  const dots = { ballotKind: 'dots', winners: 2, dots: 5, maximumEach: null };

  it('leaves things as they are, or is drawn by the seed that was committed to', async () => {
    expect(await tie('status-quo')).toMatchObject({ outcome: 'tied', winners: [] });
    const drawn = await tie('lot');
    expect(drawn).toMatchObject({ outcome: 'passed', outcomeReason: 'lot-drawn' });
    expect([[1], [3]]).toContainEqual(drawn?.winners);
    expect(await new RecountOutcomes(world.unitOfWork).execute(world.system)).toEqual([]);
  });

  it.each([
    ['approval', approvals, { options: [1, 2] }, { options: [1, 3] }],
    [
      'dots',
      dots,
      { dots: [1, 2].map((option) => ({ option, dots: 2 })) },
      { dots: [1, 3].map((option) => ({ option, dots: 2 })) },
    ],
  ])(
    'for the last of several places by %s leaves all of them open, or is drawn',
    async (...row) => {
      const [, rule, ...marks] = row;
      const left = await closed({ ...rule, tieRule: 'status-quo' }, ...marks);
      expect(left).toMatchObject({ outcome: 'tied', outcomeReason: 'options-tied', winners: [] });
      const drawn = await closed({ ...rule, tieRule: 'lot' }, ...marks);
      expect(drawn).toMatchObject({ outcome: 'passed', outcomeReason: 'lot-drawn' });
      expect([
        [1, 2],
        [1, 3],
      ]).toContainEqual(drawn?.winners);
      expect(await new RecountOutcomes(world.unitOfWork).execute(world.system)).toEqual([]);
    },
  );

  it('between options without votes is none: fewer win than there are places', async () => {
    const won = await closed(approvals, { options: [2] });
    expect(won).toMatchObject({ outcome: 'passed', winners: [2] });
  });

  it('ends early when nobody who is silent could alter it', async () => {
    const id = await opened({ ...choice, earlyClose: { when: 'outcome-certain' } });
    for (const voter of [0, 1, 2]) await cast(id, voter, { option: 1 });
    expect(await world.closing.execute(world.system, { proposalId: id })).toEqual({
      did: 'nothing',
      because: 'not-due',
    });
    await cast(id, 3, { option: 1 });
    expect(await world.closing.execute(world.system, { proposalId: id })).toEqual({
      did: 'closed',
      outcome: 'passed',
    });
  });
});

describe('options', () => {
  const choice = { ballotKind: 'single-choice', winnerNeeds: null };
  const refused = { code: 'PROPOSAL_OPTIONS_INVALID', path: ['options'] };

  it.each<[string, readonly string[] | null]>([
    ['are missing', null],
    ['are one', ['Red']],
    ['are named twice', ['Red', ' red']],
    ['are empty', ['Red', ' ']],
    ['have two lines', ['Red', 'Gre\nen']],
    ['are too many', Array.from({ length: 51 }, (_none, at) => `Option ${at}`)],
    ['are too long', ['Red', 'x'.repeat(201)]],
  ])('are refused where they %s', async (_name, own) => {
    await expect(drafted(choice, own)).rejects.toMatchObject(refused);
  });

  it('are refused where a vote is by stances, or its policy has named them', async () => {
    await expect(drafted(ruleLike())).rejects.toMatchObject(refused);
    await expect(drafted({ ...choice, options: ['Yes', 'No'] })).rejects.toMatchObject(refused);
    const id = await drafted({ ...choice, options: ['Yes', 'No'] }, null);
    await world.open.execute(world.voters[0]!, { proposalId: id });
    await cast(id, 1, { option: 2 });
    const few = { ballotKind: 'approval', winners: 3, maximum: null, winnerNeeds: null };
    await expect(drafted(few)).rejects.toMatchObject(refused);
  });

  it('stay as they are once voting opened, and in the fingerprint of the rule', async () => {
    const id = await opened(choice);
    const change = `update governance.proposals set options = '["A", "B"]' where id = $1`;
    await expect(world.asOwner(change, [id])).rejects.toThrow('frozen');
    const other = await opened(choice);
    const hashes = [(await seen(id)).vote?.ruleHash, (await seen(other)).vote?.ruleHash];
    expect(hashes[0]).toBe(hashes[1]);
  });
});

describe('after all this', () => {
  const broken = () => brokenLaws(world, [...votingInvariants, ...governanceInvariants]);

  it('every law of both rooms holds', async () => {
    expect(await broken()).toEqual([]);
  });

  it('a law is broken by a vote between other options than were proposed', async () => {
    const id = await opened({ ballotKind: 'single-choice', winnerNeeds: null });
    const between = (names: readonly string[]) =>
      world.asOwner(`begin; set local session_replication_role = replica;
        update governance.proposals
        set rule = jsonb_set(rule, '{options}', '${JSON.stringify(names)}') where id = '${id}';
        commit`);
    await between(['Red', 'Blue', 'Green']);
    expect(await broken()).toEqual([{ name: 'governance.rule-as-adopted', rows: [{ id }] }]);
    await between(options);
    expect(await broken()).toEqual([]);
  });
});
