import type { Person, Story } from './story.js';

const errors = 'userErrors { code message }';

/** The first puts them all up, one seat between them, and says why the last. The vote's id. */
export async function standsFor(
  story: Story,
  founder: Person,
  people: readonly [Person, ...Person[]],
  reason: string,
): Promise<string> {
  const { token } = people[0];
  await story.change(
    founder.token,
    `mutation { payload: policyPackAdopt(pack: "ways-to-vote") { ${errors} } }`,
  );
  const candidates = people.map(({ memberId }) => memberId);
  const { proposal } = await story.change<{ proposal: { id: string } }>(
    token,
    `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
       proposal { id } ${errors} } }`,
    { input: { title: 'Who speaks for us', body: '', policyKey: 'choice', candidates } },
  );
  const { id } = proposal;
  await story.change(
    token,
    `mutation ($id: ID!) { payload: proposalOpen(id: $id) { ${errors} } }`,
    { id },
  );
  await story.change(
    token,
    `mutation ($id: ID!, $mark: String!, $reason: String!) { payload: ballotCast(proposalId: $id,
       input: { markJson: $mark, reason: $reason }) { ${errors} } }`,
    { id, mark: JSON.stringify({ option: people.length }), reason },
  );
  const told = await options(story, people[0], id);
  if (told.join() !== people.map(({ name }) => name).join()) throw new Error(`told ${told.join()}`);
  return id;
}

/** What somebody reads of what a vote is between. */
export async function options(story: Story, reader: Person, id: string): Promise<string[]> {
  const { proposal } = await story.ask<{ proposal: { options: string[] } }>(
    reader.token,
    'query ($id: ID!) { proposal(id: $id) { options } }',
    { id },
  );
  return proposal.options;
}
