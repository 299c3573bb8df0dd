import { DraftProposal, HearingQueries, OpenProposal } from '@rochdale/governance';
import { Looks, UnitOfWork } from '@rochdale/platform';
import { CastBallot } from '@rochdale/voting';
import type { Stance } from '@rochdale/voting';
import type { DemoWorld } from './demo-world.js';

/** Who is heard: whoever looks around signs in as them, and reads what is said. */
export const heard = 'casimir';

const proposer = 'ines';

const ballots: readonly (readonly [voter: string, stance: Stance, reason: string | null])[] = [
  ['philippa', 'disagree', 'Nobody has talked with them yet. Let us do that first.'],
  ['leocadia', 'agree', 'It was the third time, and two partners asked what is going on.'],
  ['henrik', 'disagree', null],
  ['anselm', 'abstain', 'I was not there.'],
  ['marguerite', 'disagree', 'They were ill for most of it, and said so.'],
];

async function opened(world: DemoWorld): Promise<string> {
  const by = await world.as(proposer);
  const { memberId } = world.member(heard);
  const { proposalId } = await world.get(DraftProposal).execute(by, {
    title: 'Suspend Casimir until we have talked',
    body: 'Three times this autumn a server stood still on their watch, and nobody was told.',
    policyKey: 'ordinary',
    actions: [{ kind: 'member.suspend', payload: { memberId } }],
  });
  await world.get(OpenProposal).execute(by, { proposalId });
  return proposalId;
}

/** Reads what is said, as over the API: each view is on record for whom it is about. */
async function read(world: DemoWorld, proposalId: string, reader: string): Promise<void> {
  const by = await world.as(reader);
  const said = await world.read(by, (tx) => world.get(HearingQueries).words(tx, [proposalId]));
  const looks = new Looks(world.get(UnitOfWork), by);
  for (const { lookedAt } of said.values()) for (const id of lookedAt) looks.at('hearing', id);
  await looks.record();
}

/** A vote about somebody that is open today: who decides has read why, and says why. */
export function planHearing(world: DemoWorld): void {
  const { calendar } = world;
  let id = '';
  calendar.on(calendar.before(2.2), async () => {
    id = await opened(world);
  });
  calendar.on(calendar.before(1.2), async () => {
    for (const [voter, mark, reason] of ballots) {
      await read(world, id, voter);
      await world.get(CastBallot).execute(await world.as(voter), { proposalId: id, mark, reason });
    }
  });
}
