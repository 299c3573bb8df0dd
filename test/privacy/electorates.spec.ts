import { AddWebhook } from '@rochdale/webhooks';
import { AdoptPolicy, policyPacks } from '@rochdale/governance';
import type { DecisionRule } from '@rochdale/governance';
import { AppointRole } from '@rochdale/membership';
import { CastBallot } from '@rochdale/voting';
import { ApiClient } from '@rochdale/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import { open } from '../../apps/demo/src/year/decisions.js';
import { openReceiver } from '../../libs/webhooks/src/testing/receiver.js';
import { applicant } from './kit/applicant.js';
import { readAround, readPages } from './kit/around.js';
import { Chance } from './kit/chance.js';
import { host } from './kit/hosting.js';
import { insider, officer, RandomWorld } from './kit/random-world.js';
import { Reader } from './kit/reader.js';
import { listingsOf } from './kit/view.js';
import type { View } from './kit/view.js';

const minutes = 60_000;
const size = 7;
const [owing, pausing, auditing, first, second] = [2, 3, 4, 5, 6].map((nth) => `member-${nth}`);

const byPath = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

const yesterday = new Date(Date.now() - 24 * 60 * minutes);

/** Sessions, and when the database wrote something, go by another clock than these worlds. */
const byWorldsClock = (instant: string): string => (new Date(instant) > yesterday ? '*' : instant);

/** What somebody was told, without what is another one each time: ids, seals and fingerprints. */
function said(view: View): string[] {
  const plain = (text: string) =>
    text
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, byWorldsClock)
      .replaceAll(/[\w-]{24,}/g, '*')
      .replaceAll(/localhost:\d+|127\.0\.0\.1:\d+/g, 'here')
      .replaceAll(/\[\d+\]/g, '[]');
  return view
    .flatMap(({ name, rows }) =>
      rows.map((row) => plain(`${name}: ${JSON.stringify([...row].toSorted(byPath))}`)),
    )
    .toSorted();
}

const half = { share: '1/2', of: 'electorate', counts: 'ballots' } as const;
const ofAll = { share: '1/4', of: 'active-members', counts: 'ballots' } as const;
const agreeOf = (of: 'electorate' | 'active-members') =>
  ({ kind: 'threshold', agree: { share: '1/2', strict: true, of } }) as const;

/** Rules that speak of everybody in each way there is, and one that everybody votes under. */
const rules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  half: { quorum: half },
  whole: { quorum: half, decision: agreeOf('electorate') },
  active: { quorum: ofAll, decision: agreeOf('active-members') },
  swift: { earlyClose: { when: 'outcome-certain' } },
  secret: { quorum: half, secretUntilClosed: true },
};

interface Sizes {
  readonly proposals: { readonly edges: readonly { readonly node: { electorateSize: number } }[] };
}
const sizes = '{ proposals(first: 100) { edges { node { electorateSize } } } }';
const sizesOf = async (client: ApiClient): Promise<number[]> => {
  const { proposals } = await client.query<Sizes>(sizes);
  return [...new Set(proposals.edges.map(({ node }) => node.electorateSize))];
};

/** Everything that a world told anybody in whom it is not, and what it told who may know. */
interface Told {
  readonly to: Readonly<Record<string, readonly string[]>>;
  readonly exactly: Readonly<Record<string, readonly number[]>>;
}

async function adoptRules(world: RandomWorld): Promise<void> {
  const ordinary = policyPacks[0]?.policies.find(({ key }) => key === 'ordinary');
  for (const [key, changes] of Object.entries(rules)) {
    const rule = { ...ordinary?.rule, lateQuorum: null, ...changes } as DecisionRule;
    await world.demo
      .get(AdoptPolicy)
      .execute(await world.treasurer, { key, title: `Rule ${key}`, rule });
  }
}

const propose = async (world: RandomWorld, policyKey: string): Promise<string> => {
  world.tick();
  return open(world.demo, { by: officer, title: `By ${policyKey}`, body: 'Now.', policyKey });
};

async function cast(world: RandomWorld, id: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    world.tick();
    const ballot = { proposalId: id, mark: 'agree', reason: null };
    await world.demo.get(CastBallot).execute(await world.demo.as(key), ballot);
  }
}

/** Votes that are decided, then others that are open: short of a quorum and with one. */
async function decide(world: RandomWorld): Promise<void> {
  const four = [officer, auditing, first, second].map(String);
  for (const voters of [four, four.slice(0, 2)]) {
    for (const key of Object.keys(rules)) {
      const id = await propose(world, key);
      await cast(world, id, key === 'swift' ? voters.slice(0, 2) : voters);
    }
  }
  await world.advance(1, 1);
  // Of five who may vote three are half; of the seven that are told they are not.
  for (const voters of [four, four.slice(0, 3), []]) {
    for (const key of Object.keys(rules)) {
      const id = await propose(world, key);
      await cast(world, id, key === 'swift' ? voters.slice(0, 2) : voters);
    }
  }
}

/** What a watcher hears of a vote that everybody reads already. */
async function watched(world: RandomWorld, member: ApiClient): Promise<View> {
  const id = await propose(world, 'whole');
  const watching = await member.subscribe(`subscription { proposalTallyChanged { electorateSize
    viewerBallotMayEndVote tally { electorateWeight countJson outcomeNow
      quorum { neededWeight reached } agreement { ofWeight reached } } } }`);
  try {
    const heard: unknown[] = [];
    const hearing = watching.next().then((news) => heard.push(news));
    // The feed may still be opening.
    while (heard.length === 0) {
      await cast(world, id, [String(first)]);
      await world.demo.work();
    }
    await hearing;
    const [news] = heard as { payload: { data: object } }[];
    return listingsOf('subscription', news?.payload.data);
  } finally {
    watching.close();
  }
}

interface Trail {
  readonly auditTrail: { readonly edges: readonly { readonly node: object }[] };
}
const opened = `{ auditTrail(first: 100, type: "governance.ProposalOpened") {
  edges { node { type subjectKind dataJson } } } }`;

/** A co-operative of seven, in which one pauses and one is in arrears, or nobody. */
async function tell(doesSomebodyPause: boolean): Promise<Told> {
  const world = await RandomWorld.open(new Chance(11), size);
  const api = await startApi({ env: world.service.env, clock: world.clock });
  const receiver = await openReceiver();
  try {
    const administration = await world.administrator(String(first));
    await world.demo.get(AddWebhook).execute(administration, { url: receiver.url, types: ['*'] });
    const { memberId } = world.demo.member(String(auditing));
    const office = { memberId, role: 'auditor' } as const;
    await world.demo.get(AppointRole).execute(await world.treasurer, office);
    await adoptRules(world);
    const keys = await host(world);
    const stranger = new ApiClient(api.url);
    const clients = {
      stranger,
      applicant: await applicant(api, 'applicant@random.example'),
      member: await world.signIn(stranger, insider),
      partner: stranger.withKey(keys.get('Sluice') ?? ''),
    };
    if (doesSomebodyPause) {
      world.tick();
      await world.move(String(owing), 'in-arrears');
      await world.move(String(pausing), 'paused');
    } else world.tick();
    await decide(world);
    await world.demo.work();
    const to: Record<string, readonly string[]> = {};
    for (const [asker, client] of Object.entries(clients)) {
      const moments = [world.clock.now().toISOString()];
      to[asker] = said([
        ...(await new Reader(client, false).everything()),
        ...(await readPages(client)),
        ...(await readAround(client, moments)),
      ]);
    }
    const bodies = receiver.received.map(({ body }) => JSON.parse(body) as unknown);
    to['program'] = said(listingsOf('webhook', bodies));
    const trail = await (await world.signIn(stranger, officer)).query<Trail>(opened);
    to['reader of the trail'] = said(
      listingsOf(
        'trail',
        trail.auditTrail.edges.map(({ node }) => node),
      ),
    );
    to['watcher'] = said(await watched(world, clients.member));
    return {
      to,
      exactly: {
        officer: await sizesOf(await world.signIn(stranger, officer)),
        member: await sizesOf(clients.member),
      },
    };
  } finally {
    await receiver.close();
    await api.close();
    await world.close();
  }
}

describe('how many pause or are in arrears, in a co-operative of seven', () => {
  let paused: Told;
  let calm: Told;
  beforeAll(async () => {
    paused = await tell(true);
    calm = await tell(false);
  }, 10 * minutes);

  it.each([
    'stranger',
    'applicant',
    'member',
    'partner',
    'program',
    'reader of the trail',
    'watcher',
  ])('is not told to a %s by anything that votes say', (asker) => {
    expect(calm.to[asker]?.length).toBeGreaterThan(0);
    const beside = (one: Told, other: Told) => {
      const known = new Set(other.to[asker]);
      return one.to[asker]?.filter((line) => !known.has(line));
    };
    expect({ paused: beside(paused, calm), calm: beside(calm, paused) }).toEqual({
      paused: [],
      calm: [],
    });
    expect(paused.to[asker]).toEqual(calm.to[asker]);
  });

  it('is told, by the size of electorates, to who may know where members stand', () => {
    expect(paused.exactly).toEqual({ officer: [size - 2], member: [size] });
    expect(calm.exactly).toEqual({ officer: [size], member: [size] });
  });
});
