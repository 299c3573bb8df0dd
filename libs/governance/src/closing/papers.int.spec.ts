import type { Actor } from '@rochdale/platform';
import { canonicalJson, newId } from '@rochdale/platform';
import { dyingOnEachLine, foundAfter } from '@rochdale/testing';
import { ConfirmPapers, EnterPapers, PaperQueries } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import {
  brokenLaws,
  createVotingWorld,
  memberActor,
  ruleLike,
} from '../../../voting/src/testing/voting-world.js';
import { paperActs } from '../../../voting/src/testing/paper-acts.js';
import type { PaperActs, Rest } from '../../../voting/src/testing/paper-acts.js';
import type { VotingWorld } from '../../../voting/src/testing/voting-world.js';
import { countedBack } from '../count-back/count-back.js';
import type { DecidedElection } from '../count-back/count-back.js';
import { parseRule } from '../policy/decision-rule.js';
import { checkFile } from '../recount/check-file.js';
import type { RecountFile } from '../recount/recount-file.js';
import { RecountFiles } from '../recount/recount.queries.js';
import { sealed } from '../recount/seals.js';

const paper = { countWithinHours: 48 };
const protocol = 'Counted in the hall at nine by Ada and Ben.';

let world: VotingWorld;
let papers: PaperActs;
let first: Actor;
let second: Actor;
beforeAll(async () => {
  world = await createVotingWorld(12);
  const officer = (nth: number) =>
    memberActor(world.cooperativeId, world.voters[nth]?.memberId ?? '', ['administrator']);
  [first, second] = [officer(10), officer(11)];
  papers = paperActs(world);
});
afterAll(() => world.close());

const rule = (changes: object = {}) => ruleLike({ paper, earlyClose: null, ...changes });
const idOf = (nth: number) => world.voters[nth]?.memberId ?? '';
const cast = (proposalId: string, nth: number, mark: unknown = 'agree') =>
  world.cast.execute(world.voters[nth] as Actor, { proposalId, mark });
const confirm = (proposalId: string, contentHash: string, by = second) =>
  new ConfirmPapers(world.unitOfWork).execute(by, { proposalId, contentHash });
const refused = (code: string) => ({ code });
const handOut = (proposalId: string, nths: readonly number[], by = first) =>
  papers.handOut(by, proposalId, nths);
const takeBack = (proposalId: string, nths: readonly number[]) =>
  papers.takeBack(first, proposalId, nths);
const giveBack = (proposalId: string, nths: readonly number[]) =>
  papers.giveBack(second, proposalId, nths);
const enterMarks = (
  proposalId: string,
  handedOut: number,
  said: readonly [unknown, number][],
  rest: Rest | null = null,
) => papers.enter(first, proposalId, { protocol, handedOut, said, rest });
const enter = (
  proposalId: string,
  handedOut: number,
  said: Record<string, number>,
  rest: Rest | null = null,
) => enterMarks(proposalId, handedOut, Object.entries(said), rest);

/** Two vote by name, three on paper. */
async function begun(changes: object = {}): Promise<string> {
  const proposalId = await world.openUnder(rule(changes));
  await cast(proposalId, 0);
  await cast(proposalId, 1, 'disagree');
  await handOut(proposalId, [2, 3, 4]);
  return proposalId;
}
/** And it is over. */
async function over(changes: object = {}): Promise<string> {
  const proposalId = await begun(changes);
  world.toTheEnd();
  return proposalId;
}
const countOf = async (proposalId: string) =>
  (
    await world.asOwner<{ count: object }>(
      'select final_count as count from governance.proposals where id = $1',
      [proposalId],
    )
  )[0]?.count;

describe('papers beside ballots', () => {
  it('count once, when a second person confirmed them', async () => {
    const proposalId = await over();
    expect(await world.closeVote(proposalId)).toEqual({
      did: 'nothing',
      because: 'waits-for-papers',
    });
    const said = { agree: 1, disagree: 1 };
    const { contentHash } = await enter(proposalId, 3, said);
    expect(await world.closeVote(proposalId)).toMatchObject({ because: 'waits-for-papers' });
    const itself = confirm(proposalId, contentHash, first);
    await expect(itself).rejects.toMatchObject(refused('PAPER_NEEDS_ANOTHER'));
    const both = await Promise.allSettled([
      confirm(proposalId, contentHash),
      confirm(proposalId, contentHash),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await world.closeVote(proposalId)).toMatchObject({ did: 'closed' });
    expect(await countOf(proposalId)).toMatchObject({ agree: '2', disagree: '2' });
    const again = enter(proposalId, 3, said);
    await expect(again).rejects.toMatchObject(refused('VOTING_CLOSED'));
  });

  it('are for who votes by them alone', async () => {
    const proposalId = await world.openUnder(rule());
    await cast(proposalId, 0);
    const voted = handOut(proposalId, [5, 0]);
    await expect(voted).rejects.toMatchObject({
      code: 'PAPER_VOTER_HAS_VOTED',
      path: ['memberIds', '1'],
    });
    await handOut(proposalId, [2, 2]);
    await handOut(proposalId, [2]);
    await expect(cast(proposalId, 2)).rejects.toMatchObject(refused('PAPER_HANDED_OUT'));
    await takeBack(proposalId, [2]);
    await expect(cast(proposalId, 2)).rejects.toMatchObject(refused('PAPER_HANDED_OUT'));
    await giveBack(proposalId, [2]);
    await cast(proposalId, 2);
    const early = enter(proposalId, 0, {});
    await expect(early).rejects.toMatchObject(refused('PAPER_TOO_EARLY'));
    const other = await world.openUnder(ruleLike());
    await expect(handOut(other, [2])).rejects.toMatchObject(refused('PAPER_NOT_USED'));
  });

  it('and ballots of one voter, at once, are one of both', async () => {
    const proposalId = await world.openUnder(rule());
    const nths = [0, 1, 2, 3, 4, 5];
    const all = await Promise.allSettled(
      nths.flatMap((nth) => [cast(proposalId, nth), handOut(proposalId, [nth])]),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(nths.length);
  });

  it.each([
    ['more than were handed out', 3, { agree: 4 }, 'PAPER_NUMBERS_DIFFER'],
    ['another number than the list has', 4, { agree: 3 }, 'PAPER_NUMBERS_DIFFER'],
    ['none of them', 3, { agree: 0 }, 'PAPER_NUMBERS_DIFFER'],
    ['what nobody can say', 3, { perhaps: 1 }, 'BALLOT_MARK_INVALID'],
    ['one that is nowhere', 3, { agree: 1 }, 'PAPER_NUMBERS_DIFFER', { spoilt: 1 }],
    ['one that is in two places', 3, { agree: 3 }, 'PAPER_NUMBERS_DIFFER', { missing: 1 }],
    ['one that the list has not', 3, { agree: 2 }, 'PAPER_NUMBERS_DIFFER', { returned: 1 }],
    ['part of one', 3, { agree: 2 }, 'PAPER_NUMBERS_DIFFER', { spoilt: 0.5, missing: 0.5 }],
  ])('are not entered as %s', async (_, handedOut, said, code, rest?: Rest) => {
    const proposalId = await over();
    const entered = enter(proposalId, handedOut, said, rest ?? null);
    await expect(entered).rejects.toMatchObject({ code });
  });

  it('entered as they are already are what they were, whoever says so', async () => {
    const proposalId = await over();
    const { contentHash } = await enter(proposalId, 3, { agree: 1 });
    const same = { proposalId, protocol, handedOut: 3, missing: 2 };
    const ballots = [{ mark: 'agree', ballots: 1 }];
    const byAnother = new EnterPapers(world.unitOfWork).execute(second, { ...same, ballots });
    expect(await byAnother).toEqual({ proposalId, contentHash });
    await confirm(proposalId, contentHash);
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
  });

  it('are confirmed as they are read', async () => {
    const proposalId = await over();
    const { contentHash } = await enter(proposalId, 3, { agree: 1 });
    await enter(proposalId, 3, { agree: 2 });
    const stale = confirm(proposalId, contentHash);
    await expect(stale).rejects.toMatchObject(refused('PAPER_CHANGED'));
  });

  it('are those of one officer or another, who enter and confirm at once', async () => {
    const proposalId = await over();
    const { contentHash } = await enter(proposalId, 3, { agree: 1 });
    const byAnother = new EnterPapers(world.unitOfWork).execute(second, {
      proposalId,
      protocol,
      handedOut: 3,
      ballots: [{ mark: 'disagree', ballots: 3 }],
    });
    const raced = await Promise.allSettled([byAnother, confirm(proposalId, contentHash)]);
    const [won] = raced.flatMap((one, nth) => (one.status === 'fulfilled' ? [nth] : []));
    expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [lost] = raced.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    // Whoever entered it does not confirm it: entered last by the second, it waits for another.
    expect(lost).toMatchObject(refused(won === 0 ? 'PAPER_NEEDS_ANOTHER' : 'PAPER_CONFIRMED'));
  });

  it('that nobody confirms in time end the vote: nothing is decided without them', async () => {
    const proposalId = await over();
    await enter(proposalId, 3, { agree: 3 });
    world.clock.advance({ hours: 48 });
    expect(await world.closeVote(proposalId)).toEqual({
      did: 'ended',
      because: 'papers-uncounted',
    });
    expect(await world.stateOf(proposalId)).toBe('cancelled');
  });

  it('are confirmed until then, and no later, whenever a worker comes', async () => {
    const [inTime, late] = [await begun(), await begun()];
    world.toTheEnd();
    const { contentHash } = await enter(inTime, 3, { agree: 3 });
    const { contentHash: other } = await enter(late, 3, {});
    world.clock.advance({ hours: 47, minutes: 59, seconds: 59 });
    const auditor = memberActor(world.cooperativeId, idOf(9), ['auditor']);
    await confirm(inTime, contentHash, auditor);
    world.clock.advance({ seconds: 1 });
    const tooLate = refused('PAPER_TOO_LATE');
    expect((await papersOf(late, second))?.confirmUntil).toEqual(world.clock.now());
    await expect(confirm(late, other)).rejects.toMatchObject(tooLate);
    await expect(enter(late, 3, { agree: 3 })).rejects.toMatchObject(tooLate);
    await world.asOwner(
      `update governance.paper_counts set confirmed_by = $2, confirmed_at = $3
       where proposal_id = $1`,
      [late, idOf(11), world.clock.now()],
    );
    expect(await world.closeVote(late)).toMatchObject({ because: 'papers-uncounted' });
    expect(await world.closeVote(inTime)).toMatchObject({ did: 'closed' });
    expect(await countOf(inTime)).toMatchObject({ agree: '4', disagree: '1' });
  });

  it('hold nothing up where nobody was handed one', async () => {
    const proposalId = await world.openUnder(rule());
    await cast(proposalId, 0);
    world.toTheEnd();
    await enter(proposalId, 0, {});
    expect(await world.closeVote(proposalId)).toMatchObject({ did: 'closed' });
    const text = await fileOf(proposalId);
    expect((JSON.parse(text) as RecountFile).papers).toMatchObject({ handedOut: 0, counted: 0 });
    expect(checkFile(text)).toMatchObject({ verdict: 'open', first: null });
    const {
      seals: _seals,
      seal: _seal,
      papers: _papers,
      ...file
    } = JSON.parse(text) as RecountFile;
    const stripped = checkFile(canonicalJson(sealed(file)));
    expect([stripped.verdict, stripped.first?.place]).toEqual(['fails', 'papers']);
  });

  it('are in no detached vote', () => {
    const detached = { secrecy: 'detached', secretUntilClosed: true, reasons: 'none' };
    const whole = { ...rule(), ...detached };
    expect(() => parseRule(whole)).toThrow('none is detached.');
    expect(() => parseRule({ ...whole, paper: undefined })).not.toThrow();
  });

  it('count wholly or not, wherever a process dies', async () => {
    const proposalId = await over();
    const { contentHash } = await enter(proposalId, 3, { agree: 3 });
    const isConfirmed = async () =>
      world.asOwner<{ is: boolean }>(
        'select confirmed_at is not null as is from governance.paper_counts where proposal_id = $1',
        [proposalId],
      );
    await dyingOnEachLine(
      () => confirm(proposalId, contentHash),
      async () => expect(await isConfirmed()).toEqual([{ is: false }]),
    );
    await world.closeVote(proposalId);
    expect(await countOf(proposalId)).toMatchObject({ agree: '4', disagree: '1' });
  });
});

describe('handing out', () => {
  const handedOut = async (id: string) => (await papersOf(id, first))?.handedOut;

  it('happens wholly or not, wherever a process dies', async () => {
    const id = await world.openUnder(rule());
    await handOut(id, [2]);
    await dyingOnEachLine(
      () => handOut(id, [3]),
      async () => expect(await handedOut(id)).toBe(1),
    );
    expect(await handedOut(id)).toBe(2);
  });

  it('of the same paper by two officers is done once', async () => {
    const id = await world.openUnder(rule());
    await Promise.all([handOut(id, [2]), handOut(id, [2, 3], second)]);
    expect(await handedOut(id)).toBe(2);
  });

  it('and the close, at once, are one after the other', async () => {
    const id = await world.openUnder(rule());
    await cast(id, 0);
    const given = handOut(id, [2]).then(
      () => true,
      ({ code }: { code: string }) => expect(code).toBe('VOTING_CLOSED'),
    );
    world.toTheEnd();
    const [isDone, closed] = await Promise.all([given, world.closeVote(id)]);
    expect(await handedOut(id)).toBe(isDone === true ? 1 : 0);
    // A paper that is out is waited for; who was handed one too late has none.
    expect(closed.did).toBe(isDone === true ? 'nothing' : 'closed');
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
  });
});

const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();

/** A vote between three, under a rule of another ballot kind. */
async function openBetween(kind: object, more: object = {}): Promise<string> {
  const key = `p-${newId()}`;
  const whole = parseRule({ ...plain, earlyClose: null, ...kind, ...more });
  await world.adopt.execute(world.system, { key, title: 'A policy', rule: whole });
  const by = world.voters[0] as Actor;
  const { proposalId } = await world.draft.execute(by, {
    title: 'Who',
    body: '',
    policyKey: key,
    actions: [],
    options: ['Red', 'Green', 'Blue'],
  });
  await world.open.execute(by, { proposalId });
  return proposalId;
}
const ranked = (...numbers: number[]) => ({
  ranks: numbers.map((option, at) => ({ option, rank: at + 1 })),
});
async function decided(id: string): Promise<DecidedElection> {
  const [row] = await world.asOwner<DecidedElection>(
    `select rule, reading, lot_seed as "lotSeed", final_count as "finalCount",
       electorate_weight as "electorateWeight", active_members_weight as "activeMembersWeight"
     from governance.proposals where id = $1`,
    [id],
  );
  const { electorateWeight, activeMembersWeight, ...vote } = row as DecidedElection;
  const sizes = [electorateWeight, activeMembersWeight].map(BigInt);
  return { ...vote, electorateWeight: sizes[0] ?? 0n, activeMembersWeight: sizes[1] ?? 0n };
}
const ballotsOf = (id: string) =>
  world.unitOfWork.read(world.system, async (tx) => (await world.votes.ballots(tx, [id])).get(id));

describe('papers of other ballot kinds', () => {
  it.each([
    ['rankings', { ballotKind: 'ranking', equalRanks: false, maximum: null, method: 'schulze' }],
    ['STV', { ballotKind: 'stv', method: 'scottish', winners: 2, maximum: null }],
  ])('come to what ballots that say the same come to: %s', async (name, kind) => {
    const said = [ranked(1, 2), ranked(2, 1), ranked(2, 1), ranked(3, 2), ranked(1)];
    const [id, twin] = [await openBetween(kind, { paper }), await openBetween(kind)];
    for (const [nth, mark] of said.entries()) await cast(twin, nth, mark);
    for (const nth of [0, 1]) await cast(id, nth, said[nth]);
    await handOut(id, [2, 3, 4, 5]);
    world.toTheEnd();
    const gap = enterMarks(id, 4, [[{ ranks: [{ option: 1, rank: 2 }] }, 1]]);
    await expect(gap).rejects.toMatchObject(refused('RANK_SKIPPED'));
    const { contentHash } = await enterMarks(id, 4, [
      [said[2], 1],
      [said[3], 1],
      [said[4], 1],
    ]);
    await confirm(id, contentHash);
    for (const one of [id, twin]) await world.closeVote(one);
    const [vote, same] = [await decided(id), await decided(twin)];
    expect(vote.finalCount).toEqual(same.finalCount);
    const { first: doubt } = checkFile(await fileOf(id));
    expect(doubt).toBeNull();
    if (name !== 'STV') return;
    const vacancy = { gone: [1], sitting: [2] };
    const filled = countedBack(vote, (await ballotsOf(id)) ?? [], vacancy);
    expect(filled.elected).toBe(3);
    expect(filled).toEqual(countedBack(same, (await ballotsOf(twin)) ?? [], vacancy));
  });
});

const papersOf = async (id: string, by: Actor) =>
  (await world.unitOfWork.read(by, (tx) => new PaperQueries().of(tx, [id])))[0];
const fileOf = (id: string, edition: 'strangers' | null = null) =>
  world.unitOfWork.read(world.voters[6] as Actor, (tx) => new RecountFiles().text(tx, id, edition));

describe('what is told of papers', () => {
  it('is who was handed one, to officers', async () => {
    const id = await over();
    const page = { first: 2, after: null, last: null, before: null };
    const list = (by: Actor) =>
      world.unitOfWork.read(by, (tx) => new PaperQueries().voters(tx, id, page));
    await expect(list(world.voters[2] as Actor)).rejects.toMatchObject(refused('FORBIDDEN'));
    const { rows } = await list(first);
    expect([idOf(2), idOf(3), idOf(4)]).toEqual(
      expect.arrayContaining(rows.map(({ memberId }) => memberId)),
    );
  });

  it('is what they say when it is decided', async () => {
    const id = await over();
    const { contentHash } = await enter(id, 3, { agree: 2, disagree: 1 });
    const voter = world.voters[6] as Actor;
    expect(await papersOf(id, voter)).toMatchObject({ handedOut: 3, protocol: null });
    expect(await papersOf(id, first)).toMatchObject({ contentHash, isEnteredByViewer: true });
    await confirm(id, contentHash);
    await world.closeVote(id);
    const ballots = expect.arrayContaining([{ mark: 'agree', ballots: 2 }]) as unknown;
    expect(await papersOf(id, voter)).toMatchObject({ protocol, ballots, contentHash });
    const { papers } = JSON.parse(await fileOf(id)) as RecountFile;
    expect(papers).toMatchObject({ protocol, protocolHash: contentHash });
    const told = await world.asOwner(
      `select 1 from platform.facts where data::text like '%' || $1 || '%'`,
      [contentHash],
    );
    expect(told).toEqual([]);
  });
});

describe('the file of a vote with papers', () => {
  it('has them as a section of its own, which is checked', async () => {
    const proposalId = await over();
    const { contentHash } = await enter(proposalId, 3, { agree: 2, disagree: 1 });
    await confirm(proposalId, contentHash);
    await world.closeVote(proposalId);
    const text = await fileOf(proposalId);
    const file = JSON.parse(text) as RecountFile;
    expect(file.papers).toMatchObject({ protocol, protocolHash: contentHash, counted: 3 });
    const checked = checkFile(text);
    expect([checked.first, checked.verdict]).toEqual([null, 'open']);
    const forged = (change: object): string | undefined => {
      const { seals: _seals, seal: _seal, ...rest } = file;
      const papers = { ...file.papers!, ...change };
      return checkFile(canonicalJson(sealed({ ...rest, papers }))).first?.place ?? undefined;
    };
    expect(forged({ counted: 4 })).toBe('papers.counted');
    expect(forged({ protocol: 'Elsewhere.' })).toBe('papers.protocolHash');
    expect(forged({ sums: [{ mark: 'agree', weight: '3' }] })).toBeDefined();
  });

  it.each([
    ['who votes by name', { recountBy: 'strangers' } as const],
    ['of sums', {}],
  ])('is counted again by a stranger, %s, who reads no protocol', async (_, changes) => {
    const proposalId = await over(changes);
    const { contentHash } = await enter(proposalId, 3, { agree: 2, disagree: 1 });
    await confirm(proposalId, contentHash);
    await world.closeVote(proposalId);
    const text = await fileOf(proposalId, 'strangers');
    expect(text).not.toContain(contentHash);
    expect(text).not.toContain(protocol);
    const file = JSON.parse(text) as RecountFile;
    expect(file.papers).toMatchObject({ protocol: null, handedOut: 3, counted: 3 });
    expect(checkFile(text).first).toBeNull();
    const { seals: _seals, seal: _seal, ...rest } = file;
    const papers = { ...file.papers!, counted: 2 };
    expect(checkFile(canonicalJson(sealed({ ...rest, papers }))).first).not.toBeNull();
  });
});

describe('the laws of papers', () => {
  it('hold, and are found broken', async () => {
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
    const law = votingInvariants.find(({ name }) => name === 'voting.papers-count-once');
    for (const how of [
      'update governance.paper_counts set handed_out = handed_out + 1',
      'update governance.paper_counts set missing = missing + 1',
      `update governance.paper_voters set state = 'out', returned_by = null, returned_at = null`,
    ]) {
      expect(await foundAfter(world, [how], law?.sql ?? ''), how).not.toEqual([]);
    }
    expect(await world.recount.execute(world.system)).toEqual([]);
  });
});
