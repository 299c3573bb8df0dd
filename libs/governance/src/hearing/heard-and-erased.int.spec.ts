import { defineAction, idOf, newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { CancelProposal } from '../closing/cancel-proposal.js';
import { governanceInvariants } from '../governance.invariants.js';
import { forgetDrafts } from '../proposal/forget-drafts.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';

const Hear = defineAction({
  kind: 'erased-member.hear',
  payload: z.strictObject({ memberId: idOf('Member') }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  service: null,
  summary: () => 'Hears a member.',
  run: async () => undefined,
  isHearing: true,
});

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(4);
  await world.adopt.execute(world.system, { key: 'plain', title: 'Plain', rule: ruleLike() });
});
afterAll(() => world.close());

const voter = (n: number) => world.voters[n]!;

async function opened(about: number, by: number): Promise<string> {
  const { proposalId } = await world.draft.execute(voter(by), {
    title: 'A question of conduct',
    body: 'They were ill.',
    policyKey: 'plain',
    actions: [Hear.of({ memberId: voter(about).memberId ?? '' })],
  });
  await world.open.execute(voter(by), { proposalId });
  await world.cast.execute(voter(by), { proposalId, mark: 'agree', reason: 'Because.' });
  return proposalId;
}

async function close(proposalId: string): Promise<void> {
  world.clock.advance({ days: 6 });
  await world.closing.execute(world.system, { proposalId });
}

const sealedOf = async (id: string) =>
  (
    await world.asOwner<{ title: string; kept: number; reasons: number }>(
      `select title, num_nonnulls(words_sealed, ended_reason_sealed) as kept,
         (select count(reason_sealed)::int from governance.ballots b
           where b.proposal_id = p.id) as reasons
       from governance.proposals p where id = $1`,
      [id],
    )
  )[0];

const erase = (memberId: string | null, removesTexts: boolean) =>
  world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at, removes_texts)
     values ($1, $2, now(), $3)`,
    [memberId, world.cooperativeId, removesTexts],
  );
const forget = (memberId: string, removesTexts: boolean) =>
  world.unitOfWork.run(world.system, (tx) => forgetDrafts(tx, { memberId, removesTexts }));

describe('what is sealed of a hearing', () => {
  it('goes with whom it is about, and what they were to bear is not borne', async () => {
    const [decided, open] = [await opened(0, 1), await opened(0, 1)];
    await close(decided);
    expect(await sealedOf(decided)).toEqual({ title: 'Hearing', kept: 1, reasons: 1 });
    const memberId = voter(0).memberId ?? '';
    await erase(memberId, false);
    await world.asOwner('alter table membership.members drop constraint members_class_fkey');
    await world.asOwner(
      `insert into membership.members (id, cooperative_id, kind, class_key, standing,
         standing_since, applied_at, admitted_at, erased_at)
       values ($1, $2, 'person', 'user', 'left', now(), now(), now(), now())`,
      [memberId, world.cooperativeId],
    );
    await forget(memberId, false);
    for (const id of [decided, open]) {
      expect(await sealedOf(id)).toEqual({ title: 'Erased', kept: 0, reasons: 0 });
    }
    world.clock.advance({ days: 30 });
    expect(await world.execute.execute(world.system, { proposalId: decided })).toBe('failed');
    const [action] = await world.asOwner(
      'select failure_code from governance.actions where proposal_id = $1',
      [decided],
    );
    expect(action).toEqual({ failure_code: 'ACTION_PERSON_ERASED' });
    expect(await brokenLaws(world, [...votingInvariants, ...governanceInvariants])).toEqual([]);
  });

  it('goes with who wrote it and wished so, where nobody decided', async () => {
    const [stopped, decided] = [await opened(2, 3), await opened(2, 3)];
    await new CancelProposal(world.unitOfWork).execute(world.secretary, {
      proposalId: stopped,
      reason: 'They are ill.',
    });
    await close(decided);
    expect(await sealedOf(stopped)).toEqual({ title: 'Hearing', kept: 2, reasons: 1 });
    const memberId = voter(3).memberId ?? '';
    await erase(memberId, true);
    await forget(memberId, true);
    expect(await sealedOf(stopped)).toMatchObject({ title: 'Erased', kept: 0 });
    expect(await sealedOf(decided)).toMatchObject({ title: 'Hearing', kept: 1 });
  });
});

describe('a draft of before with something that stands alone', () => {
  it('is not opened, and not announced', async () => {
    const { proposalId } = await world.draft.execute(voter(1), {
      title: 'Two things',
      body: '',
      policyKey: 'plain',
      actions: [Hear.of({ memberId: voter(2).memberId ?? '' })],
    });
    await world.asOwner('alter table governance.actions disable trigger user');
    await world.asOwner(
      `insert into governance.actions (id, cooperative_id, proposal_id, ordinal, kind, payload,
         state) values ($1, $2, $3, 1, 'erased-member.hear', $4, 'pending')`,
      [newId(), world.cooperativeId, proposalId, { memberId: newId() }],
    );
    await world.asOwner('alter table governance.actions enable trigger user');
    await expect(world.open.execute(voter(1), { proposalId })).rejects.toMatchObject({
      code: 'ACTION_STANDS_ALONE',
    });
    expect(await world.stateOf(proposalId)).toBe('draft');
  });
});
