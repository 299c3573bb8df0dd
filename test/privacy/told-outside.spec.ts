import { toGlobalId } from '@rochdale/platform';
import { ApiClient } from '@rochdale/testing';
import { AddWebhook } from '@rochdale/webhooks';
import { CastBallot } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';
import { openReceiver } from '../../libs/webhooks/src/testing/receiver.js';
import type { TestReceiver } from '../../libs/webhooks/src/testing/receiver.js';
import { Chance } from './kit/chance.js';
import { memberInside } from './kit/inside.js';
import { insider, officer, RandomWorld } from './kit/random-world.js';
import { insideIds, secretsOf } from './kit/secrets.js';
import { amountsTold } from './kit/sums.js';
import { listingsOf, valuesOf } from './kit/view.js';
import type { View } from './kit/view.js';

const minutes = 60_000;
const memberIn = memberInside('member');

interface Trail {
  readonly auditTrail: { readonly edges: readonly { readonly node: { subjectKind: string } }[] };
}

const trail = `{ auditTrail(first: 100) { edges { node {
  type subjectKind subjectId memberId requestId dataJson } } } }`;

interface Heard {
  readonly payload: { readonly data: { readonly proposalTallyChanged: { readonly id: string } } };
}

/** Another program of the co-operative's, and who watches or reads its log. */
describe('what leaves without being asked for', () => {
  let world: RandomWorld;
  let api: RunningApi;
  let receiver: TestReceiver;
  let administrator: ApiClient;
  let member: ApiClient;
  const voters = ['member-2', 'member-3', 'member-4'] as const;
  const refunded = 'member-5';

  const cast = async (proposalId: string, key: string, mark: string): Promise<void> => {
    world.tick();
    const voter = await world.demo.as(key);
    await world.demo.get(CastBallot).execute(voter, { proposalId, mark, reason: null });
  };
  /** What came since it was asked last. */
  const told = async (): Promise<View> => {
    await world.demo.work();
    const received = receiver.received.map(({ headers, body }) => ({
      id: headers['webhook-id'],
      ...(JSON.parse(body) as object),
    }));
    receiver.received = [];
    return listingsOf('webhook', received);
  };
  const trailOf = async (kind: string): Promise<View> => {
    const { auditTrail } = await administrator.query<Trail>(trail);
    const nodes = auditTrail.edges.map(({ node }) => node);
    return listingsOf(
      'trail',
      nodes.filter(({ subjectKind }) => subjectKind === kind),
    );
  };
  const personsIn = (view: View): string[] => {
    const ids = [...valuesOf(view)].map(({ value }) => memberIn(String(value)));
    return voters.filter((key) => ids.includes(world.demo.member(key).memberId));
  };

  beforeAll(async () => {
    world = await RandomWorld.open(new Chance(7), 9);
    await world.pledge();
    api = await startApi({ env: world.service.env, clock: world.clock });
    receiver = await openReceiver();
    const administration = await world.administrator(insider);
    await world.demo.get(AddWebhook).execute(administration, { url: receiver.url, types: ['*'] });
    const stranger = new ApiClient(api.url);
    administrator = await world.signIn(stranger, insider);
    member = await world.signIn(stranger, officer);
  }, 10 * minutes);
  afterAll(async () => {
    await receiver.close();
    await api.close();
    await world.close();
  });

  it('tells nobody who voted in secret, while the vote is open', async () => {
    const proposalId = await world.propose('membership');
    await told();
    for (const key of voters) await cast(proposalId, key, 'agree');
    await cast(proposalId, voters[0], 'disagree');
    expect(await told()).toEqual(listingsOf('webhook', []));
    expect(personsIn(await trailOf('proposal'))).toEqual([]);
  });

  it('tells who voted where that is no secret', async () => {
    const proposalId = await world.propose('ordinary');
    await told();
    for (const key of voters) await cast(proposalId, key, 'agree');
    expect(personsIn(await told())).toEqual(voters);
    expect(personsIn(await trailOf('proposal'))).toEqual(voters);
  });

  it('tells who watches of no ballot in a secret vote', async () => {
    const secret = await world.propose('membership');
    const [before, after] = [await world.propose('ordinary'), await world.propose('ordinary')];
    await world.demo.work();
    const watching = await member.subscribe('subscription { proposalTallyChanged { id } }');
    const heard: string[] = [];
    const hear = async (proposalId: string): Promise<void> => {
      for (const id = toGlobalId('Proposal', proposalId); heard.at(-1) !== id;) {
        const { payload } = (await watching.next()) as unknown as Heard;
        heard.push(payload.data.proposalTallyChanged.id);
      }
    };
    const vote = async (proposalId: string): Promise<void> => {
      await cast(proposalId, voters[0], 'agree');
      await world.demo.work();
    };
    try {
      // The feed may still be opening.
      const begun = hear(before);
      await expect.poll(() => vote(before).then(() => heard.length)).toBeGreaterThan(0);
      await begun;
      await vote(secret);
      await vote(after);
      await hear(after);
      expect(heard).not.toContain(toGlobalId('Proposal', secret));
    } finally {
      watching.close();
    }
  });

  it('tells nothing of dues, nor of what is paid back of them', async () => {
    await world.advance(1, 1);
    await world.advance(0, 5);
    await world.payee(refunded);
    await world.advance(0, 20);
    await told();
    await world.paid(voters);
    await world.refunded(refunded);
    await world.waive(voters[0]);
    await world.move(voters[1], 'in-arrears');
    await world.move(voters[2], 'paused');
    await world.advance(0, 25);
    const secrets = await secretsOf(world.service.database.adminUrl);
    const view = await told();
    expect(amountsTold([view], secrets)).toEqual([]);
    expect(view).toEqual(listingsOf('webhook', []));
    // Who may see the payout reads in the trail that it was paid.
    expect(amountsTold([await trailOf('payout')], secrets)).not.toEqual([]);
  });

  it('holds no id of the inside', async () => {
    const ids = new Set([...(await insideIds(world.service.database.adminUrl)).values()].flat());
    const proposalId = await world.propose('ordinary');
    await cast(proposalId, voters[0], 'agree');
    const values = [...valuesOf(await told())].map(({ value }) => String(value));
    expect(values.length).toBeGreaterThan(10);
    expect(
      values.filter((value) => ids.has(value) || /[0-9a-f]{8}-[0-9a-f]{4}-7/.test(value)),
    ).toEqual([]);
  });
});
