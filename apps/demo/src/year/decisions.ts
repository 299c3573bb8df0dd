import {
  AcceptAmendment,
  CancelProposal,
  DraftProposal,
  EditProposal,
  KeepTopic,
  OpenProposal,
  ProposeAmendment,
  ReactToComment,
  WithdrawProposal,
  WriteComment,
} from '@rochdale/governance';
import { CastBallot } from '@rochdale/voting';
import type { Stance } from '@rochdale/voting';
import { assert } from '@rochdale/platform';
import type { ProposalAction } from '@rochdale/platform';
import { adopt } from './adopting.js';
import type { DemoWorld } from './demo-world.js';
import { officers, steadyVoters } from './people.js';

export interface DemoProposal {
  readonly by: string;
  readonly title: string;
  readonly body: string;
  readonly policyKey: string;
  readonly topics?: readonly string[];
  readonly tags?: readonly string[];
  /** What it is between, and what its ballot kind asks for besides. */
  readonly options?: readonly string[];
  readonly voteTerms?: object;
  /** What is done if it passes; nothing where it is left out. */
  readonly actions?: readonly ProposalAction[];
}

/** So many of each stance, given out over the voters in their order. */
export type Votes = Partial<Readonly<Record<Stance, number>>>;

const reasons: Readonly<Record<Stance, string | null>> = {
  agree: null,
  abstain: null,
  disagree: 'Not now; there is more urgent work.',
  block: 'This takes a promise back that we made to members who joined because of it.',
};

export async function draft(world: DemoWorld, proposal: DemoProposal): Promise<string> {
  const { by, ...terms } = proposal;
  const { proposalId } = await world.get(DraftProposal).execute(await world.as(by), {
    actions: [],
    ...terms,
  });
  return proposalId;
}

export async function open(world: DemoWorld, proposal: DemoProposal): Promise<string> {
  const proposalId = await draft(world, proposal);
  await world.get(OpenProposal).execute(await world.as(proposal.by), { proposalId });
  return proposalId;
}

/** Members vote, from the `first` voter of the list on, leaving out who may not. */
export async function vote(
  world: DemoWorld,
  proposalId: string,
  votes: Votes,
  first = 0,
): Promise<void> {
  const stances = Object.entries(votes).flatMap(([stance, count]) =>
    Array.from({ length: count }, () => stance as Stance),
  );
  assert(first + stances.length <= steadyVoters.length, 'there are as many voters as votes');
  for (const [index, stance] of stances.entries()) {
    const voter = await world.as(steadyVoters[first + index] ?? '');
    const ballot = { proposalId, mark: stance, reason: reasons[stance] };
    await world.get(CastBallot).execute(voter, ballot);
  }
}

/** What was decided, and what was not, in the course of the year. */
export function planDecisions(world: DemoWorld): void {
  const { calendar } = world;
  /** Opens, is voted on a day later, and closes by itself at the worker's next round. */
  const decided = (daysBefore: number, days: number, proposal: DemoProposal, votes: Votes) => {
    let id = '';
    calendar.on(calendar.noon(daysBefore), async () => {
      id = await open(world, proposal);
    });
    calendar.on(calendar.noon(daysBefore - 1), () => vote(world, id, votes));
    calendar.on(calendar.noon(daysBefore - days), () => world.work());
  };
  calendar.on(calendar.noon(331), () => keepTopics(world));
  calendar.on(calendar.noon(330), () => adoptOwnPolicies(world));
  decided(300, 6, proposals.meetings, { agree: 14, abstain: 2, disagree: 3 });
  decided(252, 6, proposals.logo, { agree: 6, abstain: 1, disagree: 9 });
  decided(172, 14, proposals.sponsoring, { agree: 2, disagree: 1 });
  decided(150, 6, proposals.fridays, { agree: 7, abstain: 2, disagree: 7 });
  let withdrawn = '';
  calendar.on(calendar.noon(100), async () => {
    withdrawn = await open(world, proposals.forum);
    await vote(world, withdrawn, { agree: 3, disagree: 4 });
  });
  calendar.on(calendar.noon(98), async () => {
    const proposalId = withdrawn;
    await world.get(WithdrawProposal).execute(await world.as('yusuf'), { proposalId });
  });
  let cancelled = '';
  calendar.on(calendar.noon(142), async () => {
    cancelled = await open(world, proposals.twice);
  });
  calendar.on(calendar.noon(141), async () => {
    const reason = 'The members decided the same question in spring; see the first decision.';
    const secretary = await world.as(officers.secretary);
    await world.get(CancelProposal).execute(secretary, { proposalId: cancelled, reason });
  });
  planCurrent(world);
}

async function adoptOwnPolicies(world: DemoWorld): Promise<void> {
  await adopt(world, 'ordinary', {
    key: 'assembly',
    title: 'Questions of the general assembly, announced a week ahead',
    changes: { noticeHours: 24 * 7 },
  });
  await adopt(world, 'expense-standard', {
    key: 'expense-trial',
    title: 'Expenses, on trial: what fails is tried again for an hour',
    changes: { earlyClose: null, timelockHours: 24, executionWithinHours: 1 },
  });
}

async function keepTopics(world: DemoWorld): Promise<void> {
  const administrator = await world.as(officers.administrator);
  for (const [key, title] of Object.entries(topics)) {
    await world.get(KeepTopic).execute(administrator, { key, title });
  }
}

/** One amendment that its author takes up, and one that waits. */
async function amend(world: DemoWorld, proposalId: string): Promise<void> {
  const { body, by } = proposals.assembly;
  const propose = world.get(ProposeAmendment);
  const { amendmentId } = await propose.execute(await world.as('tamsin'), {
    proposalId,
    version: 1,
    body: `${body} It begins with the next election.`,
  });
  await world.get(AcceptAmendment).execute(await world.as(by), { amendmentId });
  await propose.execute(await world.as('yusuf'), {
    proposalId,
    version: 2,
    body: `${body} It begins with who is auditor now.`,
    note: 'The books of this year are half read.',
  });
}

/** A question, an answer, and thanks for it. */
async function discuss(world: DemoWorld, proposalId: string): Promise<void> {
  const write = world.get(WriteComment);
  const asked = { proposalId, body: 'Who has the key, when **none of us** can be reached?' };
  const { commentId } = await write.execute(await world.as('yusuf'), asked);
  const answer = { proposalId, inReplyToId: commentId, inReplyToVersion: 1 };
  const by = await world.as(proposals.backups.by);
  await write.execute(by, { ...answer, body: 'Two of us, each a half.' });
  const thanks = { commentId, version: 1, reaction: 'thanks', isOn: true } as const;
  await world.get(ReactToComment).execute(await world.as('ines'), thanks);
}

const topics = {
  infrastructure: 'Servers and backups',
  meeting: 'Meeting each other',
  money: 'Money',
  rules: 'Our own rules',
};

/** What is under way today. */
function planCurrent(world: DemoWorld): void {
  const { calendar } = world;
  let late = '';
  calendar.on(calendar.before(7), async () => {
    late = await open(world, proposals.phone);
  });
  calendar.on(calendar.before(4), () => vote(world, late, { agree: 1 }));
  // The quorum is reached in the last day only, so that the vote goes on for two more.
  calendar.on(calendar.before(1.4), () => vote(world, late, { agree: 4, disagree: 2 }, 1));
  calendar.on(calendar.before(0.99), () => world.work());
  let current = '';
  calendar.on(calendar.before(2), async () => {
    current = await open(world, proposals.backups);
  });
  calendar.on(calendar.before(1.5), () =>
    vote(world, current, { agree: 7, abstain: 2, disagree: 1 }),
  );
  calendar.on(calendar.before(1.2), () => discuss(world, current));
  let announced = '';
  calendar.on(calendar.before(3), async () => {
    announced = await open(world, proposals.assembly);
  });
  calendar.on(calendar.before(2.9), () => amend(world, announced));
  calendar.on(calendar.before(0.2), async () => {
    const proposalId = await draft(world, proposals.workshop);
    await world.get(EditProposal).execute(await world.as(proposals.workshop.by), {
      proposalId,
      version: 1,
      body: workshop,
      tags: ['encryption'],
    });
  });
}

const workshop = [
  '## An evening, twice a year',
  '',
  '- keys, and where to keep them',
  '- mail that *others* can open',
  '',
  'Based on [the guide](https://emailselfdefense.fsf.org/).',
].join('\n');

const proposals = {
  meetings: {
    by: 'saoirse',
    title: 'Meet in person every second month',
    body: 'We know each other from tickets. Let us meet, by turns in Leipzig and online.',
    policyKey: 'ordinary',
    topics: ['meeting'],
    tags: ['leipzig'],
  },
  logo: {
    by: 'florian',
    title: 'A new logo',
    body: 'The heron is lovely, and cannot be read on a telephone.',
    policyKey: 'ordinary',
  },
  sponsoring: {
    by: 'leocadia',
    title: 'A yearly budget for sponsoring free software',
    body: 'Three hundred euros a year to the projects that we run.',
    policyKey: 'budget',
    topics: ['money'],
    tags: ['free software'],
  },
  fridays: {
    by: 'henrik',
    title: 'No upgrades on Fridays',
    body: 'Whoever broke something on a Friday afternoon knows why.',
    policyKey: 'ordinary',
    topics: ['infrastructure', 'rules'],
  },
  forum: {
    by: 'yusuf',
    title: 'Replace the mailing list by a forum',
    body: 'Threads that one finds again.',
    policyKey: 'ordinary',
  },
  twice: {
    by: 'anselm',
    title: 'Meet in person every month',
    body: 'Every second month is too seldom.',
    policyKey: 'ordinary',
  },
  phone: {
    by: 'philippa',
    title: 'A telephone hour for members',
    body: 'An hour a week in which somebody picks up.',
    policyKey: 'ordinary',
  },
  backups: {
    by: 'dmitar',
    title: 'Keep a second backup outside the country',
    body: 'Encrypted, at one of our partners, tested every quarter.',
    policyKey: 'ordinary',
    topics: ['infrastructure'],
    tags: ['backup', 'encryption'],
  },
  assembly: {
    by: 'ines',
    title: 'Elect the auditor for two years instead of one',
    body: 'A year is too short to see a whole one.',
    policyKey: 'assembly',
    topics: ['rules'],
  },
  workshop: {
    by: 'tamsin',
    title: 'A workshop on encrypted mail',
    body: 'To be written.',
    policyKey: 'operational',
  },
} as const satisfies Readonly<Record<string, DemoProposal>>;
