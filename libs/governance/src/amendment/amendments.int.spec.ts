import { newId } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { BallotQueries, TakeBackBallot } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { governanceInvariants } from '../governance.invariants.js';
import { forgetDecisions } from '../nomination/forget-decisions.js';
import { RecountFiles } from '../recount/recount.queries.js';
import { checkFile, findReceipt } from '../recount/check-file.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { AcceptAmendment } from './accept-amendment.js';
import { AmendmentQueries } from './amendment.queries.js';
import { DeclineAmendment } from './decline-amendment.js';
import { ProposeAmendment } from './propose-amendment.js';
import { WithdrawAmendment } from './withdraw-amendment.js';

let world: DecisionWorld;
let propose: ProposeAmendment;
let accept: AcceptAmendment;
beforeAll(async () => {
  world = await createDecisionWorld(5);
  propose = new ProposeAmendment(world.unitOfWork, world.votes);
  accept = new AcceptAmendment(world.unitOfWork, world.votes);
});
afterAll(() => world.close());

const author = () => world.voters[0]!;
const other = () => world.voters[1]!;
const rule = ruleLike({
  window: { minimumHours: 48, usualHours: 72, maximumHours: 240, urgentMinimumHours: null },
});
const proposed = async (proposalId: string, version = 1, body = 'Two kettles.') =>
  (await propose.execute(other(), { proposalId, version, body })).amendmentId;
const cast = (proposalId: string, voter: number, version: number | null) =>
  world.cast.execute(world.voters[voter]!, { proposalId, mark: 'agree', version });
const rowOf = async (id: string) => {
  const [row] = await world.asOwner<{ body: string; version: number; closes: Date }>(
    'select body, version, closes_at as closes from governance.proposals where id = $1',
    [id],
  );
  return row!;
};
const amendmentsOf = (id: string) =>
  world.unitOfWork.read(other(), async (tx) => {
    const pages = await new AmendmentQueries().pages(tx, [id], {});
    return pages.get(id)?.rows ?? [];
  });
const erased = async (memberId: string) => {
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at) values ($1, $2, now())`,
    [memberId, world.cooperativeId],
  );
  await world.unitOfWork.run(world.system, (tx) =>
    forgetDecisions(tx, { memberId, removesTexts: false }),
  );
};
const broken = () => brokenLaws(world, [...votingInvariants, ...governanceInvariants]);

describe('an amendment in an open vote', () => {
  it('voids what was cast on the text of before, tells its voters and leaves time', async () => {
    const id = await world.openUnder(rule);
    const gone = await cast(id, 1, 1);
    await cast(id, 2, null);
    world.clock.advance({ hours: 60 });
    const amendmentId = await proposed(id);
    const before = await rowOf(id);
    await accept.execute(author(), { amendmentId });
    const after = await rowOf(id);
    expect(after).toMatchObject({ body: 'Two kettles.', version: 2 });
    expect(after.closes.getTime() - before.closes.getTime()).toBe(36 * 3_600_000);
    const counted = () =>
      world.unitOfWork.read(author(), async (tx) => (await world.votes.ballots(tx, [id])).get(id));
    expect(await counted()).toEqual([]);
    const told = await world.asOwner<{ member: string; visibility: string }>(
      `select data ->> 'memberId' as member, visibility from platform.facts
       where type = 'governance.BallotVoided' and subject_id = $1`,
      [id],
    );
    expect(told.map(({ member }) => member).toSorted()).toEqual(
      [1, 2].map((nth) => world.voters[nth]!.memberId ?? '').toSorted(),
    );
    expect(told.every(({ visibility }) => visibility === 'private')).toBe(true);
    await expect(cast(id, 1, 1)).rejects.toMatchObject({ code: 'BALLOT_VERSION_STALE' });
    await expect(cast(id, 1, null)).rejects.toMatchObject({ code: 'BALLOT_NEEDS_VERSION' });
    const stands = await cast(id, 1, 2);
    expect(await counted()).toMatchObject([{ mark: 'agree', ballots: 1 }]);
    const own = await world.unitOfWork.read(world.voters[2]!, (tx) =>
      new BallotQueries().own(tx, [id]),
    );
    expect(own).toEqual([]);
    world.clock.advance({ hours: 49 });
    await world.closing.execute(world.system, { proposalId: id });
    const files = new RecountFiles();
    const text = await world.unitOfWork.read(other(), (tx) => files.text(tx, id));
    const { verdict, file } = checkFile(text);
    expect(verdict).toBe('holds');
    expect(findReceipt(file!, gone.receipt)).toBe('void');
    expect(findReceipt(file!, stands.receipt)).toBe('counted');
    const found = await world.unitOfWork.read(other(), (tx) => files.find(tx, id, gone.receipt));
    expect(found).toBe('void');
    expect(await broken()).toEqual([]);
  });

  it('is not its author’s own, and not taken more than three times', async () => {
    const id = await world.openUnder(rule);
    const own = propose.execute(author(), { proposalId: id, version: 1, body: 'Mine.' });
    await expect(own).rejects.toMatchObject({ code: 'AMENDMENT_NOT_TAKEN' });
    for (const version of [1, 2, 3]) {
      const amendmentId = await proposed(id, version, `Kettles, ${version}.`);
      await accept.execute(author(), { amendmentId });
    }
    const amendmentId = await proposed(id, 4, 'Once more.');
    await expect(accept.execute(author(), { amendmentId })).rejects.toMatchObject({
      code: 'AMENDMENT_LIMIT_REACHED',
    });
  });

  it('comes before or after a ballot, never through it', async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await world.openUnder(rule);
      const amendmentId = await proposed(id);
      const [, first, second] = await Promise.allSettled([
        accept.execute(author(), { amendmentId }),
        cast(id, 2, 1),
        cast(id, 3, 1),
      ]);
      for (const one of [first, second]) {
        if (one.status === 'rejected') {
          expect(one.reason).toMatchObject({ code: 'BALLOT_VERSION_STALE' });
        }
      }
      const groups = await world.unitOfWork.read(author(), (tx) => world.votes.ballots(tx, [id]));
      expect(groups.get(id)).toEqual([]);
    }
    expect(await broken()).toEqual([]);
  });

  it('is the authors’ to accept, once, and on the text that stands', async () => {
    const id = await world.openUnder(rule);
    const one = await proposed(id);
    const two = await proposed(id, 1, 'Three kettles.');
    await expect(accept.execute(other(), { amendmentId: one })).rejects.toMatchObject({
      code: 'PROPOSAL_NOT_YOURS',
    });
    const both = await Promise.allSettled(
      [one, two].map((amendmentId) => accept.execute(author(), { amendmentId })),
    );
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'AMENDMENT_VERSION_STALE' },
    });
    const accepted = both[0]?.status === 'fulfilled' ? one : two;
    await expect(accept.execute(author(), { amendmentId: accepted })).rejects.toMatchObject({
      code: 'AMENDMENT_ENDED',
    });
    const left = accepted === one ? two : one;
    const withdraw = new WithdrawAmendment(world.unitOfWork);
    await expect(withdraw.execute(author(), { amendmentId: left })).rejects.toMatchObject({
      code: 'AMENDMENT_NOT_YOURS',
    });
    await withdraw.execute(other(), { amendmentId: left });
    const third = await proposed(id, 2, 'Four.');
    await new DeclineAmendment(world.unitOfWork).execute(author(), { amendmentId: third });
    const states = (await amendmentsOf(id)).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['accepted', 'declined', 'withdrawn']);
  });

  it('is not taken where ballots lie apart: nobody could say whose are void', async () => {
    const apart = { secrecy: 'detached', secretUntilClosed: true, reasons: 'none' } as const;
    const id = await world.openUnder(ruleLike({ ...rule, ...apart }));
    await expect(proposed(id)).rejects.toMatchObject({ code: 'AMENDMENT_NOT_TAKEN' });
    const anyway = `update governance.proposals set title = 'x', version = 2 where id = $1`;
    await expect(world.asOwner(anyway, [id])).rejects.toThrow('lie apart');
  });

  it('is refused where there is no room, no time or nothing to change', async () => {
    const id = await world.openUnder(rule);
    await expect(proposed(id, 1, 'The old one leaks.')).rejects.toMatchObject({
      code: 'AMENDMENT_SAYS_THE_SAME',
    });
    await expect(proposed(id, 2)).rejects.toMatchObject({ code: 'PROPOSAL_VERSION_STALE' });
    await expect(accept.execute(author(), { amendmentId: newId() })).rejects.toMatchObject({
      code: 'AMENDMENT_NOT_FOUND',
    });
    for (const body of ['a', 'b', 'c']) await proposed(id, 1, body);
    await expect(proposed(id, 1, 'd')).rejects.toMatchObject({ code: 'AMENDMENT_LIMIT_REACHED' });
    world.clock.advance({ hours: 73 });
    const [waits] = await amendmentsOf(id);
    await expect(accept.execute(author(), { amendmentId: waits!.id })).rejects.toMatchObject({
      code: 'PROPOSAL_STATUS_CONFLICT',
    });
  });
});

describe('an amendment that is accepted while something else happens', () => {
  const voided = (id: string) =>
    world.asOwner<{ cast: number; void: number; told: number; version: number }>(
      `select (select count(*)::int from governance.ballots where proposal_id = $1) as cast,
         (select count(*)::int from governance.ballots where proposal_id = $1 and voided) as void,
         (select count(*)::int from platform.facts where subject_id = $1
            and type = 'governance.BallotVoided') as told,
         (select version from governance.proposals where id = $1) as version`,
      [id],
    );

  it('is all there or not at all, wherever it dies', async () => {
    const id = await world.openUnder(rule);
    await cast(id, 1, 1);
    const amendmentId = await proposed(id);
    const deaths = await dyingOnEachLine(
      () => accept.execute(author(), { amendmentId }),
      async () => {
        const [row] = await voided(id);
        // Its last line may have been the commit, which arrived.
        expect([row?.void, row?.told, row?.version]).toEqual([0, 0, 1]);
      },
    );
    expect(deaths).toBeGreaterThan(6);
    expect(await voided(id)).toEqual([{ cast: 1, void: 1, told: 1, version: 2 }]);
  });

  it('leaves each ballot taken back by its voter or void, and told to them if void', async () => {
    const taken = ruleLike({ ...rule, mayTakeBack: true });
    const takeBack = new TakeBackBallot(world.unitOfWork);
    for (let round = 0; round < 4; round += 1) {
      const id = await world.openUnder(taken);
      await cast(id, 1, 1);
      const amendmentId = await proposed(id);
      const [accepted, back] = await Promise.allSettled([
        accept.execute(author(), { amendmentId }),
        takeBack.execute(world.voters[1]!, { proposalId: id, ballotId: null }),
      ]);
      expect(accepted.status).toBe('fulfilled');
      const isVoid = back.status === 'rejected';
      const [row] = await voided(id);
      expect([row?.void, row?.told]).toEqual(isVoid ? [1, 1] : [0, 0]);
    }
    expect(await broken()).toEqual([]);
  });

  it('comes before the close, which is then not due, or after it, and does nothing', async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await world.openUnder(
        ruleLike({ ...rule, earlyClose: { when: 'outcome-certain' } }),
      );
      const amendmentId = await proposed(id);
      for (let voter = 0; voter < world.voters.length; voter += 1) await cast(id, voter, 1);
      const [accepted, closed] = await Promise.allSettled([
        accept.execute(author(), { amendmentId }),
        world.closing.execute(world.system, { proposalId: id }),
      ]);
      const isAccepted = accepted.status === 'fulfilled';
      if (!isAccepted) {
        expect(accepted.reason).toMatchObject({ code: 'PROPOSAL_STATUS_CONFLICT' });
      }
      expect(closed).toMatchObject({
        value: isAccepted ? { because: 'not-due' } : { outcome: 'passed' },
      });
      const row = await rowOf(id);
      expect([row.version, await world.stateOf(id)]).toEqual(
        isAccepted ? [2, 'open'] : [1, 'passed'],
      );
    }
    expect(await broken()).toEqual([]);
  });
});

describe('whose amendment it is', () => {
  it('is not its author’s, whose draft nobody reads yet', async () => {
    const drafted = async (secondersNeeded: number) => {
      const key = `k-${newId()}`;
      const asked = { key, title: 'A policy', rule: ruleLike({ ...rule, secondersNeeded }) };
      await world.adopt.execute(world.system, asked);
      const text = { title: 'Kettle', body: 'Red.', policyKey: key, actions: [] };
      return (await world.draft.execute(author(), text)).proposalId;
    };
    const hidden = await drafted(0);
    await expect(proposed(hidden)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_FOUND' });
    const own = { proposalId: hidden, version: 1, body: 'Blue.' };
    await expect(propose.execute(author(), own)).rejects.toMatchObject({
      code: 'AMENDMENT_NOT_TAKEN',
    });
    const shown = await drafted(1);
    const amendmentId = await proposed(shown);
    await accept.execute(author(), { amendmentId });
    const read = await amendmentsOf(shown);
    expect(read).toMatchObject([{ state: 'accepted', madeVersion: 2 }]);
    const texts = await world.unitOfWork.read(other(), (tx) =>
      new AmendmentQueries().bodies(tx, [amendmentId]),
    );
    expect(texts).toEqual([{ id: amendmentId, body: 'Two kettles.', stands: null }]);
  });

  it('goes with whoever wrote it, but for the text that was decided', async () => {
    const id = await world.openUnder(rule);
    const by = world.voters[4]!;
    const on = { proposalId: id, version: 1, note: 'My reason.' };
    const first = await propose.execute(by, { ...on, body: 'One.' });
    const second = await propose.execute(by, { ...on, body: 'Two.' });
    await accept.execute(author(), first);
    await erased(by.memberId ?? '');
    const rows = await world.asOwner(
      `select title, body, note from governance.amendments where proposal_id = $1 order by state`,
      [id],
    );
    expect(rows).toEqual([
      { title: 'Buy a kettle', body: 'One.', note: null },
      { title: 'Erased', body: '', note: null },
    ]);
    // Nobody makes a text of what is gone.
    await expect(accept.execute(author(), second)).rejects.toMatchObject({
      code: 'AMENDMENT_ENDED',
    });
  });
});
