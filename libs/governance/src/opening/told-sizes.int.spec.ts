import '../governance.permissions.js';
import type { Actor } from '@rochdale/platform';
import { systemActor } from '@rochdale/platform';
import { Votes } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../../../membership/src/testing/membership-world.js';
import type {
  MembershipWorld,
  TestCooperative,
} from '../../../membership/src/testing/membership-world.js';
import { MembershipRoll } from '../../../voting/src/testing/inside.js';
import { ProposalActions } from '../action/proposal-actions.js';
import { AdoptPolicy } from '../policy/adopt-policy.js';
import { PolicyFitness } from '../policy/policy-fitness.js';
import { PolicyUses } from '../policy/policy-uses.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import { ruleLike } from '../testing/decision-world.js';
import { DraftProposal } from './draft-proposal.js';
import { OpenProposal } from './open-proposal.js';
import { ProposalDrafting } from './proposal-drafting.js';
import { ProposalOpening } from './proposal-opening.js';

let world: MembershipWorld;
let mill: TestCooperative;
let founder: Actor;
let others: Actor[];
let votes: Votes;
let draft: DraftProposal;
let open: OpenProposal;

beforeAll(async () => {
  world = await createMembershipWorld();
  mill = await world.cooperative('mill');
  founder = await world.founder(mill);
  others = [await world.member(mill, 'Ada'), await world.member(mill, 'Ben')];
  const { unitOfWork } = world;
  votes = new Votes(new MembershipRoll(world.useCases.directory));
  const drafting = new ProposalDrafting(new ProposalActions(fail));
  draft = new DraftProposal(unitOfWork, drafting, world.useCases.directory);
  open = new OpenProposal(unitOfWork, new ProposalOpening(votes, new ProposalActions(fail)));
  const adopt = new AdoptPolicy(unitOfWork, new PolicyFitness(votes, new PolicyUses()));
  const policy = { key: 'plain', title: 'Plain', rule: ruleLike() };
  await adopt.execute(systemActor(mill.id, 'cli'), policy);
});
afterAll(() => world.close());

const fail = (): never => {
  throw new Error('no action of this test needs a service');
};

async function drafted(): Promise<string> {
  const question = { title: 'A kettle', body: 'It leaks.', policyKey: 'plain', actions: [] };
  return (await draft.execute(founder, question)).proposalId;
}

async function opened(): Promise<string> {
  const proposalId = await drafted();
  await open.execute(founder, { proposalId });
  return proposalId;
}

const move = (member: Actor | undefined, to: 'active' | 'paused' | 'in-arrears' | 'suspended') =>
  world.useCases.changeStanding.execute(founder, {
    memberId: member?.memberId ?? '',
    to,
    reason: to === 'active' ? 'returned' : 'requested',
  });

const rowOf = async (proposalId: string) => {
  const [row] = await world.asOwner<Record<string, unknown>>(
    `select p.electorate_size as size, p.told_size as told, p.told_weight::int as weight,
       p.told_members_weight::int as members, count(e.member_id)::int as voters
     from governance.proposals p
     join governance.electorate e on e.proposal_id = p.id where p.id = $1 group by p.id`,
    [proposalId],
  );
  return row;
};

const readBy = async (actor: Actor, proposalId: string) => {
  const queries = new ProposalQueries(votes);
  const [view] = await world.read(actor, (tx) => queries.byIds(tx, [proposalId]));
  return [view?.electorateSize, view?.electorateWeight, view?.activeMembersWeight];
};

describe('what is told of the size of an electorate', () => {
  it('is as if nobody paused or was in arrears, and stays so', async () => {
    const [ada, ben] = others;
    await move(ada, 'paused');
    await move(ben, 'in-arrears');
    const proposalId = await opened();
    const whole = { told: 3, weight: 3, members: 3 };
    expect(await rowOf(proposalId)).toEqual({ size: 1, voters: 1, ...whole });
    await move(ada, 'active');
    await move(ben, 'suspended');
    expect(await rowOf(proposalId)).toEqual({ size: 1, voters: 1, ...whole });
    // Who is suspended is no member to anybody.
    expect(await rowOf(await opened())).toMatchObject({ size: 2, told: 2, members: 2 });
    await move(ben, 'active');
  });

  it('is exact for those who may know where members stand, and for nobody else', async () => {
    await move(others[0], 'paused');
    const proposalId = await opened();
    await move(others[0], 'active');
    const office = (...roles: Parameters<Actor['roles']['has']>) => ({
      ...others[1]!,
      roles: new Set(roles),
    });
    for (const role of ['auditor', 'administrator', 'membership-officer', 'treasurer'] as const) {
      expect(await readBy(office(role), proposalId)).toEqual([2, 2n, 2n]);
    }
    expect(await readBy(office('secretary'), proposalId)).toEqual([3, 3n, 3n]);
    expect(await readBy(others[1]!, proposalId)).toEqual([3, 3n, 3n]);
  });

  it('is of the reading that draws the electorate, whoever pauses at that instant', async () => {
    const [ada] = others;
    for (let round = 0; round < 6; round += 1) {
      const proposalId = await drafted();
      await Promise.all([
        open.execute(founder, { proposalId }),
        move(ada, round % 2 === 0 ? 'paused' : 'active'),
      ]);
      const row = await rowOf(proposalId);
      expect(row).toMatchObject({ told: 3, weight: 3, members: 3, size: row?.['voters'] });
    }
  });

  it('is frozen with it, and never less than it: raw SQL changes none', async () => {
    const proposalId = await opened();
    for (const column of ['told_size', 'told_weight', 'told_members_weight']) {
      const text = `update governance.proposals set ${column} = ${column} + 1 where id = $1`;
      await expect(world.asOwner(text, [proposalId])).rejects.toThrow('is frozen');
      const attempt = world.asApplication(text, [proposalId], mill.id);
      await expect(attempt).rejects.toThrow(/is frozen|permission denied/);
    }
    const unlike = 'proposals_told_is_whole_check';
    const tell = 'update governance.proposals set told_size = 1 where id = $1';
    await expect(world.asOwner(tell, [await drafted()])).rejects.toThrow(unlike);
    await world.asOwner('alter table governance.proposals disable trigger keep_told_sizes');
    await expect(world.asOwner(tell, [proposalId])).rejects.toThrow(unlike);
    await world.asOwner('alter table governance.proposals enable trigger keep_told_sizes');
  });
});
