import type { RollEntry } from '@rochdale/voting';
import { canonicalJson, sha256Hex } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { classCommitment, GiveDelegation, placeHash, RecountOutcomes } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { governanceInvariants } from '../governance.invariants.js';
import { checkFile } from '../recount/check-file.js';
import { RecountFiles } from '../recount/recount.queries.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import type { DecisionWorld, StanceRule } from '../testing/decision-world.js';
import {
  brokenLaws,
  createDecisionWorld,
  memberActor,
  ruleLike,
} from '../testing/decision-world.js';
import { ElectorateQueries } from './electorate.queries.js';

let world: DecisionWorld;
let auditor: Actor;
let entries: RollEntry[];
const queries = new ElectorateQueries();
const files = new RecountFiles();

beforeAll(async () => {
  world = await createDecisionWorld(6);
  entries = world.roll.entriesOf.get(world.cooperativeId)!;
  auditor = memberActor(world.cooperativeId, entries[0]!.memberId, ['auditor']);
});
afterAll(() => world.close());

const everybody = {
  classes: null,
  standings: ['active', 'paused', 'in-arrears'],
  weightByClass: {},
};
const rule = (changes: object): StanceRule => ({
  ...ruleLike({ earlyClose: null, eligibility: everybody as StanceRule['eligibility'] }),
  ...changes,
});

/** The register is another one from now on, until the test is over. */
async function withRoll<T>(
  change: (entry: RollEntry, nth: number) => RollEntry,
  body: () => Promise<T>,
): Promise<T> {
  world.roll.entriesOf.set(world.cooperativeId, entries.map(change));
  try {
    return await body();
  } finally {
    world.roll.entriesOf.set(world.cooperativeId, entries);
  }
}

const standing = (those: readonly number[], as: string) => (entry: RollEntry, nth: number) =>
  those.includes(nth) ? { ...entry, standing: as } : entry;

async function close(proposalId: string) {
  world.clock.advance({ days: 6 });
  return world.closing.execute(world.system, { proposalId });
}

const fileOf = (by: Actor, id: string) =>
  world.unitOfWork.read(by, (tx) => files.text(tx, id)).then((text) => checkFile(text));
const pageOf = (by: Actor, id: string, after: string | null = null) =>
  world.unitOfWork.read(by, async (tx) => {
    const { page, show } = await queries.voters(tx, id, { first: 4, after });
    const { rows, hasNextPage, cursorOf } = page;
    return { rows: rows.map(show), next: hasNextPage ? cursorOf(rows.at(-1)!) : null };
  });
const placesOf = (by: Actor, id: string) =>
  world.unitOfWork.read(by, (tx) => queries.places(tx, id));

describe('ballots of who leaves', () => {
  it('are void where the rule says so, of who is on no list whichever way they went', async () => {
    const id = await world.openUnder(rule({ leavers: 'void' }));
    const receipts = new Map<number, string>();
    for (const nth of [1, 2, 3, 4]) {
      const mark = nth === 1 ? 'disagree' : 'agree';
      const ballot = { proposalId: id, mark, reason: 'because' };
      receipts.set(nth, (await world.cast.execute(world.voters[nth]!, ballot)).receipt);
    }
    const gone = (entry: RollEntry, nth: number) =>
      nth === 2 || nth === 3 || nth === 4 ? { ...entry, standing: 'left' } : entry;
    const outcome = await withRoll(gone, () => close(id));
    expect(outcome).toEqual({ did: 'closed', outcome: 'rejected' });
    const [tally] = await world.unitOfWork.read(auditor, (tx) =>
      new ProposalQueries(world.votes).tallies(tx, [id]),
    );
    expect(tally).toMatchObject({ ballots: 1, groups: [{ mark: 'disagree', ballots: 1 }] });
    const found = (nth: number) =>
      world.unitOfWork.read(auditor, (tx) => files.find(tx, id, receipts.get(nth)!));
    expect([await found(1), await found(2), await found(4)]).toEqual([
      'counted',
      'superseded',
      'superseded',
    ]);
    expect((await fileOf(auditor, id)).verdict).toBe('holds');
  });

  it('count where it says nothing, and of who is back at the end', async () => {
    const kept = await world.openUnder(rule({}));
    const back = await world.openUnder(rule({ leavers: 'void' }));
    await world.vote(kept, 1, 'agree');
    await world.vote(back, 1, 'agree');
    const left = standing([1], 'left');
    expect(await withRoll(left, () => close(kept))).toEqual({ did: 'closed', outcome: 'passed' });
    expect(await close(back)).toEqual({ did: 'closed', outcome: 'passed' });
  });
});

describe('ballots of whom others vote for', () => {
  it('weigh by the class of whose they are, and are none of or by who left', async () => {
    const classed = (entry: RollEntry, nth: number) =>
      nth === 1 || nth === 2 ? { ...entry, memberClass: 'user' } : entry;
    const half = (name: string) => ({ classes: [name], share: '1/2' });
    const terms = {
      leavers: 'void',
      classShares: [half('worker'), half('user')],
      eligibility: { ...everybody, classes: ['worker', 'user'] },
      delegation: { atMost: 2, makesQuorum: true },
    };
    const id = await withRoll(classed, () => world.openUnder(rule(terms)));
    const give = new GiveDelegation(world.unitOfWork, world.roll);
    for (const [from, to] of [
      [1, 0],
      [2, 4],
      [5, 0],
    ] as const) {
      const delegateId = entries[to]!.memberId;
      await give.execute(world.voters[from]!, { delegateId, proposalId: id, expiresAt: null });
    }
    await world.vote(id, 0, 'agree');
    await world.vote(id, 4, 'disagree');
    await withRoll(
      (entry, nth) => standing([4, 5], 'left')(classed(entry, nth), nth),
      () => close(id),
    );
    const [tally] = await world.unitOfWork.read(auditor, (tx) =>
      new ProposalQueries(world.votes).tallies(tx, [id]),
    );
    // Two users weigh as much as all four workers; one of each counts.
    expect(tally).toMatchObject({
      ballots: 2,
      groups: [{ mark: 'agree', ballots: 2, weight: 3n }],
    });
    // Of two users a class tells who is who: whom they follow is told by label to nobody.
    const { verdict, file } = await fileOf(auditor, id);
    expect([verdict, file?.delegations]).toEqual(['holds', null]);
  });

  it('are named by no list and file together', async () => {
    const terms = { electorateList: 'members', delegation: { atMost: 3, makesQuorum: true } };
    const id = await world.openUnder(rule(terms));
    const give = new GiveDelegation(world.unitOfWork, world.roll);
    for (const from of [0, 2, 3]) {
      const delegateId = entries[1]!.memberId;
      await give.execute(world.voters[from]!, { delegateId, proposalId: id, expiresAt: null });
    }
    await world.vote(id, 1, 'agree');
    await close(id);
    const first = await pageOf(auditor, id);
    const listed = [...first.rows, ...(await pageOf(auditor, id, first.next)).rows];
    expect(listed).toHaveLength(6);
    const { verdict, file } = await fileOf(auditor, id);
    expect(verdict).toBe('holds');
    const names = new Map(listed.map(({ placeHash: place, memberId }) => [place, memberId]));
    const named = file!.electorate.seats!.flatMap(({ voter, weight, memberClass, salt }) => {
      const place = placeHash(voter, BigInt(weight), classCommitment(memberClass, salt));
      return names.has(place) ? [[voter, names.get(place)] as const] : [];
    });
    // Their own label, and no other.
    expect(named.map(([, memberId]) => memberId)).toEqual([auditor.memberId]);
    expect(file?.delegations).toHaveLength(3);
    const own = file?.delegations?.filter(({ voter }) => voter === named[0]?.[0]);
    expect(own).toHaveLength(1);
    const members = await pageOf(world.voters[2]!, id);
    expect(
      members.rows.every(
        (row) => row.placeHash === null || row.memberId === world.voters[2]!.memberId,
      ),
    ).toBe(true);
  });
});

describe('who pauses', () => {
  const half = {
    quorum: { share: '1/2', of: 'electorate', counts: 'ballots' },
    pausedCount: 'when-voting',
  };
  const ofFourPaused = standing([2, 3, 4, 5], 'paused');

  it('is part of what a quorum is of only when they vote', async () => {
    const [one, two] = await withRoll(ofFourPaused, async () => [
      await world.openUnder(rule(half)),
      await world.openUnder(rule({ ...half, pausedCount: 'always' })),
    ]);
    for (const id of [one, two]) await world.vote(id, 1, 'agree');
    // One of the two who do not pause is half; of six it is not.
    const shown = (by: Actor) =>
      world.unitOfWork.read(by, (tx) => new ProposalQueries(world.votes).tallies(tx, [one]));
    expect(await shown(auditor)).toMatchObject([{ silentWeight: 4n }]);
    expect(await shown(world.voters[2]!)).toMatchObject([{ silentWeight: 0n }]);
    expect(await close(one)).toEqual({ did: 'closed', outcome: 'passed' });
    expect(await close(two)).toEqual({ did: 'closed', outcome: 'no-quorum' });
    expect((await fileOf(auditor, one)).verdict).toBe('holds');
    expect((await fileOf(world.voters[3]!, one)).verdict).not.toBe('fails');
  });

  it('is part of it once they did: two of four are half, and one of three is not', async () => {
    const vote = async (voters: readonly number[]) => {
      const id = await withRoll(ofFourPaused, () => world.openUnder(rule(half)));
      for (const voter of voters) await world.vote(id, voter, 'agree');
      return (await close(id)) as { outcome?: string };
    };
    expect((await vote([2, 3])).outcome).toBe('passed');
    expect((await vote([2])).outcome).toBe('no-quorum');
  });
});

describe('the list of an electorate', () => {
  it('is for officers, and for members where its rule says so; its hash is reckoned', async () => {
    const open = await world.openUnder(rule({ electorateList: 'members' }));
    const kept = await world.openUnder(rule({}));
    const member = world.voters[2]!;
    const first = await pageOf(member, open);
    const rest = await pageOf(member, open, first.next);
    const rows = [...first.rows, ...rest.rows];
    expect(rows.map(({ memberId }) => memberId).toSorted()).toEqual(
      entries.map(({ memberId }) => memberId).toSorted(),
    );
    const own = rows.filter(({ placeHash }) => placeHash !== null);
    expect(own).toMatchObject([{ memberId: member.memberId, memberClass: 'worker' }]);
    const { hash, places } = await placesOf(member, open);
    expect(sha256Hex(canonicalJson(places))).toBe(hash);
    expect(places).toContain(own[0]!.placeHash);
    const { rows: told } = await pageOf(auditor, open);
    expect(told.every(({ placeHash }) => places!.includes(placeHash ?? ''))).toBe(true);
    await expect(pageOf(member, kept)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await pageOf(auditor, kept)).rows).toHaveLength(4);
  });

  it('is there from the opening on, and never for strangers', async () => {
    const stranger = { ...memberActor(world.cooperativeId, ''), memberId: null, standing: null };
    const id = await world.openUnder(rule({ electorateList: 'members' }));
    await expect(pageOf(stranger as Actor, id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(placesOf(stranger as Actor, id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const noticed = await world.openUnder(rule({ electorateList: 'members', noticeHours: 48 }));
    await expect(pageOf(auditor, noticed)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_FOUND' });
  });
});

describe('after all this', () => {
  it('every law of both rooms holds, and every vote is counted again the same', async () => {
    const laws = [...governanceInvariants, ...votingInvariants];
    expect(await brokenLaws(world, laws)).toEqual([]);
    expect(await new RecountOutcomes(world.unitOfWork).execute(world.system)).toEqual([]);
  });
});
