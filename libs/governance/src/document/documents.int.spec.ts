import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecisionWorld } from '../testing/decision-world.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import { governanceInvariants } from '../governance.invariants.js';
import { AdoptDocumentAction } from './adopt.action.js';
import { DocumentQueries } from './document.queries.js';

const queries = new DocumentQueries();
let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(1);
  const decision = {
    kind: 'threshold',
    agree: { share: '2/3', strict: false, of: 'cast' },
  } as const;
  const rule = ruleLike({ decision, noticeHours: 0, timelockHours: 0 });
  await world.adopt.execute(world.system, { key: 'bylaws', title: 'Bylaws', rule });
});
afterAll(() => world.close());

type Terms = Parameters<typeof AdoptDocumentAction.of>[0];
const member = () => world.voters[0]!;
const bylaws = (more: Partial<Terms> = {}): Terms => ({
  key: 'bylaws',
  title: 'Our bylaws',
  text: 'Each has *one* vote.',
  ...more,
});

async function passed(terms: Terms, visibility: 'public' | 'members' = 'public') {
  return decided(await drafted(terms, visibility));
}

async function drafted(terms: Terms, visibility: 'public' | 'members'): Promise<string> {
  const { proposalId } = await world.draft.execute(member(), {
    title: 'Bylaws',
    body: '',
    policyKey: 'bylaws',
    actions: [AdoptDocumentAction.of(terms)],
    visibility,
  });
  return proposalId;
}

async function decided(proposalId: string): Promise<string> {
  await world.open.execute(member(), { proposalId });
  await world.vote(proposalId, 0, 'agree');
  world.clock.advance({ days: 8 });
  await world.closing.execute(world.system, { proposalId });
  return proposalId;
}
const execute = (proposalId: string) => world.execute.execute(world.system, { proposalId });

const stranger = (): Actor => ({ ...world.system, kind: 'anonymous' });
const read = (by: Actor, key: string) =>
  world.unitOfWork.read(by, async (tx) => {
    const inForce = await queries.inForce(tx);
    const history = await queries.history(tx, key);
    const texts = await queries.texts(
      tx,
      [1, 2, 3].map((version) => ({ key, version })),
    );
    return {
      inForce: inForce.flatMap((one) => (one.key === key ? one.version : [])),
      history: history.map(({ version, retiredAt }) => [version, retiredAt === null]),
      texts: texts.map(({ text }) => text).toSorted(),
    };
  });

describe('a document', () => {
  it('is in force by a decision, each version in the place of the one before', async () => {
    const first = await passed(bylaws());
    expect(await read(stranger(), 'bylaws')).toMatchObject({ inForce: [], history: [] });
    expect(await execute(first)).toBe('executed');
    expect(await execute(first)).toBe('not-queued');
    const [one, other] = [
      await passed(bylaws({ amends: 1, text: 'Each has two votes.' })),
      await passed(bylaws({ amends: 1, text: 'Each has three votes.' })),
    ];
    const both = await Promise.all([execute(one), execute(other)]);
    expect(both.toSorted()).toEqual(['executed', 'failed']);
    const [failed] = await world.asOwner(
      `select failure_code as code from governance.actions where state = 'failed'`,
    );
    expect(failed).toEqual({ code: 'DOCUMENT_VERSION_STALE' });
    expect(await read(stranger(), 'bylaws')).toMatchObject({
      inForce: [2],
      history: [
        [2, true],
        [1, false],
      ],
    });
    expect(await brokenLaws(world, governanceInvariants)).toEqual([]);
  });

  it('is adopted for the first time once, and amended only as it stands', async () => {
    const terms = bylaws({ key: 'conduct' });
    const raced = [await passed(terms), await passed(terms)];
    const results = await Promise.all(raced.map(execute));
    expect(results.toSorted()).toEqual(['executed', 'failed']);
    for (const amends of [undefined, 2]) {
      await expect(passed({ ...terms, amends })).rejects.toMatchObject({
        code: 'DOCUMENT_VERSION_STALE',
        path: ['actions', '0', 'payloadJson', 'amends'],
      });
    }
    // Drafted when it was right, and put to the vote when it could come to nothing any more.
    const draft = () => drafted(bylaws({ key: 'conduct', amends: 1 }), 'public');
    const [one, late] = [await draft(), await draft()];
    expect(await execute(await decided(one))).toBe('executed');
    await expect(world.open.execute(member(), { proposalId: late })).rejects.toMatchObject({
      code: 'DOCUMENT_VERSION_STALE',
      path: ['proposalId'],
    });
    expect(await world.stateOf(late)).toBe('draft');
    await expect(passed({ ...terms, amends: 1, text: ' ' })).rejects.toMatchObject({
      code: 'DOCUMENT_INVALID',
    });
  });

  it('adopted by a decision for members is theirs, and so is one that is withheld', async () => {
    const key = 'inside';
    await execute(await passed(bylaws({ key, text: 'Said to all.' })));
    await execute(await passed(bylaws({ key, amends: 1, text: 'Said inside.' }), 'members'));
    expect(await read(member(), key)).toEqual({
      inForce: [2],
      history: [
        [2, true],
        [1, false],
      ],
      texts: ['Said inside.', 'Said to all.'],
    });
    const outside = { inForce: [], history: [[1, false]], texts: ['Said to all.'] };
    expect(await read(stranger(), key)).toEqual(outside);
    await world.asOwner(`update governance.proposals set visibility = 'members'
      where id in (select adopted_by_proposal_id from governance.documents where key = 'inside')`);
    expect(await read(stranger(), key)).toEqual({ inForce: [], history: [], texts: [] });
  });

  it('waits for the day from which it is in force', async () => {
    const id = await passed(bylaws({ key: 'later', inForceOn: '2030-01-01' }));
    expect(await execute(id)).toBe('not-due');
    expect(await read(member(), 'later')).toMatchObject({ inForce: [] });
  });

  it('stays as it was adopted, whoever asks the database', async () => {
    for (const change of [
      `update governance.documents set text = 'Another.'`,
      `update governance.documents set retired_at = null, retired_by_proposal_id = null
       where retired_at is not null`,
      'delete from governance.documents',
    ]) {
      await expect(world.asOwner(change)).rejects.toThrow('stays as it was adopted');
    }
  });
});
