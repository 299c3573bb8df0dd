import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DecidingWorld } from './deciding-world.js';

const options = ['Red', 'Green', 'Blue'];
const ranks = (...numbers: number[]) => ({
  ranks: numbers.map((option, at) => ({ option, rank: at + 1 })),
});
const scores = (...given: number[]) => ({
  scores: given.map((score, at) => ({ option: at + 1, score })),
});
const spread = (...given: [number, number][]) => ({
  dots: given.map(([option, dots]) => ({ option, dots })),
});

/** By the key of its policy: the rule, three ballots by which the second option wins, a bad one. */
const kinds: Readonly<
  Record<string, { rule: object; marks: readonly object[]; bad: object; code: string }>
> = {
  choice: {
    rule: { ballotKind: 'single-choice', winnerNeeds: null },
    marks: [{ option: 2 }, { option: 2 }, { option: 1 }],
    bad: { option: 4 },
    code: 'OPTION_UNKNOWN',
  },
  approval: {
    rule: { ballotKind: 'approval', winners: 1, maximum: 2, winnerNeeds: null },
    marks: [{ options: [1, 2] }, { options: [2] }, { options: [3] }],
    bad: { options: [2, 2] },
    code: 'OPTION_REPEATED',
  },
  ranking: {
    rule: { ballotKind: 'ranking', method: 'schulze', equalRanks: false, maximum: null },
    marks: [ranks(2, 1), ranks(2), ranks(1, 2, 3)],
    bad: { ranks: [{ option: 1, rank: 3 }] },
    code: 'RANK_SKIPPED',
  },
  seats: {
    rule: { ballotKind: 'stv', method: 'meek', winners: 1, maximum: null },
    marks: [ranks(2, 1), ranks(2), ranks(1, 2, 3)],
    bad: { ranks: [1, 2].map((option) => ({ option, rank: 1 })) },
    code: 'RANK_REPEATED',
  },
  star: {
    rule: { ballotKind: 'score', method: 'star', highest: 5 },
    marks: [scores(1, 5, 0), scores(0, 4, 4), scores(5, 3, 0)],
    bad: scores(6),
    code: 'SCORE_OFF_SCALE',
  },
  dots: {
    rule: { ballotKind: 'dots', winners: 1, dots: 5, maximumEach: null },
    marks: [spread([2, 5]), spread([1, 2], [2, 3]), spread([3, 5])],
    bad: spread([1, 6]),
    code: 'DOTS_TOO_MANY',
  },
};

let world: DecidingWorld;
beforeAll(async () => {
  world = await DecidingWorld.open();
});
afterAll(() => world.close());

const cast = (voter: ApiClient, id: string, mark: object) =>
  voter.mutate(
    `mutation ($id: ID!, $mark: String!) { payload: ballotCast(proposalId: $id,
       input: { markJson: $mark }) { userErrors { code path } receipt } }`,
    { id, mark: JSON.stringify(mark) },
  );

it.each(Object.entries(kinds))('a vote by %s goes its way over the API', async (key, kind) => {
  await world.adopt(key, kind.rule);
  const id = await world.openVote(key, { options });
  for (const [nth, mark] of kind.marks.entries()) {
    expect(await cast(world.members[nth]!, id, mark)).toMatchObject({ userErrors: [] });
  }
  expect(await cast(world.members[0], id, kind.bad)).toMatchObject({
    userErrors: [{ code: kind.code, path: ['markJson'] }],
  });
  await world.finish(id);
  const { proposal } = await world.members[1].query<{ proposal: { tally: { countJson: string } } }>(
    `query ($id: ID!) { proposal(id: $id) { outcome outcomeReason options winningOptions
       rule { ballotKind needsOptions } tally { countJson } } }`,
    { id },
  );
  expect(proposal).toMatchObject({
    outcome: 'PASSED',
    outcomeReason: 'option-chosen',
    options,
    winningOptions: [2],
    rule: { needsOptions: false },
  });
  const count = JSON.parse(proposal.tally.countJson) as { steps: { account: string[] } };
  expect(count).toMatchObject({ winners: [2] });
  expect(count.steps.account.length).toBeGreaterThan(0);
});
