import type { Actor } from '@rochdale/platform';
import { canonicalJson, newId } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { governanceInvariants } from '../governance.invariants.js';
import { parseRule } from '../policy/decision-rule.js';
import { checkFile } from '../recount/check-file.js';
import type { RecountFile } from '../recount/recount-file.js';
import { RecountFiles } from '../recount/recount.queries.js';
import { sealed } from '../recount/seals.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import { LeaveAssembly } from '../attending/leave-assembly.js';
import { AssemblyQueries } from './assembly.queries.js';
import { assemblyStore } from './assembly.store.js';
import { CheckIn } from '../attending/check-in.js';
import { CheckInMembers } from '../attending/check-in-members.js';
import { EndAssembly } from './end-assembly.js';
import { HoldAssembly } from './hold-assembly.js';
import { OpenInAssembly } from './open-in-assembly.js';

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(12);
});
afterAll(() => world.close());

const voter = (nth: number): Actor & { memberId: string } =>
  world.voters[nth] as Actor & { memberId: string };
const assembly = { presentShare: '1/4' };
const quorum = { share: '1/2', of: 'electorate', counts: 'ballots' } as const;
const terms = { assembly, quorum, earlyClose: null, noticeHours: 24, secretUntilClosed: true };
const rule = (changes: object = {}) => ruleLike({ ...terms, ...changes });
const refused = (code: string) => ({ code });

const hold = (title = 'Spring') =>
  new HoldAssembly(world.unitOfWork).execute(world.secretary, { title });
const checkIn = (assemblyId: string, code: string, nth: number) =>
  new CheckIn(world.unitOfWork).execute(voter(nth), { assemblyId, code });
/** Whoever stands at the door: another than who chairs. */
const door = (): Actor => ({ ...voter(11), roles: new Set(['membership-officer'] as const) });
const atTheDoor = (assemblyId: string, memberIds: string[], isLeaving = false, by = door()) =>
  new CheckInMembers(world.unitOfWork, world.votes).execute(by, {
    assemblyId,
    memberIds,
    isLeaving,
  });
const leave = (assemblyId: string, nth: number) =>
  new LeaveAssembly(world.unitOfWork).execute(voter(nth), { assemblyId });
const open = (assemblyId: string, proposalId: string, by = world.secretary) =>
  new OpenInAssembly(world.unitOfWork, world.opening, world.votes).execute(by, {
    assemblyId,
    proposalId,
  });
const closeNow = (proposalId: string) =>
  world.closing.execute(world.secretary, { proposalId, isByHand: true });
const close = (proposalId: string) => {
  world.clock.advance({ minutes: 5 });
  return closeNow(proposalId);
};
const end = (assemblyId: string) =>
  new EndAssembly(world.unitOfWork).execute(world.secretary, { assemblyId });
const cast = (proposalId: string, nth: number, mark = 'agree') =>
  world.cast.execute(voter(nth), { proposalId, mark });

/** Members are present, and a proposal was announced a day ago. */
async function gathered(present: readonly number[], changes: object = {}) {
  const proposalId = await world.openUnder(rule(changes));
  world.clock.advance({ hours: 24 });
  const { assemblyId, code } = await hold();
  for (const nth of present) await checkIn(assemblyId, code, nth);
  return { proposalId, assemblyId, code };
}

describe('a vote in an assembly', () => {
  it('is opened and closed by hand, among those who are present', async () => {
    const { proposalId, assemblyId, code } = await gathered([0, 1, 2]);
    const byTime = await world.openNoticed.execute(world.system, { proposalId });
    expect(byTime.state).toBe('notice');
    const other = open(assemblyId, proposalId, voter(1));
    await expect(other).rejects.toMatchObject(refused('FORBIDDEN'));
    const opened = await open(assemblyId, proposalId);
    expect(opened.state).toBe('open');
    expect(await open(assemblyId, proposalId)).toEqual(opened);
    await checkIn(assemblyId, code, 3);
    await expect(cast(proposalId, 3)).rejects.toMatchObject(refused('NOT_IN_ELECTORATE'));
    await cast(proposalId, 0);
    await cast(proposalId, 1);
    await expect(end(assemblyId)).rejects.toMatchObject(refused('ASSEMBLY_VOTES_OPEN'));
    await expect(closeNow(proposalId)).rejects.toMatchObject(refused('ASSEMBLY_CLOSES_TOO_SOON'));
    world.clock.advance({ minutes: 4, seconds: 59 });
    await expect(closeNow(proposalId)).rejects.toMatchObject(refused('ASSEMBLY_CLOSES_TOO_SOON'));
    world.clock.advance({ seconds: 1 });
    expect(await closeNow(proposalId)).toMatchObject({ did: 'closed', outcome: 'passed' });
    expect(await close(proposalId)).toEqual({ did: 'nothing', because: 'not-open' });
    await expect(cast(proposalId, 2)).rejects.toMatchObject(refused('VOTING_CLOSED'));
    await end(assemblyId);
    await end(assemblyId);
    await expect(checkIn(assemblyId, code, 4)).rejects.toMatchObject(refused('ASSEMBLY_OVER'));
  });

  it('needs so many present, and its notice', async () => {
    const { proposalId, assemblyId, code } = await gathered([0, 1]);
    const few = open(assemblyId, proposalId);
    await expect(few).rejects.toMatchObject(refused('ASSEMBLY_TOO_FEW'));
    await checkIn(assemblyId, code.toLowerCase(), 2);
    await checkIn(assemblyId, code, 2);
    const nobody = atTheDoor(assemblyId, [voter(3).memberId, newId()]);
    await expect(nobody).rejects.toMatchObject({
      code: 'ATTENDANCE_INVALID',
      path: ['memberIds', '1'],
    });
    await atTheDoor(assemblyId, [voter(2).memberId], true);
    await expect(open(assemblyId, proposalId)).rejects.toMatchObject(refused('ASSEMBLY_TOO_FEW'));
    await atTheDoor(assemblyId, [voter(2).memberId]);
    expect((await open(assemblyId, proposalId)).state).toBe('open');
    const early = await world.openUnder(rule());
    await expect(open(assemblyId, early)).rejects.toMatchObject(refused('ASSEMBLY_NOTICE_RUNS'));
    const usual = await world.openUnder(ruleLike({ noticeHours: 24 }));
    await expect(open(assemblyId, usual)).rejects.toMatchObject(refused('ASSEMBLY_NOT_USED'));
    await expect(close(usual)).rejects.toMatchObject(refused('ASSEMBLY_NOT_USED'));
    const wrong = checkIn(assemblyId, 'AAAAAAAA', 5);
    await expect(wrong).rejects.toMatchObject(refused('ASSEMBLY_CODE_WRONG'));
    await expect(open(newId(), proposalId)).rejects.toMatchObject(refused('ASSEMBLY_NOT_FOUND'));
  });

  it('needs so many present that one of them alone decides nothing', async () => {
    const few = { assembly: { presentShare: '1/100' } };
    const { proposalId, assemblyId, code } = await gathered([0, 1], few);
    await expect(open(assemblyId, proposalId)).rejects.toMatchObject(refused('ASSEMBLY_TOO_FEW'));
    await checkIn(assemblyId, code, 2);
    await open(assemblyId, proposalId);
    await cast(proposalId, 0);
    expect(await close(proposalId)).toMatchObject({ did: 'closed', outcome: 'no-quorum' });
  });

  it('needs so many present of those who may vote, and says no number', async () => {
    const { entriesOf } = world.roll;
    const roll = entriesOf.get(world.cooperativeId) ?? [];
    const pausing = new Set([1, 2].map((nth) => voter(nth).memberId));
    const paused = (one: (typeof roll)[number]) =>
      pausing.has(one.memberId) ? { ...one, standing: 'paused' } : one;
    const eligibility = { classes: null, standings: ['active'], weightByClass: {} };
    const { proposalId, assemblyId, code } = await gathered([0, 1, 2], { eligibility });
    entriesOf.set(world.cooperativeId, roll.map(paused));
    const few = await open(assemblyId, proposalId).catch((error: unknown) => error);
    expect(few).toMatchObject(refused('ASSEMBLY_TOO_FEW'));
    expect(String(few)).not.toMatch(/\d/u);
    for (const nth of [3, 4]) await checkIn(assemblyId, code, nth);
    // Nobody tries one set after the other to learn who pauses: it takes time, and members read it.
    const elsewhere = await hold();
    for (const nth of [3, 4, 5]) await checkIn(elsewhere.assemblyId, elsewhere.code, nth);
    for (const id of [assemblyId, elsewhere.assemblyId]) {
      await expect(open(id, proposalId)).rejects.toMatchObject(refused('ASSEMBLY_TOO_FEW'));
    }
    const tries = `select visibility from platform.facts where subject_id = $1
      and type = 'governance.AssemblyTooFew'`;
    expect(await world.asOwner(tries, [assemblyId])).toEqual([{ visibility: 'members' }]);
    world.clock.advance({ minutes: 15 });
    expect((await open(assemblyId, proposalId)).state).toBe('open');
    entriesOf.set(world.cooperativeId, [...roll]);
    await close(proposalId);
    const text = (edition: 'auditors' | 'members') =>
      world.unitOfWork.read(world.system, (tx) => new RecountFiles().text(tx, proposalId, edition));
    const told = JSON.parse(await text('members')) as RecountFile;
    expect(told.assembly).toEqual({ present: 5, ofAll: 12 });
    const { seals: _, seal: __, ...exactly } = JSON.parse(await text('auditors')) as RecountFile;
    expect(exactly.assembly).toEqual({ present: 3, ofAll: 10 });
    expect(checkFile(await text('auditors'))).toMatchObject({ first: null });
    for (const assembly of [
      { present: 5, ofAll: 12 },
      { present: 3, ofAll: 13 },
    ]) {
      const forged = checkFile(canonicalJson(sealed({ ...exactly, assembly })));
      expect(forged.first?.place).toBe('assembly.present');
    }
  });

  const word = async (proposalId: string) =>
    world.asOwner<{ nth: number; by: string | null }>(
      `select member_id as "memberId", checked_in_by as "checkedInBy",
         seconded_by as "secondedBy", confirmed_at is not null as "isConfirmed"
       from governance.assembly_voters where proposal_id = $1`,
      [proposalId],
    );

  it('is opened by nobody who alone says who is there, or is not', async () => {
    const { proposalId, assemblyId, code } = await gathered([0]);
    const [one, two, three] = [1, 2, 3].map((nth) => voter(nth).memberId) as [
      string,
      string,
      string,
    ];
    const byChair = (ids: string[], isLeaving = false) =>
      atTheDoor(assemblyId, ids, isLeaving, world.secretary);
    const needsAnother = async () => {
      const opening = open(assemblyId, proposalId);
      await expect(opening).rejects.toMatchObject(refused('ASSEMBLY_NEEDS_ANOTHER'));
    };
    await byChair([one, two]);
    await needsAnother();
    // To say it again is nobody else's word, nor is it after they were sent out.
    await byChair([one, two]);
    await byChair([two], true);
    await byChair([two]);
    await needsAnother();
    await checkIn(assemblyId, code, 1);
    await needsAnother();
    await atTheDoor(assemblyId, [two]);
    await atTheDoor(assemblyId, [three]);
    await byChair([three], true);
    await needsAnother();
    await checkIn(assemblyId, code, 3);
    await byChair([three], true);
    await atTheDoor(assemblyId, [three], true);
    expect((await open(assemblyId, proposalId)).state).toBe('open');
    const chair = voter(0).memberId;
    expect(await word(proposalId)).toEqual(
      expect.arrayContaining([
        { memberId: chair, checkedInBy: chair, secondedBy: null, isConfirmed: true },
        { memberId: one, checkedInBy: chair, secondedBy: null, isConfirmed: true },
        { memberId: two, checkedInBy: chair, secondedBy: voter(11).memberId, isConfirmed: false },
      ]),
    );
    await close(proposalId);
    const by = `select opened_by as opened, closed_by as closed from governance.assembly_votes
      where proposal_id = $1`;
    expect(await world.asOwner(by, [proposalId])).toEqual([{ opened: chair, closed: chair }]);
    const told = await world.asOwner<{ to: string; isLeaving: boolean; visibility: string }>(
      `select data ->> 'memberId' as "to", (data ->> 'isLeaving')::boolean as "isLeaving",
         visibility from platform.facts where type = 'governance.CheckedByAnother'
         and subject_id = $1 and data ->> 'memberId' = any ($2) order by position`,
      [assemblyId, [one, two]],
    );
    const of = (to: string, isLeaving: boolean) => ({ to, isLeaving, visibility: 'private' });
    expect(told).toEqual([of(one, false), of(two, false), of(two, true), of(two, false)]);
  });

  it('has no place for who said that they are elsewhere, and one word of each', async () => {
    const { proposalId, assemblyId } = await gathered([0, 1, 2]);
    await atTheDoor(assemblyId, [voter(3).memberId]);
    for (const _ of [1, 2]) await leave(assemblyId, 3);
    const sizes = vi.spyOn(world.roll, 'entries');
    await open(assemblyId, proposalId);
    // Both of whom are told and of whom may vote: of one list, read once.
    expect(sizes).toHaveBeenCalledTimes(1);
    sizes.mockRestore();
    expect(await word(proposalId)).toHaveLength(3);
    await expect(cast(proposalId, 3)).rejects.toMatchObject(refused('NOT_IN_ELECTORATE'));
    await close(proposalId);
  });

  it('is put to the vote by no process past that', async () => {
    const { proposalId, assemblyId } = await gathered([0]);
    await atTheDoor(assemblyId, [voter(1).memberId], false, world.secretary);
    const past = (by: string | null) =>
      world.asApplication(
        `insert into governance.assembly_votes (proposal_id, assembly_id, cooperative_id, present,
           of_all, exactly_of_all, opened_by) values ($1, $2, $3, 2, 12, 12, $4)`,
        [proposalId, assemblyId, world.cooperativeId, by],
        world.cooperativeId,
      );
    for (const by of [null, voter(0).memberId]) {
      await expect(past(by)).rejects.toThrow('Another than who opens it');
    }
    const gone = world.asApplication(
      'delete from governance.attendances where assembly_id = $1',
      [assemblyId],
      world.cooperativeId,
    );
    await expect(gone).rejects.toThrow('permission denied');
    const other = world.asApplication(
      `update governance.attendances set checked_in_by = member_id where assembly_id = $1`,
      [assemblyId],
      world.cooperativeId,
    );
    await expect(other).rejects.toThrow('who said that somebody is there stays');
  });

  it('has nobody in it whom who opens it checks in or out at that moment', async () => {
    const { proposalId, assemblyId } = await gathered([0, 1, 2]);
    const [opened] = await Promise.allSettled([
      open(assemblyId, proposalId),
      atTheDoor(assemblyId, [voter(3).memberId], false, world.secretary),
      atTheDoor(assemblyId, [voter(2).memberId], true, world.secretary),
    ]);
    const drawn = (await word(proposalId)).length;
    expect([opened.status, drawn]).toEqual(
      opened.status === 'fulfilled' ? ['fulfilled', 3] : ['rejected', 0],
    );
    if (opened.status === 'fulfilled') await close(proposalId);
  });

  it('is opened once, among whom its electorate has, whoever comes meanwhile', async () => {
    const { proposalId, assemblyId, code } = await gathered([0, 1, 2, 3]);
    const [one, other] = await Promise.all([
      open(assemblyId, proposalId),
      open(assemblyId, proposalId),
      ...[4, 5, 6].map((nth) => checkIn(assemblyId, code, nth)),
    ]);
    expect(one).toEqual(other);
    const [row] = await world.asOwner<{ size: number; drawn: number }>(
      `select electorate_size as size, (select count(*)::int from governance.electorate e
         where e.proposal_id = p.id) as drawn from governance.proposals p where id = $1`,
      [proposalId],
    );
    expect(row?.drawn).toBe(row?.size);
    const all = await Promise.allSettled([
      cast(proposalId, 0),
      cast(proposalId, 1, 'disagree'),
      close(proposalId),
      cast(proposalId, 2),
      close(proposalId),
      cast(proposalId, 3),
    ]);
    const cast1 = [0, 1, 3, 5].filter((nth) => all[nth]?.status === 'fulfilled').length;
    const [counted] = await world.asOwner<{ ballots: number; weight: number }>(
      `select count(*)::int as ballots, (select sum(value::int)::int
         from governance.proposals p, jsonb_each_text(p.final_count)
         where p.id = $1 and key in ('agree', 'abstain', 'disagree', 'block')) as weight
       from governance.ballots where proposal_id = $1`,
      [proposalId],
    );
    expect(counted).toEqual({ ballots: cast1, weight: cast1 });
    expect(await world.stateOf(proposalId)).not.toBe('open');
  });

  it('is put to the vote in one assembly, whichever of two officers is first', async () => {
    const { proposalId, assemblyId } = await gathered([0, 1, 2]);
    const other = await hold();
    for (const nth of [3, 4, 5, 6]) await checkIn(other.assemblyId, other.code, nth);
    const both = await Promise.allSettled([
      open(assemblyId, proposalId),
      open(other.assemblyId, proposalId),
    ]);
    const won = both.findIndex(({ status }) => status === 'fulfilled');
    expect(both[1 - won]).toMatchObject({ reason: refused('PROPOSAL_STATUS_CONFLICT') });
    const drawn = await world.asOwner<{ memberId: string }>(
      `select member_id as "memberId" from governance.electorate where proposal_id = $1`,
      [proposalId],
    );
    const there = [
      [0, 1, 2],
      [3, 4, 5, 6],
    ][won]?.map((nth) => voter(nth).memberId);
    expect(drawn.map(({ memberId }) => memberId).toSorted()).toEqual(there?.toSorted());
    await expect(cast(proposalId, won === 0 ? 3 : 0)).rejects.toMatchObject(
      refused('NOT_IN_ELECTORATE'),
    );
    const ended = await Promise.allSettled([end([assemblyId, other.assemblyId][won] ?? '')]);
    expect(ended).toMatchObject([{ reason: refused('ASSEMBLY_VOTES_OPEN') }]);
    const closed = await Promise.all([close(proposalId), close(proposalId)]);
    expect(closed.map(({ did }) => did).toSorted()).toEqual(['closed', 'nothing']);
  });

  it('keeps who goes in a vote that is open, and tells once that they came or went', async () => {
    const { proposalId, assemblyId, code } = await gathered([0, 1, 2]);
    await open(assemblyId, proposalId);
    await Promise.all([checkIn(assemblyId, code, 3), checkIn(assemblyId, code, 3)]);
    for (const _ of [1, 2]) await atTheDoor(assemblyId, [voter(2).memberId], true);
    await cast(proposalId, 2);
    await atTheDoor(assemblyId, [voter(2).memberId, voter(4).memberId]);
    await atTheDoor(assemblyId, [newId()], true);
    const told = await world.asOwner<{ members: number; visibility: string }>(
      `select (data ->> 'members')::int as members, visibility from platform.facts
       where type = 'governance.AttendanceChanged' and subject_id = $1 order by position`,
      [assemblyId],
    );
    const bySelf = { members: 1, visibility: 'private' };
    expect(told).toEqual([
      ...Array.from({ length: 4 }, () => bySelf),
      { members: -1, visibility: 'members' },
      { members: 2, visibility: 'members' },
    ]);
    await close(proposalId);
  });

  it('ends wholly, whoever comes, goes and opens meanwhile', async () => {
    const { proposalId, assemblyId, code } = await gathered([0, 1, 2]);
    const [ended, , , opened] = await Promise.allSettled([
      end(assemblyId),
      checkIn(assemblyId, code, 3),
      atTheDoor(assemblyId, [voter(0).memberId], true),
      open(assemblyId, proposalId),
    ]);
    const state = await world.stateOf(proposalId);
    expect([ended.status, state]).toEqual(
      opened.status === 'fulfilled' ? ['rejected', 'open'] : ['fulfilled', 'notice'],
    );
    await close(proposalId).catch(() => null);
    await end(assemblyId);
  });

  it('is nothing to another co-operative, nor by the code of another assembly', async () => {
    const { proposalId, assemblyId, code } = await gathered([0, 1, 2]);
    const other = await hold();
    await expect(checkIn(assemblyId, other.code, 3)).rejects.toMatchObject(
      refused('ASSEMBLY_CODE_WRONG'),
    );
    const cooperativeId = newId();
    const [secretary, member] = [world.secretary, voter(3)].map((one) => ({
      ...one,
      cooperativeId,
    })) as [Actor, Actor];
    const unitOfWork = world.unitOfWork;
    const input = { assemblyId, memberIds: [voter(3).memberId], isLeaving: false };
    const doors = [
      () => open(assemblyId, proposalId, secretary),
      () => new CheckIn(unitOfWork).execute(member, { assemblyId, code }),
      () => new CheckInMembers(unitOfWork, world.votes).execute(secretary, input),
      () => new EndAssembly(unitOfWork).execute(secretary, { assemblyId }),
    ];
    for (const door of doors) {
      await expect(door()).rejects.toMatchObject(refused('ASSEMBLY_NOT_FOUND'));
    }
    const theirs = await new HoldAssembly(unitOfWork).execute(secretary, { title: 'Theirs' });
    for (const door of [
      () => open(theirs.assemblyId, proposalId, secretary),
      () => world.closing.execute(secretary, { proposalId, isByHand: true }),
    ]) {
      await expect(door()).rejects.toMatchObject(refused('PROPOSAL_NOT_FOUND'));
    }
    const queries = new AssemblyQueries();
    const read = await unitOfWork.read(secretary, async (tx) => [
      (await queries.list(tx, {})).rows.map(({ title }) => title),
      await queries.byIds(tx, [assemblyId]),
      (await queries.present(tx, { assemblyId }, {})).rows,
    ]);
    expect(read).toEqual([['Theirs'], [], []]);
  });

  it('is opened and closed wholly or not, wherever a process dies', async () => {
    const { proposalId, assemblyId } = await gathered([0, 1, 2]);
    const isIn = (state: string) => async () => expect(await world.stateOf(proposalId)).toBe(state);
    await dyingOnEachLine(() => open(assemblyId, proposalId), isIn('notice'));
    for (const nth of [0, 1]) await cast(proposalId, nth);
    await dyingOnEachLine(() => close(proposalId), isIn('open'));
    expect(await world.stateOf(proposalId)).not.toBe('open');
  });

  it('is counted again by a stranger, with who was there of how many', async () => {
    const agree = { share: '1/2', strict: true, of: 'active-members' } as const;
    const { proposalId, assemblyId } = await gathered([0, 1, 2], {
      decision: { kind: 'threshold', agree },
      quorum: { ...quorum, of: 'active-members' },
    });
    await open(assemblyId, proposalId);
    for (const nth of [0, 1, 2]) await cast(proposalId, nth);
    // Three of twelve: who is not there is a member all the same. All have voted.
    expect(await closeNow(proposalId)).toMatchObject({ outcome: 'no-quorum' });
    const text = await world.unitOfWork.read(voter(5), (tx) =>
      new RecountFiles().text(tx, proposalId, 'strangers'),
    );
    const { seals: _, seal: __, ...file } = JSON.parse(text) as RecountFile;
    expect(file.assembly).toEqual({ present: 3, ofAll: 12 });
    expect(checkFile(text)).toMatchObject({ first: null });
    const forged = (assembly: RecountFile['assembly']) =>
      checkFile(canonicalJson(sealed({ ...file, assembly }))).first?.place;
    expect(forged({ present: 4, ofAll: 12 })).toBe('assembly.present');
    expect(forged({ present: 3, ofAll: 13 })).toBe('assembly.present');
  });

  it.each([
    ['nobody is told beforehand', { noticeHours: 0 }],
    ['it closes by itself', { earlyClose: { when: 'outcome-certain' } }],
    ['ballots lie apart', { secrecy: 'detached', secretUntilClosed: true, reasons: 'none' }],
    ['who closes it sees how it stands', { secretUntilClosed: false }],
    ['nobody has to vote', { quorum: null }],
    ['few of those present have to vote', { quorum: { ...quorum, share: '499999/999999' } }],
    ['members are told who was present', { electorateList: 'members' }],
    ['classes have shares', { classShares: [{ classes: ['worker'], share: '1/1' }] }],
    ['it has papers', { paper: { countWithinHours: 4 } }],
  ])('is under no rule by which %s', (_, changes) => {
    expect(() => parseRule({ ...rule(), ...changes })).toThrow(
      expect.objectContaining(refused('POLICY_RULE_INVALID')),
    );
  });

  it.each(['', ' ', 'Spr\u202Eing', 'Spring\0', 'S'.repeat(121)])('is not called %j', (title) =>
    expect(hold(title)).rejects.toMatchObject(refused('ASSEMBLY_TITLE_INVALID')),
  );

  it('keeps who is present to the assembly, and the laws', async () => {
    const { assemblyId, code } = await gathered([0]);
    await end(assemblyId);
    const back = world.asApplication(
      `update governance.attendances set left_at = now() where assembly_id = $1`,
      [assemblyId],
      world.cooperativeId,
    );
    await expect(back).rejects.toThrow('while their assembly goes on');
    const there = await world.unitOfWork.read(world.system, (tx) =>
      assemblyStore.present(tx, assemblyId),
    );
    expect([...there]).toEqual([voter(0).memberId]);
    expect(code).toMatch(/^[A-Z2-9]{8}$/);
    expect(await brokenLaws(world, [...votingInvariants, ...governanceInvariants])).toEqual([]);
  });
});
