import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecidingWorld } from './deciding-world.js';

const options = ['Bridge', 'Ferry', 'Well'];
const spending = {
  currency: 'EUR',
  budgetMinor: '10000',
  costsMinor: ['6000', '5000', '3000'],
  minimumSpendMinor: '3000',
  incompatible: [[1, 2]],
};

let world: DecidingWorld;
beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.administrator.change(
    `mutation { payload: policyPackAdopt(pack: "ways-to-vote") { userErrors { code } } }`,
  );
});
afterAll(() => world.close());

const cast = (voter: ApiClient, id: string, ...projects: number[]) =>
  voter.mutate(
    `mutation ($id: ID!, $mark: String!) { payload: ballotCast(proposalId: $id,
       input: { markJson: $mark }) { userErrors { code path } receipt } }`,
    { id, mark: JSON.stringify({ projects }) },
  );
const draft = (terms: unknown, policyKey = 'shared-budget', own: object = { options }) =>
  world.members[0].mutate(
    `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
       userErrors { code path } proposal { id } } }`,
    {
      input: {
        title: 'What do we build?',
        body: '',
        policyKey,
        ...own,
        ...(terms === undefined ? {} : { voteTermsJson: JSON.stringify(terms) }),
      },
    },
  );

describe('a vote on a budget over the API', () => {
  it('pays for projects by the money that the proposal brings, and is counted again', async () => {
    const voteTermsJson = JSON.stringify({ spending });
    const id = await world.openVote('shared-budget', { options, voteTermsJson });
    const [ada, ben, cyn] = world.members;
    expect(await cast(ada, id, 4)).toMatchObject({
      userErrors: [{ code: 'OPTION_UNKNOWN', path: ['markJson'] }],
    });
    for (const [voter, ...projects] of [
      [ada, 1, 2],
      [ben, 2, 3],
      [cyn, 2],
    ] as const) {
      expect(await cast(voter, id, ...projects)).toMatchObject({ userErrors: [] });
    }
    world.clock.advance({ days: 7 });
    await world.finish(id);
    const { proposal } = await cyn.query<{
      proposal: {
        voteTermsJson: string;
        rule: { canonicalJson: string };
        tally: { countJson: string };
      };
    }>(
      `query ($id: ID!) { proposal(id: $id) { outcome outcomeReason options winningOptions
         voteTermsJson rule { canonicalJson } tally { countJson } } }`,
      { id },
    );
    expect(proposal).toMatchObject({ outcome: 'PASSED', winningOptions: [2, 3], options });
    expect(JSON.parse(proposal.voteTermsJson)).toEqual({ spending });
    expect(JSON.parse(proposal.rule.canonicalJson)).toMatchObject({ options, spending });
    const count = JSON.parse(proposal.tally.countJson) as { steps: { account: string[] } };
    expect(count.steps.account.join(' ')).toContain('At most one is funded of Bridge, Ferry.');
    expect(await world.recount()).toEqual([]);
  });

  it.each([
    ['no money', undefined],
    ['a cost missing', { spending: { ...spending, costsMinor: ['1', '2'] } }],
    ['a project that is too dear', { spending: { ...spending, budgetMinor: '5999' } }],
    ['a fraction', { spending: { ...spending, budgetMinor: '99.5' } }],
    ['what it does not know', { spending, gift: 1 }],
    ['a text', 'money'],
  ])('is not drafted with %s', async (_name, terms) => {
    expect(await draft(terms)).toMatchObject({
      userErrors: [{ code: 'PROPOSAL_TERMS_INVALID', path: ['voteTermsJson'] }],
      proposal: null,
    });
  });

  it('is the one that takes terms: others take none', async () => {
    const refused = { userErrors: [{ code: 'PROPOSAL_TERMS_INVALID', path: ['voteTermsJson'] }] };
    expect(await draft({ spending }, 'choice')).toMatchObject(refused);
    expect(await draft({ spending }, 'consent', {})).toMatchObject(refused);
  });
});
