import '@rochdale/membership';
import { dyingOnEachLine } from '@rochdale/testing';
import { auditTrail } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberDirectory } from '../../../membership/src/testing/membership-world.js';
import { EditProposal } from '../editing/edit-proposal.js';
import { parseRule } from '../policy/decision-rule.js';
import { createDecisionWorld, memberActor, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { AnswerNomination } from './answer-nomination.js';
import { ElectionQueries } from './election.queries.js';
import { forgetDecisions } from './forget-decisions.js';
import { NominateMember } from './nominate-member.js';
import { orderBySeed } from './nomination.js';

const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
const rule = {
  ...plain,
  ballotKind: 'stv',
  method: 'scottish',
  winners: 2,
  maximum: null,
  elects: { offices: ['auditor'], termMonths: 12, nominationHours: 48 },
};

let world: DecisionWorld;
let nominate: NominateMember;
let answer: AnswerNomination;
const elections = new ElectionQueries();
beforeAll(async () => {
  world = await createDecisionWorld(6);
  nominate = new NominateMember(world.unitOfWork, memberDirectory());
  answer = new AnswerNomination(world.unitOfWork);
  await world.asOwner('alter table membership.members drop constraint members_class_fkey');
  const policy = { key: 'board', title: 'It', rule: parseRule(rule) };
  await world.adopt.execute(world.system, policy);
  for (let nth = 0; nth < 6; nth += 1) await standing(nth, 'active');
});
afterAll(() => world.close());

const actor = (nth: number): Actor => world.voters[nth]!;
const member = (nth: number): string => actor(nth).memberId!;
const standing = (nth: number, as: string) =>
  world.asOwner(
    `insert into membership.members (id, cooperative_id, kind, class_key, standing,
       standing_since, applied_at, admitted_at, display_name)
     values ($1, $2, 'person', 'user', $3, now(), now(), now(), $4)
     on conflict (id) do update set standing = $3`,
    [member(nth), world.cooperativeId, as, `Member ${nth}`],
  );

const draft = (more: object = {}) =>
  world.draft.execute(actor(0), {
    title: 'Who audits us',
    body: '',
    policyKey: 'board',
    actions: [{ kind: 'role.elect', payload: { role: 'auditor' } }],
    ...more,
  });

async function called(): Promise<string> {
  const { proposalId } = await draft();
  const { state } = await world.open.execute(actor(0), { proposalId });
  expect(state).toBe('notice');
  return proposalId;
}

const put = (by: number, proposalId: string, whom = by) =>
  nominate.execute(actor(by), { proposalId, memberId: member(whom) });
const say = (by: number, proposalId: string, accepts: boolean, statement?: string) =>
  answer.execute(actor(by), { proposalId, accepts, ...(statement ? { statement } : {}) });
async function stands(proposalId: string, ...who: number[]): Promise<void> {
  for (const nth of who) {
    await put(nth, proposalId);
    await say(nth, proposalId, true, `I am ${nth}.`);
  }
}
const open = (proposalId: string) => world.openNoticed.execute(world.system, { proposalId });
const seen = async (by: Actor, proposalId: string) =>
  (await world.unitOfWork.read(by, (tx) => elections.of(tx, [proposalId])))[0];
const row = async (proposalId: string) =>
  (
    await world.asOwner<{ options: string[]; terms: unknown; state: string; code: string | null }>(
      `select p.options, p.vote_terms as terms, p.state, (select f.data ->> 'code'
         from platform.facts f where f.subject_id = p.id
           and f.type = 'governance.ProposalCancelled') as code
       from governance.proposals p where p.id = $1`,
      [proposalId],
    )
  )[0];
const told = (proposalId: string, type: string) =>
  world.asOwner<{ who: string; visibility: string }>(
    `select data ->> 'memberId' as who, visibility from platform.facts
     where subject_id = $1 and type = $2 order by position`,
    [proposalId, `governance.${type}`],
  );

describe('an election that is drafted', () => {
  it.each([
    [{ actions: [] }, 'ELECTION_NEEDS_OFFICE'],
    [{ options: ['Ada', 'Ben'] }, 'PROPOSAL_OPTIONS_INVALID'],
    [{ candidates: [] as string[], voteTerms: { seats: 3 } }, 'PROPOSAL_TERMS_INVALID'],
  ])('names no candidates, and to which office it is: %j', async (more, code) => {
    await expect(draft(more)).rejects.toMatchObject({ code });
  });

  it('is edited as other drafts, and still names no candidates, and its office', async () => {
    const { proposalId } = await draft();
    const edit = new EditProposal(world.unitOfWork, world.actions);
    const changed = (version: number, more: object) =>
      edit.execute(actor(0), { proposalId, version, ...more });
    expect(await changed(1, { body: 'More words.' })).toMatchObject({ version: 2 });
    expect(await changed(2, { voteTerms: { seats: 1 } })).toMatchObject({ version: 3 });
    for (const [more, code] of [
      [{ options: ['Ada', 'Ben', 'Cyn'] }, 'PROPOSAL_OPTIONS_INVALID'],
      [{ voteTerms: { seats: 3 } }, 'PROPOSAL_TERMS_INVALID'],
      [{ actions: [] }, 'ELECTION_NEEDS_OFFICE'],
    ] as const) {
      await expect(changed(3, more)).rejects.toMatchObject({ code });
    }
    // However a list of the author's own came there, it is not what members choose between.
    await world.asOwner(
      `update governance.proposals set options = '["Ada", "Ben", "Cyn"]' where id = $1`,
      [proposalId],
    );
    await expect(world.open.execute(actor(0), { proposalId })).rejects.toMatchObject({
      code: 'PROPOSAL_OPTIONS_INVALID',
    });
  });

  it('is not nominated in before it is called, nor as any other vote', async () => {
    const { proposalId } = await draft();
    await expect(put(0, proposalId)).rejects.toMatchObject({ code: 'NOMINATIONS_CLOSED' });
  });
});

describe('whom members nominate', () => {
  it('is told once, and stands only having accepted; others learn nothing of it', async () => {
    const proposalId = await called();
    await put(0, proposalId, 1);
    await put(0, proposalId, 1);
    await put(2, proposalId, 1);
    await put(0, proposalId, 3);
    expect(await told(proposalId, 'MemberNominated')).toEqual([
      { who: member(1), visibility: 'private' },
      { who: member(3), visibility: 'private' },
    ]);
    await say(3, proposalId, false);
    await say(1, proposalId, true, ' I count well. ');
    expect(await seen(actor(4), proposalId)).toMatchObject({
      ownState: null,
      standing: [{ memberId: member(1), number: null, statement: 'I count well.' }],
      nominations: [],
    });
    const own = (await seen(actor(2), proposalId))?.nominations;
    expect(own).toMatchObject([{ memberId: member(1), nominatedBy: member(2), state: 'accepted' }]);
    const secretary = memberActor(world.cooperativeId, member(5), ['secretary']);
    expect((await seen(secretary, proposalId))?.nominations).toHaveLength(3);
    expect((await told(proposalId, 'NominationAnswered')).map(({ who }) => who).toSorted()).toEqual(
      [member(0), member(0), member(2)].toSorted(),
    );
    await say(1, proposalId, false);
    expect((await seen(actor(4), proposalId))?.standing).toEqual([]);
    await expect(say(4, proposalId, true)).rejects.toMatchObject({ code: 'NOMINATION_NOT_FOUND' });
  });

  it('declined before, and who nominates them later reads nothing of it', async () => {
    const proposalId = await called();
    await put(0, proposalId, 3);
    await say(3, proposalId, false);
    await put(4, proposalId, 3);
    const stateFor = async (by: Actor) =>
      (await seen(by, proposalId))?.nominations.map(({ state }) => state);
    expect(await stateFor(actor(4))).toEqual(['nominated']);
    expect(await stateFor(actor(3))).toEqual(['declined', 'declined']);
    const secretary = memberActor(world.cooperativeId, member(5), ['secretary']);
    expect(await stateFor(secretary)).toEqual(['declined', 'declined']);
    // What they answer after it is an answer to them.
    world.clock.advance({ hours: 1 });
    await say(3, proposalId, false);
    expect(await stateFor(actor(4))).toEqual(['declined']);
  });

  it('is read in the audit trail by those who run elections, and by no auditor', async () => {
    world.clock.advance({ hours: 24 });
    const trail = async (role: 'auditor' | 'administrator', type: string) => {
      const by = memberActor(world.cooperativeId, member(5), [role]);
      const page = await world.unitOfWork.read(by, (tx) =>
        auditTrail(tx, { first: 50 }, { type: `governance.${type}` }),
      );
      return page.rows.map(({ subjectId, data }) => subjectId !== null && 'memberId' in data);
    };
    for (const type of ['MemberNominated', 'NominationAnswered']) {
      const whole = await trail('administrator', type);
      expect(whole).not.toEqual([]);
      expect(new Set(whole)).toEqual(new Set([true]));
      expect(await trail('auditor', type)).toEqual(whole.map(() => false));
    }
  });

  it('is nobody who is on no list of members, in the same words as for nobody', async () => {
    const proposalId = await called();
    await standing(5, 'suspended');
    await expect(put(0, proposalId, 5)).rejects.toMatchObject({
      code: 'MEMBER_UNKNOWN',
      path: ['memberId'],
    });
    await standing(5, 'active');
  });

  it('ends by the time, though no job has run', async () => {
    const proposalId = await called();
    await put(1, proposalId);
    world.clock.advance({ hours: 48 });
    const closed = { code: 'NOMINATIONS_CLOSED', path: ['proposalId'] };
    await expect(put(2, proposalId)).rejects.toMatchObject(closed);
    await expect(say(1, proposalId, true)).rejects.toMatchObject(closed);
  });
});

describe('when nominations close', () => {
  it('voting opens between those who stand, by the seed, wherever a worker dies', async () => {
    const proposalId = await called();
    await stands(proposalId, 1, 2, 3, 4);
    await standing(4, 'left');
    world.clock.advance({ hours: 48 });
    const states: string[] = [];
    const deaths = await dyingOnEachLine(
      async () => states.push((await open(proposalId)).state),
      async () => expect((await row(proposalId))?.options).toBeNull(),
    );
    await standing(4, 'active');
    expect(deaths).toBeGreaterThan(10);
    expect(states).toEqual(['open']);
    expect(await row(proposalId)).toMatchObject({
      options: ['Candidate 1', 'Candidate 2', 'Candidate 3'],
      terms: { seats: 2 },
    });
    const election = await seen(actor(0), proposalId);
    const standingNow = election?.standing.filter(({ number }) => number !== null) ?? [];
    expect(standingNow.map(({ memberId }) => memberId)).toEqual(
      orderBySeed(election?.orderSeed ?? '', [1, 2, 3].map(member)),
    );
    // Nobody is told twice that they stand.
    expect(await told(proposalId, 'CandidatePutUp')).toEqual([]);
  });

  it('they go on once where too few stand, then voters may want none of them', async () => {
    const proposalId = await called();
    await stands(proposalId, 1);
    world.clock.advance({ hours: 48 });
    expect((await open(proposalId)).state).toBe('notice');
    expect(await seen(actor(0), proposalId)).toMatchObject({ isExtended: true, orderSeed: null });
    await stands(proposalId, 2);
    world.clock.advance({ hours: 48 });
    expect((await open(proposalId)).state).toBe('open');
    expect(await row(proposalId)).toMatchObject({
      options: ['Candidate 1', 'Candidate 2', 'Re-open nominations'],
      terms: { seats: 2 },
    });
    // Two of three voters want nobody who stands: one seat stays empty.
    const rank = (by: number, ...numbers: number[]) =>
      world.cast.execute(actor(by), {
        proposalId,
        mark: { ranks: numbers.map((option, at) => ({ option, rank: at + 1 })) },
        reason: null,
      });
    await rank(0, 3);
    await rank(1, 3);
    await rank(2, 1, 2);
    world.clock.advance({ days: 6 });
    await world.closing.execute(world.system, { proposalId });
    expect(await world.execute.execute(world.system, { proposalId })).toBe('executed');
    const terms = await world.asOwner('select 1 from membership.role_terms');
    expect(terms).toHaveLength(1);
    const decided = await world.asOwner<{ elected: string }>(
      `select data ->> 'isElected' as elected from platform.facts
       where subject_id = $1 and type = 'governance.CandidacyDecided'`,
      [proposalId],
    );
    expect(decided.map(({ elected }) => elected).toSorted()).toEqual(['false', 'true']);
  });

  it('they end it where nobody stands at all, and that is said', async () => {
    const proposalId = await called();
    world.clock.advance({ hours: 48 });
    await open(proposalId);
    world.clock.advance({ hours: 48 });
    expect(await open(proposalId)).toMatchObject({ state: 'cancelled' });
    expect((await row(proposalId))?.code).toBe('ELECTION_WITHOUT_CANDIDATES');
  });
});

describe('a proposal whose policy comes to elect while it is announced', () => {
  it('ends, as it is to no office, and says so', async () => {
    const turns = (of: object) =>
      world.adopt.execute(world.system, { key: 'turns', title: 'It', rule: parseRule(of) });
    await turns(ruleLike({ noticeHours: 24 }));
    const { proposalId } = await draft({ policyKey: 'turns', actions: [] });
    await world.open.execute(actor(0), { proposalId });
    await turns({ ...rule, noticeHours: 24 });
    world.clock.advance({ hours: 24 });
    expect(await open(proposalId)).toMatchObject({ state: 'cancelled' });
    expect((await row(proposalId))?.code).toBe('ELECTION_NEEDS_OFFICE');
  });
});

describe('who is erased', () => {
  it('is nominated by nobody and nominated nobody, and stays a number', async () => {
    const proposalId = await called();
    await put(0, proposalId, 1);
    await stands(proposalId, 1, 2, 3);
    world.clock.advance({ hours: 48 });
    await open(proposalId);
    await world.unitOfWork.run(world.system, (tx) =>
      forgetDecisions(tx, { memberId: member(1), removesTexts: false }),
    );
    const left = await world.asOwner(
      `select 1 from governance.candidacies where member_id = $1
       union all select 1 from governance.nominations where member_id = $1 or nominated_by = $1`,
      [member(1)],
    );
    expect(left).toEqual([]);
    const kept = await world.asOwner('select 1 from governance.candidates where member_id = $1', [
      member(1),
    ]);
    expect(kept.length).toBeGreaterThan(0);
  });
});
