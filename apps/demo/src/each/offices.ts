import { AnswerNomination, NominateMember, ProposalQueries } from '@rochdale/governance';
import { assert, dayOf } from '@rochdale/platform';
import { CastBallot } from '@rochdale/voting';
import { adopt } from '../year/adopting.js';
import { open } from '../year/decisions.js';
import type { DemoWorld } from '../year/demo-world.js';
import { among, another, author, voter } from './circle.js';
import { waysOf } from './ways.js';
import type { Way } from './ways.js';

type Office = readonly [kind: string, what: string, first: string, second: string];

/** What is coordinated, who stands for it, and by which ballots it is decided between them. */
const offices: readonly Office[] = [
  ['single-choice', 'backups', 'henrik', 'tamsin'],
  ['approval', 'mail', 'anselm', 'yusuf'],
  ['score', 'calendars', 'ignatius', 'leocadia'],
  ['dots', 'support', 'florian', 'marguerite'],
  ['ranking', 'the website', 'rosalind', 'henrik'],
  ['stv', 'invoices', 'tamsin', 'anselm'],
];

interface Election {
  readonly proposalId: string;
  readonly way: Way;
  /** Who wins. */
  readonly wanted: string;
}

/** Elections by each way to vote that can elect: some hold their office, others will. */
export function planOffices(world: DemoWorld): void {
  const { calendar } = world;
  const ways = waysOf([]);
  calendar.on(calendar.before(20), async () => {
    for (const [ballotKind] of offices) {
      await adopt(world, 'choice', {
        key: `office-${ballotKind}`,
        title: `Who coordinates, by ${ballotKind}`,
        changes: { ...among, ...electing, ballotKind, ...ways[ballotKind]?.rule },
      });
    }
  });
  const called: Election[] = [];
  calendar.on(calendar.before(9), async () => {
    for (const startsOn of [null, dayOf(calendar.before(-30))]) {
      for (const office of offices) {
        const way = ways[office[0]];
        assert(way !== undefined, 'the circle votes in each of these ways');
        called.push(await call(world, office, way, startsOn));
      }
    }
  });
  calendar.on(calendar.before(7.9), async () => {
    await world.work();
    for (const election of called) await elect(world, election);
  });
}

/** Two stand by themselves. Their term begins on a day, or as the vote ends. */
async function call(
  world: DemoWorld,
  [kind, what, ...standing]: Office,
  way: Way,
  startsOn: string | null,
): Promise<Election> {
  const when = startsOn === null ? 'now' : 'from next month';
  const proposalId = await open(world, {
    by: author,
    title: `Who coordinates ${what} ${when}`,
    body: 'For a month; each time we try another way to vote.',
    policyKey: `office-${kind}`,
    actions: [{ kind: 'role.elect', payload: { role: 'coordinator', startsOn } }],
  });
  for (const key of standing) {
    const by = await world.as(key);
    const { memberId } = world.member(key);
    await world.get(NominateMember).execute(by, { proposalId, memberId });
    const said = { proposalId, accepts: true, statement: null };
    await world.get(AnswerNomination).execute(by, said);
  }
  const [wanted] = standing;
  return { proposalId, way, wanted };
}

const electing = {
  lateQuorum: null,
  winnerNeeds: undefined,
  elects: { offices: ['coordinator'], nominationHours: 24, termMonths: 1 },
};

/** Two of the workers name the same one, whichever number the order drawn gave them. */
async function elect(world: DemoWorld, { proposalId, way, wanted }: Election): Promise<void> {
  const candidates = await world.read(await world.as(voter), (tx) =>
    world.get(ProposalQueries).candidatesOf(tx, [proposalId]),
  );
  const { memberId } = world.member(wanted);
  const isFirst = candidates.some((one) => one.memberId === memberId && one.place === 1);
  const mark = isFirst ? way.one : way.other;
  for (const key of [voter, another]) {
    const by = await world.as(key);
    await world.get(CastBallot).execute(by, { proposalId, mark, reason: null });
  }
}
