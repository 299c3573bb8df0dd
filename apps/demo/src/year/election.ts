import { AnswerNomination, NominateMember, ProposalQueries } from '@rochdale/governance';
import { assert, dayOf } from '@rochdale/platform';
import { ranks } from '../questions/marks.js';
import { open } from './decisions.js';
import type { DemoWorld } from './demo-world.js';
import { say } from './ways.js';

const statements: Readonly<Record<string, string>> = {
  oswin: 'I have chaired meetings before, and they ended in time.',
  sunniva: 'I would like all of us to know how money is spent.',
  rosalind: 'I have time on Mondays and an open ear.',
};

/** A member calls an election to an office for two, and who is nominated answers. */
async function call(world: DemoWorld, role: string, startsOn: string): Promise<string> {
  const by = 'marguerite';
  const proposalId = await open(world, {
    by,
    title: `Two for the office of ${role}`,
    body: 'For two years. Whoever is nominated is asked first.',
    policyKey: 'board-election',
    voteTerms: { seats: 2 },
    actions: [{ kind: 'role.elect', payload: { role, startsOn } }],
  });
  const nominator = await world.as(by);
  for (const key of [...Object.keys(statements), 'florian']) {
    const { memberId } = world.member(key);
    await world.get(NominateMember).execute(nominator, { proposalId, memberId });
  }
  return proposalId;
}

async function answer(world: DemoWorld, proposalId: string, keys: readonly string[]) {
  for (const key of keys) {
    const statement = statements[key] ?? null;
    const accepts = statement !== null;
    const said = { proposalId, accepts, statement };
    await world.get(AnswerNomination).execute(await world.as(key), said);
  }
}

/** The candidates by the numbers that the order drawn for them gave. */
async function numbers(world: DemoWorld, proposalId: string): Promise<ReadonlyMap<string, number>> {
  const by = await world.as('marguerite');
  const candidates = await world.read(by, (tx) =>
    world.get(ProposalQueries).candidatesOf(tx, [proposalId]),
  );
  const places = new Map(candidates.map(({ memberId, place }) => [memberId, place]));
  return new Map(
    Object.keys(statements).map((key) => {
      const place = places.get(world.member(key).memberId);
      assert(place !== undefined, `${key} stands`);
      return [key, place];
    }),
  );
}

/** An election that is over, whose winners hold the office, and one that members nominate in. */
export function planElections(world: DemoWorld): void {
  const { calendar } = world;
  let board = '';
  calendar.on(calendar.noon(130), async () => {
    board = await call(world, 'coordinator', dayOf(calendar.before(100)));
  });
  calendar.on(calendar.noon(125), () =>
    answer(world, board, [...Object.keys(statements), 'florian']),
  );
  calendar.on(calendar.noon(115), () => world.work());
  calendar.on(calendar.noon(114), async () => {
    const places = await numbers(world, board);
    const [oswin = 0, sunniva = 0, rosalind = 0] = Object.keys(statements).map((key) =>
      places.get(key),
    );
    // Few named Sunniva first: what Oswin did not need went on to her.
    await say(world, board, [
      [9, ranks(oswin, sunniva)],
      [2, ranks(sunniva, oswin)],
      [4, ranks(rosalind)],
    ]);
  });
  calendar.on(calendar.noon(106), () => world.work());
  calendar.on(calendar.noon(99), () => world.work());
  let auditors = '';
  calendar.on(calendar.before(5), async () => {
    auditors = await call(world, 'auditor', dayOf(calendar.before(-40)));
  });
  calendar.on(calendar.before(4.5), () => answer(world, auditors, ['oswin', 'florian']));
}
