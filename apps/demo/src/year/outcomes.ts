import { ProposalQueries } from '@rochdale/governance';
import type { ProposalView } from '@rochdale/governance';
import { assert } from '@rochdale/platform';
import type { ProposalAction } from '@rochdale/platform';
import { adopt } from './adopting.js';
import { open, vote } from './decisions.js';
import type { DemoProposal, Votes } from './decisions.js';
import type { DemoWorld } from './demo-world.js';
import { demoCooperative } from './demo-world.js';
import { say } from './ways.js';

const noBlocks = { stances: ['agree', 'abstain', 'disagree'], blocks: null, lateQuorum: null };

async function adoptPolicies(world: DemoWorld): Promise<void> {
  await adopt(world, 'ordinary', {
    key: 'two-sides',
    title: 'Questions that are put again when they end equal',
    changes: { ...noBlocks, tieRule: 'run-off' },
  });
  await adopt(world, 'operational', {
    key: 'small-matters',
    title: 'Small matters: whoever objects puts them to all',
    changes: { escalatesTo: { policyKey: 'ordinary', on: ['rejected'] } },
  });
  await adopt(world, 'ordinary', {
    key: 'secret-ballot',
    title: 'Secret votes: who voted and what was voted lie apart',
    changes: { ...noBlocks, secrecy: 'detached', secretUntilClosed: true, reasons: 'none' },
  });
  await adopt(world, 'ordinary', {
    key: 'on-trial',
    title: 'Decisions on trial: what fails is tried again for a day',
    changes: { executionWithinHours: 24 },
  });
}

async function find(world: DemoWorld, proposalId: string): Promise<ProposalView> {
  const [found] = await world.read(await world.as('henrik'), (tx) =>
    world.get(ProposalQueries).byIds(tx, [proposalId]),
  );
  assert(found !== undefined, 'the vote is there');
  return found;
}

/** What a vote led to: its run-off, or where it went on, or is ratified. */
async function next(world: DemoWorld, proposalId: string): Promise<string> {
  const { runOffId, sequelId } = await find(world, proposalId);
  const id = runOffId ?? sequelId;
  assert(id !== null, 'another vote follows');
  return id;
}

const bylaws = [
  '# Bylaws',
  '',
  '1. Each member has *one* vote.',
  '2. The board has two seats.',
  '3. Whoever is to be expelled is heard.',
];

const adopting = (lines: readonly string[], amends: number | null): ProposalAction => ({
  kind: 'document.adopt',
  payload: { key: 'bylaws', title: 'Bylaws', text: lines.join('\n'), amends },
});

/** Votes that lead to others, a secret one, and one that could not be done and lapsed. */
function planFollowed(world: DemoWorld): void {
  const { calendar } = world;
  const { tied, objected, secret, failing, urgent } = proposals;
  calendar.on(calendar.noon(328), () => adoptPolicies(world));
  const ids = new Map<DemoProposal, string>();
  const openAll = async (...all: readonly DemoProposal[]) => {
    for (const one of all) ids.set(one, await open(world, one));
  };
  const idOf = (one: DemoProposal): string => ids.get(one) ?? '';
  calendar.on(calendar.noon(246), () => openAll(tied, objected, secret, failing));
  calendar.on(calendar.noon(245), async () => {
    await vote(world, idOf(tied), { agree: 6, disagree: 6 });
    await vote(world, idOf(objected), { agree: 2, disagree: 1 });
    await vote(world, idOf(failing), { agree: 7, disagree: 1 });
    await say(world, idOf(secret), [
      [8, 'agree'],
      [1, 'abstain'],
      [4, 'disagree'],
    ]);
  });
  calendar.on(calendar.noon(241), async () => {
    await openAll(urgent);
    await vote(world, idOf(urgent), { agree: 8 });
  });
  // All of these are closed in the round of the worker in which other votes end.
  calendar.on(calendar.noon(237), async () => {
    const again: readonly (readonly [DemoProposal, Votes])[] = [
      [tied, { agree: 8, disagree: 6 }],
      [objected, { agree: 9, disagree: 3 }],
      [urgent, { agree: 10, abstain: 1 }],
    ];
    for (const [one, votes] of again) await vote(world, await next(world, idOf(one)), votes);
  });
  calendar.on(calendar.noon(230), () => world.work());
}

/** Bylaws, and two amendments of the same version: of these the second cannot be done. */
function planBylaws(world: DemoWorld): void {
  const { calendar } = world;
  const amending = { by: 'anselm', policyKey: 'bylaws' } as const;
  const passes = async (proposal: DemoProposal) =>
    vote(world, await open(world, proposal), { agree: 12, abstain: 1, disagree: 2 });
  calendar.on(calendar.noon(250), () =>
    passes({ ...proposals.bylaws, actions: [adopting(bylaws, null)] }),
  );
  calendar.on(calendar.noon(40), async () => {
    await passes({
      ...amending,
      title: 'A third seat on the board',
      body: 'Two are too few when one is ill.',
      actions: [
        adopting(
          bylaws.map((line) => line.replace('two', 'three')),
          1,
        ),
      ],
    });
    await passes({
      ...amending,
      title: 'Hearings before suspensions',
      body: 'Not only before somebody is expelled.',
      actions: [
        adopting(
          bylaws.map((line) => line.replace('expelled', 'suspended or expelled')),
          1,
        ),
      ],
    });
  });
  calendar.on(calendar.noon(28), () => world.work());
  calendar.on(calendar.noon(26), () => world.work());
}

/** What follows from votes, and what does not. */
export function planOutcomes(world: DemoWorld): void {
  planFollowed(world);
  planBylaws(world);
}

const proposals = {
  tied: {
    by: 'florian',
    title: 'A cat in the office',
    body: 'It comes by itself anyway.',
    policyKey: 'two-sides',
  },
  objected: {
    by: 'tamsin',
    title: 'Order paper from the recycler',
    body: 'It is greyer, and two euros dearer.',
    policyKey: 'small-matters',
  },
  secret: {
    by: 'ines',
    title: 'Pay the board an allowance',
    body: 'Nobody is to be asked how they voted.',
    policyKey: 'secret-ballot',
  },
  failing: {
    by: 'leocadia',
    title: 'A buffer for bad months',
    body: 'A fund of that name, for when something breaks.',
    policyKey: 'on-trial',
    actions: [
      {
        kind: 'fund.create',
        payload: {
          key: 'buffer',
          name: 'Buffer for bad months',
          purpose: 'For when something breaks.',
          currency: demoCooperative.currency,
        },
      },
    ],
  },
  urgent: {
    by: 'dmitar',
    title: 'A fund for the server that stands still',
    body: 'Tonight nobody knew what we may spend.',
    policyKey: 'emergency',
    actions: [
      {
        kind: 'fund.create',
        payload: {
          key: 'incidents',
          name: 'Incidents',
          purpose: 'For what breaks at night.',
          currency: demoCooperative.currency,
        },
      },
    ],
  },
  bylaws: {
    by: 'saoirse',
    title: 'Our bylaws',
    body: 'As they were read at the assembly.',
    policyKey: 'bylaws',
  },
} as const satisfies Readonly<Record<string, DemoProposal>>;
