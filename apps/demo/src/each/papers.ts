import {
  CastBallot,
  ConfirmPapers,
  EnterPapers,
  HandOutPapers,
  ReturnPapers,
  TakePapersBack,
} from '@rochdale/voting';
import { adopt } from '../year/adopting.js';
import { open, vote } from '../year/decisions.js';
import type { Votes } from '../year/decisions.js';
import type { DemoWorld } from '../year/demo-world.js';
import { officers } from '../year/people.js';

/** Who likes a paper better than a screen. */
const onPaper = ['marguerite', 'ignatius', 'leocadia', 'rosalind', 'florian', 'oswin'];
const protocol = 'Counted at the long table in the kitchen, by two, in front of whoever came.';

/** Votes with papers beside ballots: counted, counted by nobody, to be confirmed, handed out. */
export function planPapers(world: DemoWorld): void {
  const { calendar } = world;
  const box = new Box(world);
  calendar.on(calendar.noon(329), () => adoptPolicy(world));
  planCounted(world, box);
  calendar.on(calendar.noon(172), async () => {
    await box.opens('A second key for the cellar', { agree: 4, disagree: 3 }, 3);
  });
  let entered = '';
  calendar.on(calendar.before(8), async () => {
    entered = await box.opens('A bench in front of the door', { agree: 5, disagree: 1 }, 4);
  });
  calendar.on(
    calendar.before(1.5),
    async () => void (await box.enters(entered, { agree: 3 }, { spoilt: 1 })),
  );
  let current = '';
  calendar.on(calendar.before(2.5), async () => {
    current = await box.opens('Bicycles in the hall', { agree: 3, disagree: 2 }, 5);
  });
  // Nobody has said yet that it lies there unused.
  calendar.on(calendar.before(2.3), () => box.isTakenBack(current, 'leocadia'));
}

/** Of six papers one came back, one was spoilt, one is found nowhere, and three are counted. */
function planCounted(world: DemoWorld, box: Box): void {
  const { calendar } = world;
  let counted = '';
  calendar.on(calendar.noon(190), async () => {
    counted = await box.opens('A plot in the garden next door', { agree: 6, disagree: 2 }, 6);
  });
  calendar.on(calendar.noon(188), () => box.comesBack(counted, 'oswin'));
  calendar.on(calendar.noon(183), async () => {
    const rest = { spoilt: 1, missing: 1, returned: 1 };
    const contentHash = await box.enters(counted, { agree: 2, disagree: 1 }, rest);
    const by = await world.as(officers.auditor);
    await world.get(ConfirmPapers).execute(by, { proposalId: counted, contentHash });
  });
}

async function adoptPolicy(world: DemoWorld): Promise<void> {
  const stances = ['agree', 'abstain', 'disagree'];
  await adopt(world, 'ordinary', {
    key: 'on-paper',
    title: 'Ordinary decisions, here or on paper',
    changes: { stances, blocks: null, lateQuorum: null, paper: { countWithinHours: 96 } },
  });
}

interface Rest {
  readonly spoilt?: number;
  readonly returned?: number;
  readonly missing?: number;
}

/** Who hands papers out, and counts them. */
class Box {
  constructor(private readonly world: DemoWorld) {}

  /** Is open: some vote here, and so many on paper. */
  async opens(title: string, votes: Votes, papers: number): Promise<string> {
    const { world } = this;
    const body = 'Those who do not like screens vote on paper.';
    const proposalId = await open(world, { by: 'yusuf', title, body, policyKey: 'on-paper' });
    const memberIds = onPaper.slice(0, papers).map((key) => world.member(key).memberId);
    const by = await world.as(officers['membership-officer']);
    await world.get(HandOutPapers).execute(by, { proposalId, memberIds });
    await vote(world, proposalId, votes);
    return proposalId;
  }

  async isTakenBack(proposalId: string, key: string): Promise<void> {
    const back = { proposalId, memberIds: [this.world.member(key).memberId] };
    const by = await this.world.as(officers['membership-officer']);
    await this.world.get(TakePapersBack).execute(by, back);
  }

  /** Unused, as two people say: whoever had it votes here. */
  async comesBack(proposalId: string, key: string): Promise<void> {
    const { world } = this;
    await this.isTakenBack(proposalId, key);
    const back = { proposalId, memberIds: [world.member(key).memberId], isRefused: false };
    const second = await world.as(officers.secretary);
    await world.get(ReturnPapers).execute(second, back);
    const ballot = { proposalId, mark: 'agree', reason: null };
    await world.get(CastBallot).execute(await world.as(key), ballot);
  }

  /** Returns what a second person confirms. */
  async enters(proposalId: string, votes: Votes, rest: Rest): Promise<string> {
    const { spoilt = 0, returned = 0, missing = 0 } = rest;
    const ballots = Object.entries(votes).map(([mark, count]) => ({ mark, ballots: count }));
    const inBox = ballots.reduce((sum, one) => sum + one.ballots, 0);
    const handedOut = inBox + spoilt + returned + missing;
    const by = await this.world.as(officers['membership-officer']);
    const said = { proposalId, protocol, handedOut, ballots, spoilt, returned, missing };
    return (await this.world.get(EnterPapers).execute(by, said)).contentHash;
  }
}
