import {
  CheckInMembers,
  CloseProposal,
  EndAssembly,
  HoldAssembly,
  OpenInAssembly,
} from '@rochdale/governance';
import { assert, CodedError, daysLater } from '@rochdale/platform';
import { adopt } from '../year/adopting.js';
import { open, vote } from '../year/decisions.js';
import type { DemoWorld } from '../year/demo-world.js';
import { officers, steadyVoters } from '../year/people.js';

/** An assembly that decided, one to which too few came, and one that goes on today. */
export function planAssemblies(world: DemoWorld): void {
  const { calendar } = world;
  const [roof, hours, statutes] = ['A roof for the bicycles', 'Office hours', 'Who may sign'];
  const announced = new Map<string, string>();
  const idOf = (title: string): string => announced.get(title) ?? '';
  const hall = new Hall(world);
  calendar.on(calendar.noon(327), () => adoptPolicy(world));
  calendar.on(calendar.noon(75), async () => {
    const body = 'To be decided where we see each other.';
    for (const title of [roof, hours, statutes]) {
      const asked = { by: officers.secretary, title, body, policyKey: 'general-meeting' };
      announced.set(title, await open(world, asked));
    }
  });
  let held = '';
  calendar.on(calendar.noon(60), async () => {
    held = await hall.begins('General meeting in the old mill', 12);
    for (const title of [roof, hours]) await hall.opens(held, idOf(title));
    await vote(world, idOf(roof), { agree: 9, abstain: 1, disagree: 2 });
    // Most had gone to look at the roof: of this, too few voted.
    await vote(world, idOf(hours), { agree: 3, disagree: 1 });
  });
  calendar.on(daysLater(calendar.noon(60), 0.05), async () => {
    for (const title of [roof, hours]) await hall.closes(idOf(title));
    await hall.ends(held);
  });
  calendar.on(calendar.noon(46), async () => {
    const few = await hall.begins('General meeting, on a day of snow', 3);
    await hall.isTooEmpty(few, idOf(statutes));
    await hall.ends(few);
  });
  calendar.on(calendar.before(0.06), async () => {
    const today = await hall.begins('General meeting of today', 10);
    await hall.opens(today, idOf(statutes));
    await vote(world, idOf(statutes), { agree: 4, disagree: 1 });
  });
}

async function adoptPolicy(world: DemoWorld): Promise<void> {
  await adopt(world, 'ordinary', {
    key: 'general-meeting',
    title: 'What a general meeting decides, among those who are there',
    changes: {
      stances: ['agree', 'abstain', 'disagree'],
      blocks: null,
      lateQuorum: null,
      noticeHours: 24 * 7,
      secretUntilClosed: true,
      quorum: { share: '1/2', of: 'electorate', counts: 'ballots' },
      assembly: { presentShare: '1/4' },
    },
  });
}

/** Where members come together, and who chairs. */
class Hall {
  constructor(private readonly world: DemoWorld) {}

  async begins(title: string, present: number): Promise<string> {
    const { world } = this;
    const by = await world.as(officers.secretary);
    const { assemblyId } = await world.get(HoldAssembly).execute(by, { title });
    const memberIds = steadyVoters.slice(0, present).map((key) => world.member(key).memberId);
    const coming = { assemblyId, memberIds, isLeaving: false };
    // Who chairs is not the only one to say who is there.
    const door = await world.as(officers['membership-officer']);
    await world.get(CheckInMembers).execute(door, coming);
    return assemblyId;
  }

  async opens(assemblyId: string, proposalId: string): Promise<void> {
    const by = await this.world.as(officers.secretary);
    await this.world.get(OpenInAssembly).execute(by, { assemblyId, proposalId });
  }

  async isTooEmpty(assemblyId: string, proposalId: string): Promise<void> {
    const refused = await this.opens(assemblyId, proposalId).catch((error: unknown) => error);
    const isRefused = refused instanceof CodedError && refused.code === 'ASSEMBLY_TOO_FEW';
    assert(isRefused, 'three of all are too few');
  }

  async closes(proposalId: string): Promise<void> {
    const by = await this.world.as(officers.secretary);
    await this.world.get(CloseProposal).execute(by, { proposalId, isByHand: true });
  }

  async ends(assemblyId: string): Promise<void> {
    const by = await this.world.as(officers.secretary);
    await this.world.get(EndAssembly).execute(by, { assemblyId });
  }
}
