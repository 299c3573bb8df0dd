import { defineAction, newId } from '@rochdale/platform';
import type { Actor, PageRequest } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SecondProposal } from '../opening/second-proposal.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { EditProposal } from './edit-proposal.js';
import type { EditProposalInput } from './edit-proposal.js';
import { forgetProposals } from './forget-versions.js';
import { VersionQueries } from './version.queries.js';

class Doors {
  readonly open = () => Promise.resolve();
}
defineAction({
  kind: 'doors.open-slowly',
  payload: z.strictObject({ door: z.string(), doorway: z.string() }),
  underPolicies: ['majority'],
  proposable: true,
  strangersRead: 'decision',
  service: Doors,
  summary: ({ door }) => `Opens ${door}.`,
  run: (doors) => doors.open(),
});

let world: DecisionWorld;
let edit: EditProposal;
beforeAll(async () => {
  world = await createDecisionWorld(4, [new Doors()]);
  const seconded = ruleLike({ secondersNeeded: 1 });
  await world.adopt.execute(world.system, { key: 'plain', title: 'Plain', rule: ruleLike() });
  await world.adopt.execute(world.system, { key: 'seconded', title: 'Shown', rule: seconded });
  edit = new EditProposal(world.unitOfWork, world.actions);
});
afterAll(() => world.close());

const author = () => world.voters[1]!;
const other = () => world.voters[2]!;
const drafted = async (policyKey = 'plain', by: Actor = author()) =>
  (await world.draft.execute(by, { title: 'Kettle', body: 'A red one.', policyKey, actions: [] }))
    .proposalId;

const changed = (proposalId: string, input: Omit<EditProposalInput, 'proposalId'>, by = author()) =>
  edit.execute(by, { proposalId, ...input });

const read = async (proposalId: string, by = author()) =>
  world.unitOfWork.read(by, async (tx) => {
    const queries = new VersionQueries();
    const { rows = [] } = (await queries.pages(tx, [proposalId], {})).get(proposalId) ?? {};
    const bodies = await queries.bodies(tx, rows);
    return rows.map(({ version, title }) => [
      version,
      title,
      bodies.find((one) => one.version === version)?.body,
    ]);
  });

describe('a draft that is edited', () => {
  it('keeps every version of what it says', async () => {
    const id = await drafted();
    expect(await read(id)).toEqual([]);
    await changed(id, { version: 1, body: 'A blue one.' });
    await changed(id, { version: 2, title: 'Kettles', tags: ['kitchen'] });
    expect(await changed(id, { version: 3, title: 'Kettles' })).toMatchObject({ version: 3 });
    expect(await read(id)).toEqual([
      [1, 'Kettle', 'A red one.'],
      [2, 'Kettle', 'A blue one.'],
      [3, 'Kettles', 'A blue one.'],
    ]);
  });

  it('is written by its author, from the version that they read, and only as a draft', async () => {
    const id = await drafted();
    const refused = (attempt: Promise<unknown>) =>
      expect(attempt).rejects.toMatchObject({ code: expect.any(String) as string });
    await refused(changed(id, { version: 1, title: 'Mine' }, other()));
    const both = await Promise.allSettled(
      ['a', 'b'].map((title) => changed(id, { version: 1, title })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'PROPOSAL_VERSION_STALE', details: { data: { version: 2 } } },
    });
    for (const [input, code] of [
      [{ title: ' ' }, 'PROPOSAL_TEXT_INVALID'],
      [{ windowHours: 1 }, 'VOTING_PERIOD_TOO_SHORT'],
      [{ options: ['a', 'b'] }, 'PROPOSAL_OPTIONS_INVALID'],
      [{ actions: [{ kind: 'no.such', payload: {} }] }, 'ACTION_KIND_UNKNOWN'],
      [{ topics: ['nowhere'] }, 'TOPIC_UNKNOWN'],
    ] as const) {
      await expect(changed(id, { version: 2, ...input })).rejects.toMatchObject({ code });
    }
    expect((await read(id)).length).toBe(2);
    await world.open.execute(author(), { proposalId: id });
    await expect(changed(id, { version: 2, title: 'Late' })).rejects.toMatchObject({
      code: 'PROPOSAL_STATUS_CONFLICT',
    });
  });

  it('shows others what they could read before, and nothing of its beginnings', async () => {
    const own = await drafted();
    await changed(own, { version: 1, body: 'Said in anger.' });
    await changed(own, { version: 2, body: 'Said well.' });
    await world.open.execute(author(), { proposalId: own });
    expect(await read(own, other())).toEqual([[3, 'Kettle', 'Said well.']]);
    const shown = await drafted('seconded');
    await changed(shown, { version: 1, body: 'Another.' });
    expect((await read(shown, other())).length).toBe(2);
    expect(await read(own, { ...other(), cooperativeId: newId() })).toEqual([]);
    const texts = (by: Actor) =>
      world.unitOfWork.read(by, async (tx) => {
        const asked = [1, 2, 3].map((version) => ({ proposalId: own, version }));
        return (await new VersionQueries().bodies(tx, asked)).map(({ version }) => version);
      });
    expect([await texts(other()), (await texts(author())).length]).toEqual([[3], 3]);
  });

  it('is read by the page, each with the one before it that its reader may read', async () => {
    const id = await drafted();
    await changed(id, { version: 1, body: 'Said in anger.' });
    await changed(id, { version: 2, body: 'Said well.' });
    const page = (request: PageRequest, by = author()) =>
      world.unitOfWork.read(by, async (tx) => {
        const pages = await new VersionQueries().pages(tx, [id], request);
        return pages.get(id)?.rows.map(({ version, before }) => [version, before]);
      });
    expect(await page({ first: 2 })).toEqual([
      [1, null],
      [2, 1],
    ]);
    expect(await page({ last: 1 })).toEqual([[3, 2]]);
    await world.open.execute(author(), { proposalId: id });
    expect(await page({}, other())).toEqual([[3, null]]);
  });

  it('is the same as long as it says the same, in whatever order', async () => {
    const openDoor = (payload: Record<string, string>) => [{ kind: 'doors.open-slowly', payload }];
    const id = await drafted();
    await changed(id, { version: 1, actions: openDoor({ doorway: 'a', door: 'b' }) });
    for (const payload of [
      { doorway: 'a', door: 'b' },
      { door: 'b', doorway: 'a' },
    ]) {
      expect(await changed(id, { version: 2, actions: openDoor(payload) })).toMatchObject({
        version: 2,
      });
    }
    expect(await changed(id, { version: 2, actions: [] })).toMatchObject({ version: 3 });
  });

  it('is seconded as it was read, and asks anew when it says something else', async () => {
    const id = await drafted('seconded');
    const second = new SecondProposal(world.unitOfWork);
    await second.execute(other(), { proposalId: id });
    await changed(id, { version: 1, body: 'Two kettles.' });
    await expect(world.open.execute(author(), { proposalId: id })).rejects.toMatchObject({
      code: 'PROPOSAL_NEEDS_SECONDER',
    });
    for (const version of [null, 1, 3]) {
      await expect(second.execute(other(), { proposalId: id, version })).rejects.toMatchObject({
        code: 'PROPOSAL_VERSION_STALE',
        details: { data: { version: 2 } },
      });
    }
    await second.execute(other(), { proposalId: id, version: 2 });
    await expect(second.execute(other(), { proposalId: id, version: 2 })).rejects.toMatchObject({
      code: 'SECONDED_ALREADY',
    });
    expect(await world.open.execute(author(), { proposalId: id })).toMatchObject({ state: 'open' });
  });
});

describe('versions in the database', () => {
  it('are changed by nobody', async () => {
    const id = await drafted();
    await changed(id, { version: 1, body: 'A blue one.' });
    for (const text of [
      `update governance.proposal_versions set body = 'x' where proposal_id = $1`,
      'delete from governance.proposal_versions where proposal_id = $1',
      'update governance.proposals set version = version + 2 where id = $1',
    ]) {
      await expect(world.asOwner(text, [id])).rejects.toThrow(/stays as it was|follow each other/);
    }
    await world.open.execute(author(), { proposalId: id });
    const late = 'update governance.proposals set version = version + 1 where id = $1';
    await expect(world.asOwner(late, [id])).rejects.toThrow('as long as it is a draft');
  });

  it('go with their author: what nobody else read always, the rest where they say so', async () => {
    const leaving = world.voters[3]!;
    const id = await drafted('plain', leaving);
    await changed(id, { version: 1, body: 'Said in anger.' }, leaving);
    await world.open.execute(leaving, { proposalId: id });
    await world.unitOfWork.run(world.system, (tx) =>
      forgetProposals(tx, { memberId: leaving.memberId!, removesTexts: false }),
    );
    expect(await read(id, leaving)).toEqual([
      [1, 'Erased', ''],
      [2, 'Kettle', 'Said in anger.'],
    ]);
  });
});
