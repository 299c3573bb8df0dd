import { defineAction, idOf, unopened } from '@rochdale/platform';
import { breakSeals } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RecountOutcomes } from '@rochdale/voting';
import { tellUnopenedTo } from '../../../platform/src/testing/inside.js';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { CancelProposal } from '../closing/cancel-proposal.js';
import { EndLeftHearings } from '../closing/end-left-hearings.js';
import { WithdrawProposal } from '../closing/withdraw-proposal.js';
import { governanceInvariants } from '../governance.invariants.js';
import { forgetDrafts } from '../proposal/forget-drafts.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { hearingWords, neutral } from '../words/hearing-words.js';
import { HearingQueries } from './hearing.queries.js';

const Hear = defineAction({
  kind: 'unopened-member.hear',
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
const told: object[] = [];
const ids: Record<'closes' | 'ties' | 'stops' | 'taken' | 'noticed' | 'left' | 'over', string> = {
  closes: '',
  ties: '',
  stops: '',
  taken: '',
  noticed: '',
  left: '',
  over: '',
};

const voter = (nth: number) => world.voters[nth]!;
const about = () => voter(0).memberId!;
const queries = new HearingQueries();
const stop = (proposalId: string) =>
  new CancelProposal(world.unitOfWork).execute(world.secretary, { proposalId, reason: 'Over.' });
const close = (proposalId: string) => world.closing.execute(world.system, { proposalId });

async function drafted(policyKey: string): Promise<string> {
  const { proposalId } = await world.draft.execute(voter(1), {
    title: 'A question of conduct',
    body: 'They were ill.',
    policyKey,
    actions: [Hear.of({ memberId: about() })],
  });
  return proposalId;
}

async function opened(policyKey = 'plain'): Promise<string> {
  const proposalId = await drafted(policyKey);
  await world.open.execute(voter(1), { proposalId });
  if (policyKey === 'noticed') return proposalId;
  await world.cast.execute(voter(1), { proposalId, mark: 'agree', reason: 'Because.' });
  return proposalId;
}

beforeAll(async () => {
  world = await createDecisionWorld(4);
  for (const [key, changes] of [
    ['plain', { tieRule: 'run-off' }],
    ['noticed', { noticeHours: 24 }],
  ] as const) {
    await world.adopt.execute(world.system, { key, title: 'A rule', rule: ruleLike(changes) });
  }
  ids.closes = await opened();
  ids.ties = await opened();
  await world.cast.execute(voter(2), {
    proposalId: ids.ties,
    mark: 'disagree',
    reason: 'Because not.',
  });
  ids.stops = await opened();
  ids.taken = await opened();
  ids.noticed = await opened('noticed');
  ids.left = await drafted('plain');
  ids.over = await opened();
  await stop(ids.over);
  tellUnopenedTo((which) => void told.push(which));
  await world.asOwner(breakSeals(['governance']));
});
afterAll(async () => {
  tellUnopenedTo(() => undefined);
  await world.close();
});

describe('words of hearings that do not open', () => {
  it('read as that, to whom they are told, and the operator hears which, and no word', async () => {
    const said = await world.unitOfWork.read(voter(1), (tx) =>
      queries.words(tx, [ids.closes, ids.over]),
    );
    const unread = { title: unopened, body: unopened, urgentReason: null };
    expect(said.get(ids.closes)).toMatchObject(unread);
    expect(said.get(ids.over)).toMatchObject({ ...unread, endedReason: unopened });
    expect(told).toContainEqual({ purpose: 'hearing words', rowId: ids.closes });
    expect(told).toContainEqual({ purpose: 'hearing endings', rowId: ids.over });
    const { edges } = await world.unitOfWork
      .read(voter(0), (tx) => queries.aboutReader(tx, { first: 20 }))
      .then(({ rows }) => ({ edges: rows }));
    expect(edges.find(({ id }) => id === ids.closes)).toMatchObject({ reasons: [unopened] });
    expect(JSON.stringify([...said, ...edges, ...told])).not.toMatch(/ill|Because|conduct/);
  });

  it('keep no vote from being stopped, taken back, opened, closed or put again', async () => {
    const [{ words: sealedBefore } = { words: null }] = await world.asOwner<{ words: Buffer }>(
      'select words_sealed as words from governance.proposals where id = $1',
      [ids.ties],
    );
    await stop(ids.stops);
    const withdraw = new WithdrawProposal(world.unitOfWork);
    await withdraw.execute(voter(1), { proposalId: ids.taken });
    world.clock.advance({ days: 2 });
    await world.openNoticed.execute(world.system, { proposalId: ids.noticed });
    world.clock.advance({ days: 6 });
    expect(await close(ids.closes)).toEqual({ did: 'closed', outcome: 'passed' });
    expect(await close(ids.ties)).toEqual({ did: 'closed', outcome: 'tied' });
    const states = await Promise.all(
      [ids.stops, ids.taken, ids.noticed].map((id) => world.stateOf(id)),
    );
    expect(states).toEqual(['cancelled', 'withdrawn', 'open']);
    const [again] = await world.asOwner<{ id: string; state: string }>(
      'select id, state from governance.proposals where run_off_of_id = $1',
      [ids.ties],
    );
    expect(again?.state).toBe('open');
    const said = await world.unitOfWork.read(voter(1), (tx) => queries.words(tx, [again!.id]));
    expect(said.get(again!.id)).toMatchObject({ title: 'Hearing', body: '', urgentReason: null });
    // Nothing is lost: who has the secret opens it where it was said.
    const [kept] = await world.asOwner<{ words: Buffer }>(
      'select words_sealed as words from governance.proposals where id = $1',
      [ids.ties],
    );
    expect(kept?.words).toEqual(sealedBefore);
    expect(() => hearingWords.seal(ids.ties, { ...neutral, title: unopened })).toThrow('was said');
    expect(await new RecountOutcomes(world.unitOfWork).execute(world.system)).toEqual([]);
  });

  it('keep no draft from ending when it was left, and no vote from being carried out', async () => {
    world.clock.advance({ days: 10 });
    const proposalId = ids.closes;
    expect(await world.execute.execute(world.system, { proposalId })).toBe('executed');
    world.clock.advance({ days: 91 });
    expect(await new EndLeftHearings(world.unitOfWork).execute(world.system)).toBe(1);
    expect(await world.stateOf(ids.left)).toBe('cancelled');
  });

  it('keep nobody from being erased, and go with them', async () => {
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [about(), world.cooperativeId],
    );
    await world.unitOfWork.run(world.system, (tx) => forgetDrafts(tx, { memberId: about() }));
    const kept = await world.asOwner(
      `select p.id from governance.proposals p where p.is_hearing and (p.title <> 'Erased'
         or num_nonnulls(p.words_sealed, p.ended_reason_sealed) > 0
         or exists (select from governance.ballots b where b.proposal_id = p.id
           and b.reason_sealed is not null))`,
    );
    expect(kept).toEqual([]);
    expect(await brokenLaws(world, [...votingInvariants, ...governanceInvariants])).toEqual([]);
  });
});
