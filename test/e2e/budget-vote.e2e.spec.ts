import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFile } from '@rochdale/governance';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../../apps/cli/src/testing/run-here.js';
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
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'budget-'));
  world = await DecidingWorld.open();
  await world.administrator.change(
    `mutation { payload: policyPackAdopt(pack: "ways-to-vote") { userErrors { code } } }`,
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

const cast = (voter: ApiClient, id: string, ...projects: number[]) =>
  voter.mutate(
    `mutation ($id: ID!, $mark: String!) { payload: ballotCast(proposalId: $id,
       input: { markJson: $mark }) { userErrors { code path } receipt } }`,
    { id, mark: JSON.stringify({ projects }) },
  );
/** From the file, and from one in the format of other counting programs. */
async function isCountedAgain(id: string, reader: ApiClient): Promise<void> {
  const whole = (await reader.download(`/v1/recounts/${id}`)).toString();
  const found = checkFile(whole);
  expect([found.first, found.file?.result.count['winners']]).toEqual([null, [2, 3]]);
  const dearer = whole.replace('"costsMinor":["6000"', '"costsMinor":["6001"');
  expect(dearer).not.toBe(whole);
  expect(checkFile(dearer).first?.place).toBe('policy.ruleHash');
  const { proposal } = await reader.query<{
    proposal: { recountFiles: { format: string; path: string }[] };
  }>('query ($id: ID!) { proposal(id: $id) { recountFiles { format path } } }', { id });
  expect(proposal.recountFiles.map(({ format }) => format)).toEqual(['JSON', 'PABULIB']);
  const pabulib = await reader.download(proposal.recountFiles[1]!.path);
  expect(pabulib.toString()).toContain('1;60;1;Bridge\n2;50;3;Ferry\n3;30;1;Well');
  const path = join(folder, 'shared.pb');
  writeFileSync(path, pabulib);
  const method = ['--method', 'equal-shares', '--variant', 'cost', '--completion', 'utilitarian'];
  const counted = await runHere({}, ['tally', path, ...method, '--json']);
  expect(JSON.parse(counted.text)).toMatchObject({ winners: ['2', '3'] });
  const blt = await reader.get(`/v1/recounts/${id}?format=blt`);
  expect(blt.body).toMatchObject({ code: 'NOT_FOUND' });
}

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
    await isCountedAgain(id, ada);
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
