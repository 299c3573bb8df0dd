import '@rochdale/membership';
import { newId } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetDecisions } from '../nomination/forget-decisions.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { ModerateOutcome } from './moderate-outcome.js';
import { OutcomeQueries } from './outcome.queries.js';
import { StateOutcome } from './state-outcome.js';

let world: DecisionWorld;
let state: StateOutcome;
let moderate: ModerateOutcome;
beforeAll(async () => {
  world = await createDecisionWorld(3);
  state = new StateOutcome(world.unitOfWork);
  moderate = new ModerateOutcome(world.unitOfWork);
});
afterAll(() => world.close());

const by = (nth: number) => world.voters[nth]!;
async function decided(proposer = 1): Promise<string> {
  const id = await world.openUnder(ruleLike(), { by: by(proposer) });
  await world.vote(id, 1, 'agree');
  world.clock.advance({ hours: 24 * 30 });
  await world.closing.execute(world.system, { proposalId: id });
  return id;
}
const told = (proposalId: string, nth: number, version: number, body = `Told ${version + 1}`) =>
  state.execute(by(nth), { proposalId, version, body });
const read = (proposalId: string) =>
  world.unitOfWork.read(by(2), async (tx) => {
    const pages = await new OutcomeQueries().statements(tx, [proposalId], {});
    return (pages.get(proposalId)?.rows ?? []).map(({ version, body }) => [version, body]);
  });

describe('what follows from a decision', () => {
  it('is told by who proposed it or a secretary, and each version is kept', async () => {
    const id = await decided();
    await expect(told(id, 2, 0)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_YOURS' });
    await expect(told(id, 1, 0, ' ')).rejects.toMatchObject({ code: 'OUTCOME_INVALID' });
    await told(id, 1, 0);
    await state.execute(world.secretary, { proposalId: id, version: 1, body: 'Told 2' });
    expect(await read(id)).toEqual([
      [2, 'Told 2'],
      [1, 'Told 1'],
    ]);
    for (const change of [`update governance.outcome_statements set body = 'x'`]) {
      await expect(world.asOwner(change)).rejects.toThrow('stays');
    }
  });

  it('is told once by two who read the same', async () => {
    const id = await decided();
    const both = await Promise.allSettled([told(id, 1, 0, 'One'), told(id, 1, 0, 'Other')]);
    const refused = both.filter((one) => one.status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'OUTCOME_VERSION_STALE' } }]);
    expect(await read(id)).toHaveLength(1);
  });

  it('is told of nothing that is not decided', async () => {
    const id = await world.openUnder(ruleLike(), { by: by(1) });
    await expect(told(id, 1, 0)).rejects.toMatchObject({ code: 'OUTCOME_NOT_TAKEN' });
    const smuggled = world.asOwner(
      `insert into governance.outcome_statements (proposal_id, version, cooperative_id, body,
         written_by_member_id, written_at) values ($1, 1, $2, 'x', $3, now())`,
      [id, world.cooperativeId, by(1).memberId],
    );
    await expect(smuggled).rejects.toThrow('of what was decided');
    await expect(told(newId(), 1, 0)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_FOUND' });
  });

  it('is taken out by an officer who did not write it, once, and a mark stays', async () => {
    const id = await decided();
    await told(id, 1, 0, 'Ben owes us for it.');
    const takeOut = (version = 1, actor = world.secretary) =>
      moderate.execute(actor, { proposalId: id, version, reason: 'personal-data' });
    await expect(takeOut(1, by(1))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(takeOut(2)).rejects.toMatchObject({ code: 'OUTCOME_NOT_FOUND' });
    await dyingOnEachLine(
      () => takeOut(),
      async () => {
        expect(await read(id)).toEqual([[1, 'Ben owes us for it.']]);
      },
    );
    await expect(takeOut()).rejects.toMatchObject({ code: 'OUTCOME_NOT_FOUND' });
    const [mark] = await world.asOwner(
      `select body, removed_because as because, removed_by_member_id as by,
         removed_at is null as stands
       from governance.outcome_statements where proposal_id = $1`,
      [id],
    );
    expect(mark).toEqual({
      body: '',
      because: 'personal-data',
      by: world.secretary.memberId,
      stands: false,
    });
    const facts = await world.asOwner<{ type: string; visibility: string; data: object }>(
      `select type, visibility, data from platform.facts where subject_id = $1
         and type like 'governance.%Removed' order by type`,
      [id],
    );
    expect(facts).toEqual([
      {
        type: 'governance.OutcomeRemoved',
        visibility: 'members',
        data: { proposalId: id, version: 1 },
      },
      {
        type: 'governance.WordsRemoved',
        visibility: 'private',
        data: { proposalId: id, memberId: by(1).memberId, because: 'personal-data' },
      },
    ]);
  });

  it('is told anew beside the mark, which nobody takes away', async () => {
    const id = await decided();
    await told(id, 1, 0);
    const takeOut = (version: number) =>
      moderate.execute(world.secretary, { proposalId: id, version, reason: 'offence' });
    await takeOut(1);
    // What follows is told anew, and the mark stays beside it.
    await state.execute(world.secretary, { proposalId: id, version: 1, body: 'It is bought.' });
    await expect(takeOut(2)).rejects.toMatchObject({ code: 'OUTCOME_IS_YOURS' });
    expect(await read(id)).toEqual([
      [2, 'It is bought.'],
      [1, ''],
    ]);
    for (const change of [
      `removed_at = null, removed_because = null, removed_by_member_id = null`,
      `removed_because = 'off-topic'`,
    ]) {
      await expect(
        world.asOwner(
          `update governance.outcome_statements set ${change}
           where proposal_id = $1 and version = 1`,
          [id],
        ),
      ).rejects.toThrow('stays');
    }
    await expect(
      world.asOwner(
        `update governance.outcome_statements set body = '', removed_at = now(),
           removed_because = 'offence', removed_by_member_id = written_by_member_id
         where proposal_id = $1 and version = 2`,
        [id],
      ),
    ).rejects.toThrow('stays');
  });

  it('is taken out once by two officers at once', async () => {
    const id = await decided();
    await told(id, 1, 0);
    const both = await Promise.allSettled(
      ['offence', 'off-topic'].map((reason) =>
        moderate.execute(world.secretary, {
          proposalId: id,
          version: 1,
          reason: reason as 'offence',
        }),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is all told or not at all, wherever it dies', async () => {
    const id = await decided();
    await dyingOnEachLine(
      () => told(id, 1, 0),
      async () => {
        expect(await read(id)).toEqual([]);
      },
    );
    expect(await read(id)).toEqual([[1, 'Told 1']]);
  });

  it('goes with whoever wrote it where they say so, and stays without them otherwise', async () => {
    const id = await decided(2);
    await told(id, 2, 0, 'Ask me at home.');
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [by(2).memberId, world.cooperativeId],
    );
    const forget = (removesTexts: boolean) =>
      world.unitOfWork.run(world.system, (tx) =>
        forgetDecisions(tx, { memberId: by(2).memberId ?? '', removesTexts }),
      );
    await forget(false);
    expect(await read(id)).toEqual([[1, 'Ask me at home.']]);
    await forget(true);
    expect(await read(id)).toEqual([[1, '']]);
  });
});
