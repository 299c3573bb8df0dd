import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetDrafts } from '../proposal/forget-drafts.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import type { ProposalFilter } from '../proposal/proposal.queries.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { KeepTopic } from './keep-topic.js';
import { RetireTopic } from './retire-topic.js';
import { TopicQueries } from './topic.queries.js';

let world: DecisionWorld;
let keep: KeepTopic;
let retire: RetireTopic;
beforeAll(async () => {
  world = await createDecisionWorld(3);
  await world.adopt.execute(world.system, { key: 'plain', title: 'Plain', rule: ruleLike() });
  keep = new KeepTopic(world.unitOfWork);
  retire = new RetireTopic(world.unitOfWork);
  const first = { key: 'power', title: 'Power' };
  await Promise.all([1, 2, 3, 4].map(() => keep.execute(world.secretary, first)));
  await keep.execute(world.secretary, { key: 'roof', title: 'The roof' });
});
afterAll(() => world.close());

const author = () => world.voters[1]!;
const draft = async (filing: { topics?: string[]; tags?: string[] }) =>
  (
    await world.draft.execute(author(), {
      title: 'Panels',
      body: 'On the roof.',
      policyKey: 'plain',
      actions: [],
      ...filing,
    })
  ).proposalId;

const filed = (proposalId: string) =>
  world.unitOfWork.read(author(), async (tx) => {
    const queries = new TopicQueries();
    const topics = await queries.topicsOf(tx, [proposalId]);
    const tags = await queries.tagsOf(tx, [proposalId]);
    return [topics.map(({ key }) => key), tags.map(({ tag }) => tag)];
  });

const found = (filter: ProposalFilter) =>
  world.unitOfWork.read(author(), async (tx) => {
    const { rows } = await new ProposalQueries(world.votes).page(tx, filter, {});
    return rows.map(({ id }) => id);
  });

describe('the list of topics', () => {
  it('is kept by offices; what is retired stays where it is, and takes nothing new', async () => {
    await expect(keep.execute(author(), { key: 'a', title: 'A' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(retire.execute(world.secretary, { key: 'none' })).rejects.toMatchObject({
      code: 'TOPIC_UNKNOWN',
    });
    await keep.execute(world.secretary, { key: 'old', title: 'Old' });
    const before = await draft({ topics: ['old'] });
    await retire.execute(world.secretary, { key: 'old' });
    await retire.execute(world.secretary, { key: 'old' });
    expect(await filed(before)).toEqual([['old'], []]);
    await expect(draft({ topics: ['old'] })).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
    await expect(draft({ topics: ['nowhere'] })).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
    await keep.execute(world.secretary, { key: 'old', title: 'Old again' });
    await draft({ topics: ['old'] });
    const all = await world.unitOfWork.read(author(), (tx) => new TopicQueries().all(tx));
    expect(all.map(({ title, retiredAt }) => [title, retiredAt])).toEqual([
      ['Old again', null],
      ['Power', null],
      ['The roof', null],
    ]);
  });

  it('has an end, also where two add the last one at once', async () => {
    const { length } = await world.unitOfWork.read(author(), (tx) => new TopicQueries().all(tx));
    await world.asOwner(
      `insert into governance.topics (cooperative_id, key, title, created_at)
       select $1, 't' || nth, 'Topic', now() from generate_series(1, $2::int) nth`,
      [world.cooperativeId, 199 - length],
    );
    const both = await Promise.allSettled(
      ['x', 'y'].map((key) => keep.execute(world.secretary, { key, title: 'Last' })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await world.asOwner(`delete from governance.topics where key ~ '^(t[0-9]+|x|y)$'`);
  });
});

describe('what a proposal is filed under', () => {
  it('finds it, by each and by both', async () => {
    const one = await draft({ topics: ['roof', 'power'], tags: ['Solar'] });
    const other = await draft({ topics: ['power'] });
    expect(await filed(one)).toEqual([['power', 'roof'], ['solar']]);
    expect(await found({ topic: 'power' })).toEqual([other, one]);
    expect(await found({ topic: 'roof', tag: 'SOLAR' })).toEqual([one]);
    expect(await found({ tag: 'nothing' })).toEqual([]);
  });

  it('stands once voting is open, whoever asks the database', async () => {
    const id = await draft({ topics: ['power'], tags: ['solar'] });
    await world.open.execute(author(), { proposalId: id });
    for (const text of [
      'delete from governance.proposal_topics where proposal_id = $1',
      'delete from governance.proposal_tags where proposal_id = $1',
      `insert into governance.proposal_tags (proposal_id, tag, cooperative_id)
       select $1, 'late', cooperative_id from governance.proposals where id = $1`,
    ]) {
      await expect(world.asOwner(text, [id])).rejects.toThrow('stands once it is open');
    }
  });

  it('goes with the words of a draft whose author is erased', async () => {
    const [, , leaving] = world.voters;
    const { proposalId } = await world.draft.execute(leaving!, {
      title: 'Mine',
      body: '',
      policyKey: 'plain',
      actions: [],
      tags: ['mine'],
    });
    await world.unitOfWork.run(world.system, (tx) =>
      forgetDrafts(tx, { memberId: leaving!.memberId!, removesTexts: false }),
    );
    expect(await filed(proposalId)).toEqual([[], []]);
  });
});
