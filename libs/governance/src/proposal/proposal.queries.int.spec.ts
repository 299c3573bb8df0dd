import type { Actor } from '@rochdale/platform';
import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecisionWorld, StanceRule } from '../testing/decision-world.js';
import { createDecisionWorld, memberActor, ruleLike } from '../testing/decision-world.js';
import type { ProposalFilter } from './proposal.queries.js';
import { ProposalQueries } from './proposal.queries.js';
import { RecountFiles } from '../recount/recount.queries.js';
import { CancelProposal } from '../closing/cancel-proposal.js';
import { WithdrawProposal } from '../closing/withdraw-proposal.js';

let world: DecisionWorld;
let queries: ProposalQueries;
const files = new RecountFiles();
beforeAll(async () => {
  world = await createDecisionWorld(4);
  queries = new ProposalQueries(world.votes);
});
afterAll(() => world.close());

/** Of a policy of its own, so that tests do not find each other's. */
async function policy(changes: Partial<StanceRule> = {}, key = `p-${newId()}`): Promise<string> {
  await world.adopt.execute(world.system, { key, title: 'A policy', rule: ruleLike(changes) });
  return key;
}

async function draft(
  policyKey: string,
  more: { by?: Actor; visibility?: 'public' | 'members'; title?: string } = {},
): Promise<string> {
  const { by = world.voters[0]!, visibility = 'public', title = 'A kettle' } = more;
  world.clock.advance({ hours: 1 });
  const terms = { title, body: '', policyKey, visibility, actions: [] };
  return (await world.draft.execute(by, terms)).proposalId;
}

async function opened(policyKey: string, more: Parameters<typeof draft>[1] = {}): Promise<string> {
  const proposalId = await draft(policyKey, more);
  await world.open.execute(more.by ?? world.voters[0]!, { proposalId });
  return proposalId;
}

async function decided(policyKey: string, more: Parameters<typeof draft>[1] = {}) {
  const proposalId = await opened(policyKey, more);
  await world.vote(proposalId, 1, 'agree');
  world.clock.advance({ days: 6 });
  await world.closing.execute(world.system, { proposalId });
  return proposalId;
}

const page = async (reader: Actor, filter: ProposalFilter, request = {}) =>
  (await world.unitOfWork.read(reader, (tx) => queries.page(tx, filter, request))).rows.map(
    ({ id }) => id,
  );
const byId = async (reader: Actor, id: string) =>
  (await world.unitOfWork.read(reader, (tx) => queries.byIds(tx, [id])))[0];
const officer = () => memberActor(world.cooperativeId, world.voters[2]!.memberId!, ['secretary']);
const stranger = (): Actor => ({ ...world.system, kind: 'anonymous' });

describe('a page of proposals', () => {
  it('has the newest first, page by page', async () => {
    const policyKey = await policy();
    const ids: string[] = [];
    for (let nth = 0; nth < 3; nth += 1) ids.unshift(await opened(policyKey));
    const [reader, filter] = [world.voters[1]!, { policyKey }];
    expect(await page(reader, filter)).toEqual(ids);
    expect((await page(reader, filter, { first: 2 })).slice(0, 2)).toEqual(ids.slice(0, 2));
  });

  it('has those of the states that are asked for, and of all when none is', async () => {
    const policyKey = await policy();
    const passed = await decided(policyKey);
    const open = await opened(policyKey);
    const own = await draft(policyKey);
    const reader = world.voters[0]!;
    const inStates = (states: NonNullable<ProposalFilter['states']> | null) =>
      page(reader, { policyKey, states });
    expect(await inStates(['open'])).toEqual([open]);
    expect(await inStates(['passed', 'draft'])).toEqual([own, passed]);
    expect(await inStates(null)).toEqual([own, open, passed]);
    expect(await inStates([])).toEqual([]);
  });

  it('has those of every version of a policy, and none of a key that there is not', async () => {
    const policyKey = await policy();
    const first = await opened(policyKey);
    await policy({ timelockHours: 24 }, policyKey);
    const second = await opened(policyKey);
    expect(await page(world.voters[1]!, { policyKey })).toEqual([second, first]);
    expect(await page(world.voters[1]!, { policyKey: 'nothing' })).toEqual([]);
  });

  it('has of another co-operative nothing, for all that it is asked by its key', async () => {
    const policyKey = await policy();
    await decided(policyKey);
    const elsewhere = memberActor(newId(), world.voters[1]!.memberId!);
    expect(await page(elsewhere, { policyKey })).toEqual([]);
    expect(await page({ ...stranger(), cooperativeId: newId() }, { policyKey })).toEqual([]);
  });
});

describe('a draft', () => {
  it('is read by its author alone; one that looks for seconders by every member', async () => {
    const [mine, sought] = [await policy(), await policy({ secondersNeeded: 1 })];
    const [hidden, shown] = [await draft(mine), await draft(sought)];
    const [author, other] = [world.voters[0]!, world.voters[1]!];
    expect(await page(author, { policyKey: mine })).toEqual([hidden]);
    expect(await page(other, { policyKey: mine })).toEqual([]);
    expect(await byId(other, hidden)).toBeUndefined();
    expect(await page(other, { policyKey: sought })).toEqual([shown]);
    expect(await byId(stranger(), shown)).toBeUndefined();
    expect(await byId(officer(), hidden)).toBeUndefined();
  });

  it('stays its author’s alone where it ended before others were asked', async () => {
    const policyKey = await policy();
    const [author, other] = [world.voters[0]!, world.voters[1]!];
    const secretary = officer();
    const proposalId = await draft(policyKey, { title: 'A zqkettle of my own' });
    await new WithdrawProposal(world.unitOfWork).execute(author, { proposalId });
    expect(await page(author, { policyKey })).toEqual([proposalId]);
    const notThere = { code: 'PROPOSAL_NOT_FOUND' };
    for (const reader of [other, secretary, stranger()]) {
      for (const filter of [{ policyKey }, { policyKey, states: ['withdrawn'] as const }]) {
        expect(await page(reader, filter)).toEqual([]);
      }
      expect(await page(reader, { text: 'zqkettle' })).toEqual([]);
      expect(await byId(reader, proposalId)).toBeUndefined();
      const recount = world.unitOfWork.read(reader, (tx) => files.text(tx, proposalId));
      await expect(recount).rejects.toMatchObject(notThere);
    }
    await expect(world.vote(proposalId, 1, 'agree')).rejects.toMatchObject(notThere);
    const taken = new WithdrawProposal(world.unitOfWork).execute(other, { proposalId });
    await expect(taken).rejects.toMatchObject(notThere);
    const cancel = new CancelProposal(world.unitOfWork);
    const cancelled = cancel.execute(secretary, { proposalId, reason: 'No' });
    await expect(cancelled).rejects.toMatchObject(notThere);
  });

  it('is read as it ended by all who read it, and so is what was announced', async () => {
    const [sought, noticed] = [
      await policy({ secondersNeeded: 1 }),
      await policy({ noticeHours: 48 }),
    ];
    for (const proposalId of [await draft(sought), await opened(noticed)]) {
      await new WithdrawProposal(world.unitOfWork).execute(world.voters[0]!, { proposalId });
      expect(await byId(world.voters[1]!, proposalId)).toMatchObject({ state: 'withdrawn' });
    }
  });

  it('shows the rule that its policy has, and an opened one the rule that was frozen', async () => {
    const policyKey = await policy({ timelockHours: 24 });
    const proposalId = await draft(policyKey);
    const reader = world.voters[0]!;
    const drafted = await byId(reader, proposalId);
    expect(drafted).toMatchObject({ policyKey, policyVersion: 1, rule: { timelockHours: 24 } });
    await world.open.execute(reader, { proposalId });
    await policy({ timelockHours: 48 }, policyKey);
    const open = await byId(reader, proposalId);
    expect(open).toMatchObject({ policyVersion: 1, rule: { timelockHours: 24 } });
    expect(open?.ruleHash).toBe(drafted?.ruleHash);
  });
});

describe('strangers', () => {
  it('read what is public and decided, and of it neither secret nor draft', async () => {
    const policyKey = await policy({ tieRule: 'lot' });
    const decision = await decided(policyKey);
    const inside = await decided(policyKey, { visibility: 'members' });
    await opened(policyKey);
    expect(await page(stranger(), { policyKey })).toEqual([decision]);
    expect(await byId(stranger(), inside)).toBeUndefined();
    expect(await page(world.voters[1]!, { policyKey })).toHaveLength(3);
  });

  it('read the count of a public decision, and none of a vote that is open', async () => {
    const policyKey = await policy();
    const [decision, open] = [await decided(policyKey), await opened(policyKey)];
    const tallies = (reader: Actor) =>
      world.unitOfWork.read(reader, (tx) => queries.tallies(tx, [decision, open]));
    expect(await tallies(stranger())).toMatchObject([
      { proposalId: decision, ballots: 1, castWeight: 1n, groups: [{ mark: 'agree' }] },
    ]);
    expect(await tallies(world.voters[2]!)).toHaveLength(2);
  });
});

describe('the seed of a lot', () => {
  it('is shown once the vote is counted, and its fingerprint from the opening on', async () => {
    const policyKey = await policy({ tieRule: 'lot' });
    const proposalId = await opened(policyKey);
    const reader = world.voters[1]!;
    const open = await byId(reader, proposalId);
    expect(open?.lotSeed).toBeNull();
    expect(open?.lotCommitment).toMatch(/^[0-9a-f]{64}$/);
    world.clock.advance({ days: 6 });
    // Due, and not counted yet.
    expect((await byId(reader, proposalId))?.lotSeed).toBeNull();
    await world.closing.execute(world.system, { proposalId });
    const counted = await byId(reader, proposalId);
    expect(counted?.lotSeed).toMatch(/^[0-9a-f]{64}$/);
    expect(counted?.lotCommitment).toBe(open?.lotCommitment);
  });
});

describe('the tally of a vote', () => {
  it('is none before it opens, and counts what is current', async () => {
    const policyKey = await policy({ noticeHours: 48 });
    const proposalId = await opened(policyKey);
    const reader = world.voters[1]!;
    const tally = () => world.unitOfWork.read(reader, (tx) => queries.tallies(tx, [proposalId]));
    expect(await tally()).toEqual([]);
    world.clock.advance({ hours: 48 });
    await world.openNoticed.execute(world.system, { proposalId });
    expect(await tally()).toEqual([
      { proposalId, ballots: 0, castWeight: 0n, silentWeight: 0n, groups: [] },
    ]);
    await world.vote(proposalId, 1, 'agree');
    await world.vote(proposalId, 1, 'abstain');
    await world.vote(proposalId, 2, 'abstain');
    expect(await tally()).toEqual([
      {
        proposalId,
        ballots: 2,
        castWeight: 2n,
        silentWeight: 0n,
        groups: [{ mark: 'abstain', ballots: 2, weight: 2n }],
      },
    ]);
  });
});
