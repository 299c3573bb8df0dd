import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
let ada: ApiClient;
let ben: ApiClient;
let cyn: ApiClient;
let stranger: ApiClient;
/** As each is known to members. */
let ids: readonly string[];
let id: string;

beforeAll(async () => {
  world = await DecidingWorld.open();
  [ada, ben, cyn] = world.members;
  stranger = world.administrator.as(null);
  await world.adopt('plain', stances);
  ids = await Promise.all(
    world.members.map(async (one) => {
      const { viewer } = await one.query<{ viewer: { member: { id: string } } }>(
        '{ viewer { member { id } } }',
      );
      return viewer.member.id;
    }),
  );
  id = await world.draftVote('plain', { title: 'A kettle', visibility: 'PUBLIC' });
}, 120_000);
afterAll(() => world.close());

const stances = {
  ballotKind: 'stances',
  stances: ['agree', 'disagree'],
  decision: { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'cast' } },
  blocks: null,
};
type Errors = readonly { readonly code: string; readonly path?: readonly string[] | null }[];
const change = async (by: ApiClient, call: string, variables: object = {}): Promise<string[]> => {
  const declared = Object.keys(variables).map((name) => `$${name}: ${types[name] ?? 'ID!'}`);
  const { userErrors } = await by.mutate<{ userErrors: Errors }>(
    `mutation (${['$id: ID!', ...declared].join(', ')}) {
       payload: ${call} { userErrors { code path } } }`,
    { id, ...variables },
  );
  return userErrors.map(({ code }) => code);
};
const types: Readonly<Record<string, string>> = {
  edit: 'ProposalEditInput!',
  link: 'ProposalLinkInput!',
  write: 'CommentWriteInput!',
  told: 'OutcomeStateInput!',
  day: 'Date!',
};
const read = async <Found>(by: ApiClient, fields: string): Promise<Found | null> => {
  const { proposal } = await by.query<{ proposal: Found | null }>(
    `query ($id: ID!) { proposal(id: $id) { ${fields} } }`,
    { id },
  );
  return proposal;
};
const authors = 'coAuthors { acceptedAt member { id } }';

describe('a proposal that several write, talk about and look at again', () => {
  it('is written with whoever says yes', async () => {
    expect(await read(ben, 'title')).toBeNull();
    const ask = 'proposalAuthorInvite(proposalId: $id, memberId: $memberId)';
    expect(await change(ada, ask, { memberId: ids[1] })).toEqual([]);
    expect(await change(ada, ask, { memberId: ids[2] })).toEqual([]);
    expect(await change(ben, ask, { memberId: ids[2] })).toEqual(['PROPOSAL_NOT_FOUND']);
    const asked = { acceptedAt: null, member: { id: ids[1] } };
    expect(await read(ben, authors)).toEqual({ coAuthors: [asked] });
    const edit = { version: 1, body: 'Red.' };
    const editing = 'proposalEdit(id: $id, input: $edit)';
    expect(await change(ben, editing, { edit })).toEqual(['PROPOSAL_NOT_FOUND']);
    expect(await change(ben, 'proposalAuthorAccept(proposalId: $id)')).toEqual([]);
    expect(await change(ben, editing, { edit })).toEqual([]);
    const out = 'proposalAuthorRemove(proposalId: $id, memberId: $memberId)';
    expect(await change(cyn, out, { memberId: ids[2] })).toEqual([]);
    expect(await read(cyn, 'title')).toBeNull();
  });

  it('leads to what each reader may see of what it is about', async () => {
    const other = await world.draftVote('plain', { title: 'A secret of Ada' });
    const linking = 'proposalLink(proposalId: $id, input: $link)';
    const seen = { to: [ids[2], other] };
    expect(await change(ben, linking, { link: seen })).toEqual(['NOT_FOUND']);
    const never = { to: [ids[2]], documents: ['bylaws'] };
    expect(await change(ben, linking, { link: never })).toEqual(['PROPOSAL_LINKS_INVALID']);
    expect(await change(ada, linking, { link: seen })).toEqual([]);
    expect(await change(ada, 'proposalOpen(id: $id)')).toEqual([]);
    const links = 'linkedTo { __typename id } linkedDocuments { key }';
    const cynthia = { __typename: 'Member', id: ids[2] };
    const hidden = { __typename: 'Proposal', id: other };
    expect(await read(ada, links)).toEqual({ linkedTo: [cynthia, hidden], linkedDocuments: [] });
    expect(await read(ben, links)).toEqual({ linkedTo: [cynthia], linkedDocuments: [] });
    const named = [{ acceptedAt: expect.any(String) as string, member: { id: ids[1] } }];
    expect(await read(cyn, authors)).toEqual({ coAuthors: named });
  });

  it('is talked about inside, and what follows is told', async () => {
    const { body } = await ben.upload('/files', {
      name: 'kettle.pdf',
      bytes: '%PDF-1.4\nA kettle.\n%%EOF\n',
    });
    const write = { body: 'Why **red**?', mentionIds: [ids[0]], fileIds: [(body as File).id] };
    expect(await change(ben, 'commentWrite(proposalId: $id, input: $write)', { write })).toEqual(
      [],
    );
    await world.decide(id);
    const told = { version: 0, body: 'We bought it.' };
    expect(await change(cyn, 'proposalOutcomeState(id: $id, input: $told)', { told })).toEqual([
      'PROPOSAL_NOT_YOURS',
    ]);
    expect(await change(ben, 'proposalOutcomeState(id: $id, input: $told)', { told })).toEqual([]);
    const day = '2026-06-01';
    expect(await change(ben, 'proposalReviewPlan(id: $id, reviewOn: $day)', { day })).toEqual([]);
    const all = `${authors} linkedTo { id } linkedDocuments { key } reviewOn
      comments { edges { node { textHtml mentions { id } files { name } } } }
      outcomeStatements { edges { node { body } } }`;
    const said = { textHtml: '<p>Why <strong>red</strong>?</p>\n', mentions: [{ id: ids[0] }] };
    expect(await read(cyn, all)).toMatchObject({
      reviewOn: day,
      comments: { edges: [{ node: { ...said, files: [{ name: 'file-1.pdf' }] } }] },
      outcomeStatements: { edges: [{ node: { body: 'We bought it.' } }] },
    });
    expect(await read(stranger, `title ${all}`)).toEqual({
      title: 'A kettle',
      coAuthors: null,
      linkedTo: null,
      linkedDocuments: null,
      reviewOn: null,
      comments: null,
      outcomeStatements: null,
    });
  });

  it('has words taken out that were told of it, by an officer, and a mark stays', async () => {
    const out = 'proposalOutcomeModerate(id: $id, version: 1, reason: PERSONAL_DATA)';
    expect(await change(cyn, out)).toEqual(['FORBIDDEN']);
    expect(await change(world.administrator, out)).toEqual([]);
    expect(await change(world.administrator, out)).toEqual(['OUTCOME_NOT_FOUND']);
    const fields = `outcomeStatements { edges { node { body textHtml removedAt removedBecause
      writer { id } removedBy { displayName } } } }`;
    expect(await read(cyn, fields)).toMatchObject({
      outcomeStatements: {
        edges: [
          {
            node: {
              body: '',
              textHtml: '',
              removedAt: expect.any(String) as string,
              removedBecause: 'PERSONAL_DATA',
              writer: { id: ids[1] },
              removedBy: { displayName: expect.any(String) as string },
            },
          },
        ],
      },
    });
  });
});

interface File {
  readonly id: string;
}
