import type { Actor } from '@rochdale/platform';
import { canonicalJson } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { ConfirmPapers, DisownPaper, PaperQueries, protocolHash } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { paperActs } from '../../../voting/src/testing/paper-acts.js';
import type { PaperActs, Rest } from '../../../voting/src/testing/paper-acts.js';
import {
  brokenLaws,
  createVotingWorld,
  memberActor,
  ruleLike,
} from '../../../voting/src/testing/voting-world.js';
import type { VotingWorld } from '../../../voting/src/testing/voting-world.js';
import { checkFile } from '../recount/check-file.js';
import type { RecountFile } from '../recount/recount-file.js';
import { RecountFiles } from '../recount/recount.queries.js';
import { sealed } from '../recount/seals.js';

let world: VotingWorld;
let papers: PaperActs;
let first: Actor;
let second: Actor;
beforeAll(async () => {
  world = await createVotingWorld(12);
  const officer = (nth: number) => memberActor(world.cooperativeId, idOf(nth), ['administrator']);
  [first, second] = [officer(10), officer(11)];
  papers = paperActs(world);
});
afterAll(() => world.close());

const idOf = (nth: number) => world.voters[nth]?.memberId ?? '';
const rule = () => ruleLike({ paper: { countWithinHours: 48 }, earlyClose: null });
const cast = (proposalId: string, nth: number) =>
  world.cast.execute(world.voters[nth] as Actor, { proposalId, mark: 'agree' });
const handOut = (id: string, nths: readonly number[]) => papers.handOut(first, id, nths);
const takeBack = (id: string, nths: readonly number[], by = first) => papers.takeBack(by, id, nths);
const giveBack = (id: string, nths: readonly number[], by = second, isRefused = false) =>
  papers.giveBack(by, id, nths, isRefused);
const enter = (id: string, rest: Rest) =>
  papers.enter(first, id, { protocol: 'In the hall.', handedOut: 4, said: [['agree', 1]], rest });
const confirm = (proposalId: string, contentHash: string) =>
  new ConfirmPapers(world.unitOfWork).execute(second, { proposalId, contentHash });
const refused = (code: string) => ({ code });
const papersOf = async (id: string, by: Actor) =>
  (await world.unitOfWork.read(by, (tx) => new PaperQueries().of(tx, [id])))[0];
const fileOf = (id: string) =>
  world.unitOfWork.read(world.voters[6] as Actor, (tx) => new RecountFiles().text(tx, id, null));

describe('papers that come back', () => {
  const statesOf = async (id: string) => {
    const rows = await world.asOwner<{ state: string }>(
      'select state from governance.paper_voters where proposal_id = $1 order by member_id, nth',
      [id],
    );
    return rows.map(({ state }) => state);
  };
  const another = refused('PAPER_NEEDS_ANOTHER');

  it('give their voters no second vote by one officer’s word, nor by two who are one', async () => {
    const id = await world.openUnder(rule());
    await handOut(id, [2, 10, 11]);
    await takeBack(id, [2]);
    await takeBack(id, [2]);
    await expect(cast(id, 2)).rejects.toMatchObject(refused('PAPER_HANDED_OUT'));
    await expect(giveBack(id, [2], first)).rejects.toMatchObject(another);
    // Of one's own nobody says so, as the first or as the second.
    await expect(takeBack(id, [10])).rejects.toMatchObject(another);
    await takeBack(id, [11]);
    await expect(giveBack(id, [11])).rejects.toMatchObject(another);
    const none = giveBack(id, [2, 3]);
    await expect(none).rejects.toMatchObject({
      code: 'PAPER_NOT_TAKEN_BACK',
      path: ['memberIds', '1'],
    });
    const plain = giveBack(id, [2], world.voters[5]);
    await expect(plain).rejects.toMatchObject(refused('FORBIDDEN'));
    const secretary = memberActor(world.cooperativeId, idOf(9), ['secretary']);
    await giveBack(id, [2], secretary);
    await giveBack(id, [2], secretary);
    await cast(id, 2);
    await expect(handOut(id, [2])).rejects.toMatchObject(refused('PAPER_VOTER_HAS_VOTED'));
    expect(await papersOf(id, first)).toMatchObject({ handedOut: 3, cameBack: 1, takenBack: 1 });
    expect(await papersOf(id, world.voters[5] as Actor)).toMatchObject({
      cameBack: 1,
      takenBack: null,
      disowned: null,
    });
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
  });

  it('by the word of one alone are refused by the database as well', async () => {
    const id = await world.openUnder(rule());
    await handOut(id, [2]);
    const set = (how: string) =>
      world.asOwner(`update governance.paper_voters set ${how} where proposal_id = $1`, [id]);
    const back = `taken_back_by = '${idOf(10)}', taken_back_at = now()`;
    const returned = (by: number) =>
      `state = 'returned', returned_by = '${idOf(by)}', returned_at = now()`;
    await expect(set(`${back}, ${returned(11)}`)).rejects.toThrow('stays on the list');
    await takeBack(id, [2]);
    await expect(set(returned(10))).rejects.toThrow('paper_voters_two_check');
    await expect(set(returned(2))).rejects.toThrow('paper_voters_two_check');
    await expect(set('nth = 2')).rejects.toThrow('stays on the list');
    const gone = world.asOwner('delete from governance.paper_voters where proposal_id = $1', [id]);
    await expect(gone).rejects.toThrow('never changed or removed');
  });

  it('of an organisation are said so by nobody whom it names', async () => {
    const id = await world.openUnder(rule());
    await handOut(id, [2]);
    // Nobody of this world is on a list of members, which a trigger asks.
    const name = async (nth: number) => {
      await world.asOwner('alter table governance.representatives disable trigger user');
      await world.asOwner(
        `insert into governance.representatives (organisation_id, member_id, cooperative_id,
           named_at) values ($1, $2, $3, '2020-01-01')`,
        [idOf(2), idOf(nth), world.cooperativeId],
      );
      await world.asOwner('alter table governance.representatives enable trigger user');
    };
    const gone = (nth: number) =>
      world.asOwner('delete from governance.representatives where member_id = $1', [idOf(nth)]);
    await name(10);
    await expect(takeBack(id, [2])).rejects.toMatchObject(another);
    const byHand = world.asOwner(
      `update governance.paper_voters set state = 'taken-back', taken_back_by = $2,
         taken_back_at = now() where proposal_id = $1`,
      [id, idOf(10)],
    );
    await expect(byHand).rejects.toThrow('whoever may cast a vote');
    await gone(10);
    await takeBack(id, [2]);
    await name(11);
    await expect(giveBack(id, [2])).rejects.toMatchObject(another);
    await gone(11);
    await giveBack(id, [2]);
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
    await name(11);
    expect(await brokenLaws(world, votingInvariants)).not.toEqual([]);
    await gone(11);
  });

  it('may turn out not to have: they are out again, and who says so stays on record', async () => {
    const id = await world.openUnder(rule());
    await handOut(id, [2]);
    await takeBack(id, [2]);
    await giveBack(id, [2], second, true);
    expect(await statesOf(id)).toEqual(['out']);
    await expect(giveBack(id, [2])).rejects.toMatchObject(refused('PAPER_NOT_TAKEN_BACK'));
    const page = { first: 9, after: null, last: null, before: null };
    const list = (states: 'out'[] | 'returned'[]) =>
      world.unitOfWork.read(second, (tx) => new PaperQueries().voters(tx, id, page, states));
    expect((await list(['out'])).rows).toMatchObject([
      { memberId: idOf(2), handedOutBy: idOf(10), takenBackBy: idOf(10), refusedBy: idOf(11) },
    ]);
    expect((await list(['returned'])).rows).toEqual([]);
  });

  it('are handed out anew, each on record, and add up in the protocol', async () => {
    const id = await world.openUnder(rule());
    await cast(id, 0);
    await handOut(id, [2, 3, 4]);
    await takeBack(id, [2]);
    await giveBack(id, [2]);
    await handOut(id, [2]);
    await takeBack(id, [3]);
    world.toTheEnd();
    // Unused ones come back when voting is over as well, as long as nothing counts.
    const { contentHash } = await enter(id, { spoilt: 1, returned: 1, missing: 1 });
    await giveBack(id, [3]);
    const stale = confirm(id, contentHash);
    await expect(stale).rejects.toMatchObject(refused('PAPER_CHANGED'));
    const anew = await enter(id, { spoilt: 1, returned: 2 });
    await confirm(id, anew.contentHash);
    await expect(takeBack(id, [4])).rejects.toMatchObject(refused('PAPER_CONFIRMED'));
    await world.closeVote(id);
    const said = { handedOut: 4, counted: 1, spoilt: 1, returned: 2, missing: 0 };
    const text = await fileOf(id);
    const file = JSON.parse(text) as RecountFile;
    expect(file.papers).toMatchObject(said);
    expect(checkFile(text).first).toBeNull();
    const { seals: _seals, seal: _seal, ...rest } = file;
    const forged = (papers: object) =>
      checkFile(canonicalJson(sealed({ ...rest, papers: papers as typeof file.papers }))).first;
    expect(forged({ ...file.papers, spoilt: 0 })?.place).toBe('papers.counted');
    const { missing: _missing, ...stripped } = file.papers!;
    expect(forged(stripped)?.place).toBe('papers');
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
  });

  it('all of them, are waited for no more', async () => {
    const id = await world.openUnder(rule());
    await cast(id, 0);
    await handOut(id, [2]);
    await takeBack(id, [2]);
    world.toTheEnd();
    expect(await world.closeVote(id)).toMatchObject({ because: 'waits-for-papers' });
    await giveBack(id, [2]);
    const jobs = await world.asOwner<{ key: string }>(
      `select key from platform.jobs where name = 'governance.close-proposal'
         and payload ->> 'proposalId' = $1 and status = 'queued'`,
      [id],
    );
    expect(jobs).toContainEqual({ key: `${id}:returned` });
    expect(await world.closeVote(id)).toMatchObject({ did: 'closed' });
    const { papers } = JSON.parse(await fileOf(id)) as RecountFile;
    expect(papers).toMatchObject({ handedOut: 1, counted: 0, returned: 1, missing: 0 });
  });

  it('or that one never had, are said so by their voter, which opens no vote', async () => {
    const id = await world.openUnder(rule());
    await handOut(id, [2]);
    const disown = (nth: number) =>
      new DisownPaper(world.unitOfWork).execute(world.voters[nth] as Actor, { proposalId: id });
    await expect(disown(3)).rejects.toMatchObject(refused('PAPER_NOT_HANDED_OUT'));
    await disown(2);
    await disown(2);
    await expect(cast(id, 2)).rejects.toMatchObject(refused('PAPER_HANDED_OUT'));
    expect(await papersOf(id, second)).toMatchObject({ disowned: 1 });
    await takeBack(id, [2]);
    await giveBack(id, [2]);
    await cast(id, 2);
  });

  it('while their voter casts, come before it or after it', async () => {
    const ids = await Promise.all([0, 1, 2].map(() => world.openUnder(rule())));
    for (const id of ids) {
      await handOut(id, [2]);
      await takeBack(id, [2]);
    }
    const all = await Promise.allSettled(ids.flatMap((id) => [giveBack(id, [2]), cast(id, 2)]));
    for (const [nth, one] of all.entries()) {
      if (nth % 2 === 0) expect(one.status).toBe('fulfilled');
      else if (one.status === 'rejected') {
        expect(one.reason).toMatchObject(refused('PAPER_HANDED_OUT'));
      }
    }
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
  });

  it('by two at once come back once, or are out again', async () => {
    const id = await world.openUnder(rule());
    const third = memberActor(world.cooperativeId, idOf(9), ['auditor']);
    await handOut(id, [2, 3]);
    await Promise.all([takeBack(id, [2, 3]), takeBack(id, [3, 2], second)]);
    const raced = await Promise.allSettled([
      giveBack(id, [2], third),
      giveBack(id, [2, 3], third),
      giveBack(id, [3], second, true),
    ]);
    for (const one of raced) {
      if (one.status === 'rejected') {
        expect(one.reason).toMatchObject(refused('PAPER_NOT_TAKEN_BACK'));
      }
    }
    expect(await statesOf(id)).not.toContain('taken-back');
  });

  it('come back wholly or not, wherever a process dies', async () => {
    const id = await world.openUnder(rule());
    await handOut(id, [2, 3]);
    await dyingOnEachLine(
      () => takeBack(id, [2, 3]),
      async () => expect(await statesOf(id)).toEqual(['out', 'out']),
    );
    await dyingOnEachLine(
      () => giveBack(id, [2, 3]),
      async () => expect(await statesOf(id)).toEqual(['taken-back', 'taken-back']),
    );
    expect(await statesOf(id)).toEqual(['returned', 'returned']);
  });
});

describe('papers from before it was stated where each is', () => {
  it('are confirmed, counted and checked as they say', async () => {
    const id = await world.openUnder(rule());
    await cast(id, 0);
    await handOut(id, [2, 3, 4, 5]);
    world.toTheEnd();
    await enter(id, { missing: 3 });
    const { protocol, ballots } = (await papersOf(id, first)) ?? {};
    const said = { protocol: protocol ?? '', handedOut: 4, ballots: ballots ?? [], rest: null };
    const contentHash = protocolHash(said);
    const without = async (table: string, trigger: string, change: string) => {
      await world.asOwner(`alter table governance.${table} disable trigger ${trigger}`);
      await world.asOwner(`update governance.${table} set ${change} where proposal_id = $1`, [id]);
      await world.asOwner(`alter table governance.${table} enable trigger ${trigger}`);
    };
    const unstated = 'spoilt = null, returned = null, missing = null';
    await without(
      'paper_counts',
      'guard_paper_count',
      `${unstated}, content_hash = '${contentHash}'`,
    );
    const unsaid = 'handed_out_by = null, handed_out_at = null';
    await without('paper_voters', 'guard_paper_voter', unsaid);
    await confirm(id, contentHash);
    await world.closeVote(id);
    const text = await fileOf(id);
    expect((JSON.parse(text) as RecountFile).papers).not.toHaveProperty('missing');
    expect(checkFile(text).first).toBeNull();
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
  });
});
