import { CancelProposal, WithdrawProposal } from '@rochdale/governance';
import { dayOf } from '@rochdale/platform';
import { CastBallot } from '@rochdale/voting';
import { adopt } from '../year/adopting.js';
import { draft, open } from '../year/decisions.js';
import type { DemoProposal } from '../year/decisions.js';
import type { DemoWorld } from '../year/demo-world.js';
import { officers } from '../year/people.js';
import { waysOf } from './ways.js';
import type { Way } from './ways.js';

/** Those who work here decide among themselves: two of the eight are enough for a quorum. */
export const among = {
  quorum: { share: '1/5', of: 'electorate', counts: 'ballots' },
  tieRule: 'status-quo',
  lateQuorum: { withinHours: 24, extendHours: 48 },
  eligibility: { classes: ['worker'], standings: ['active'], weightByClass: {} },
} as const;
export const [author, voter, another] = ['dmitar', 'ximena', 'ines'] as const;

const times = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
];

/** A circle that asks the same things again, by each way to vote, until all was seen. */
export class Circle {
  readonly #ways: readonly (readonly [kind: string, way: Way])[];
  #time = 0;

  constructor(private readonly world: DemoWorld) {
    const { calendar } = world;
    const days = [20, 19].map((before) => dayOf(calendar.before(-before)));
    this.#ways = Object.entries(waysOf(days));
  }

  /** A policy for each way to vote, or its next version. */
  async adopt(noticeHours: number): Promise<void> {
    for (const [ballotKind, { rule }] of this.#ways) {
      await adopt(this.world, 'choice', {
        key: `circle-${ballotKind}`,
        title: `Of those who work here, by ${ballotKind}`,
        changes: { ...among, noticeHours, winnerNeeds: undefined, ballotKind, ...rule },
      });
    }
  }

  /** What they ask by each way, the next time. */
  asked(): (readonly [way: Way, proposal: DemoProposal])[] {
    const time = times[this.#time] ?? '';
    this.#time += 1;
    return this.#ways.map(([kind, way]) => {
      const { title, options, voteTerms } = way;
      const brought = { ...(options && { options }), ...(voteTerms && { voteTerms }) };
      const proposal = { by: author, policyKey: `circle-${kind}`, body: 'As always.', ...brought };
      return [way, { ...proposal, title: `${title}, for the ${time} time` }];
    });
  }

  async draftAll(): Promise<string[]> {
    const ids: string[] = [];
    for (const [, proposal] of this.asked()) ids.push(await draft(this.world, proposal));
    return ids;
  }

  async openAll(): Promise<(readonly [way: Way, proposalId: string])[]> {
    const opened: (readonly [Way, string])[] = [];
    for (const [way, proposal] of this.asked())
      opened.push([way, await open(this.world, proposal)]);
    return opened;
  }

  async say(proposalId: string, by: string, mark: unknown, reason: string | null = null) {
    await this.world.get(CastBallot).execute(await this.world.as(by), { proposalId, mark, reason });
  }
}

/** Each way to vote in each state in which such a vote can be. */
export function planCircle(world: DemoWorld): void {
  const { calendar } = world;
  const circle = new Circle(world);
  calendar.on(calendar.noon(327), () => circle.adopt(0));
  planDecided(world, circle);
  planEnded(world, circle);
  let late: Awaited<ReturnType<Circle['openAll']>> = [];
  calendar.on(calendar.before(7), async () => {
    late = await circle.openAll();
    for (const [{ one }, id] of late) await circle.say(id, voter, one);
  });
  // The second of two is on the last day, so that they go on for two more.
  calendar.on(calendar.before(1.3), async () => {
    for (const [{ one }, id] of late) await circle.say(id, another, one);
  });
  calendar.on(calendar.before(2.5), async () => {
    for (const [{ other }, id] of await circle.openAll()) await circle.say(id, voter, other);
  });
  calendar.on(calendar.before(0.9), () => circle.adopt(48));
  calendar.on(calendar.before(0.8), async () => void (await circle.openAll()));
  calendar.on(calendar.before(0.7), async () => void (await circle.draftAll()));
}

/** Votes that came to nothing, each closed in a round of the worker in which others are, too. */
function planDecided(world: DemoWorld, circle: Circle): void {
  const { calendar } = world;
  const decided = (
    daysBefore: number,
    said: (way: Way) => readonly (readonly [mark: unknown, reason?: string])[],
  ) => {
    calendar.on(calendar.noon(daysBefore), async () => {
      for (const [way, id] of await circle.openAll()) {
        for (const [nth, [mark, reason]] of said(way).entries()) {
          await circle.say(id, nth === 0 ? voter : another, mark, reason);
        }
      }
    });
  };
  decided(300, ({ one }) => [[one]]);
  decided(252, ({ one, other }) => [[one], [other]]);
  decided(164, ({ against }) => [against, against]);
}

/** Votes that whoever wrote them, or an officer, ends before their time. */
function planEnded(world: DemoWorld, circle: Circle): void {
  const { calendar } = world;
  calendar.on(calendar.noon(100), async () => {
    const by = await world.as(author);
    for (const [, proposalId] of await circle.openAll()) {
      await world.get(WithdrawProposal).execute(by, { proposalId });
    }
  });
  calendar.on(calendar.noon(96), async () => {
    const by = await world.as(officers.secretary);
    const reason = 'Half of those who work here are ill this week.';
    for (const [, proposalId] of await circle.openAll()) {
      await world.get(CancelProposal).execute(by, { proposalId, reason });
    }
  });
}
