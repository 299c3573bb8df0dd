import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AskForPapers } from '../paper/ask-for-papers.js';
import { ConfirmPapers } from '../paper/confirm-papers.js';
import { PaperQueries } from '../paper/paper.queries.js';
import { votingInvariants } from '../testing/inside.js';
import { paperActs } from '../testing/paper-acts.js';
import type { PaperActs } from '../testing/paper-acts.js';
import { brokenLaws, createVotingWorld, memberActor, ruleLike } from '../testing/voting-world.js';
import type { VotingWorld } from '../testing/voting-world.js';

let world: VotingWorld;
let papers: PaperActs;
let officer: Actor;
let secretary: Actor;
let auditor: Actor;
beforeAll(async () => {
  world = await createVotingWorld(8);
  const holder = (nth: number, role: 'administrator' | 'secretary' | 'auditor') =>
    memberActor(world.cooperativeId, world.voters[nth]?.memberId ?? '', [role]);
  officer = holder(5, 'administrator');
  secretary = holder(6, 'secretary');
  auditor = holder(7, 'auditor');
  papers = paperActs(world);
});
afterAll(() => world.close());

/** A vote that is over, with three papers out, and a ballot. */
async function over(): Promise<string> {
  const rule = ruleLike({ paper: { countWithinHours: 48 }, earlyClose: null });
  const id = await world.openUnder(rule);
  await world.cast.execute(world.voters[0] as Actor, { proposalId: id, mark: 'disagree' });
  await papers.handOut(officer, id, [2, 3, 4]);
  world.toTheEnd();
  return id;
}
const enter = (by: Actor, id: string, agree: number, protocol = 'In the hall.') =>
  papers.enter(by, id, { protocol, handedOut: 3, said: [['agree', agree]], rest: null });
const confirm = (by: Actor, proposalId: string, contentHash: string) =>
  new ConfirmPapers(world.unitOfWork).execute(by, { proposalId, contentHash });
const entriesOf = (by: Actor, id: string) =>
  world.unitOfWork.read(by, (tx) => new PaperQueries().entries(tx, [id]));

describe('papers that are entered anew', () => {
  it('leave what was entered before to who confirms them, and to nobody else', async () => {
    const id = await over();
    const first = await enter(officer, id, 3);
    await enter(officer, id, 3);
    const second = await enter(secretary, id, 1, 'Counted again.');
    await expect(confirm(auditor, id, first.contentHash)).rejects.toMatchObject({
      code: 'PAPER_CHANGED',
    });
    const entries = await entriesOf(auditor, id);
    expect(entries).toMatchObject([
      { ...second, enteredBy: secretary.memberId, missing: 2, protocol: 'Counted again.' },
      { ...first, enteredBy: officer.memberId, missing: 0, ballots: [{ ballots: 3 }] },
    ]);
    await expect(entriesOf(world.voters[1] as Actor, id)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    // Whoever entered what stands no more may confirm what does.
    await confirm(officer, id, second.contentHash);
    await world.closeVote(id);
    expect(await entriesOf(auditor, id)).toHaveLength(2);
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
  });

  it('are kept by the database: nobody writes of them, or takes them away', async () => {
    const id = await over();
    await enter(officer, id, 3);
    await enter(officer, id, 2);
    const whole = `insert into governance.paper_entries select proposal_id, nth + 1, cooperative_id,
      protocol, handed_out, ballots, spoilt, returned, missing, content_hash, entered_by, entered_at
      from governance.paper_entries where proposal_id = $1`;
    await expect(world.asOwner(whole, [id])).rejects.toThrow('kept as it is entered anew');
    for (const how of ['delete from', 'update']) {
      const set = how === 'update' ? 'set missing = 0' : '';
      const sql = `${how} governance.paper_entries ${set} where proposal_id = $1`;
      await expect(world.asOwner(sql, [id])).rejects.toThrow('never changed or removed');
    }
    expect(await entriesOf(auditor, id)).toHaveLength(2);
  });

  it('by two at once are one after the other', async () => {
    const id = await over();
    await Promise.all([enter(officer, id, 3), enter(secretary, id, 2)]);
    const by = (await entriesOf(auditor, id)).map(({ enteredBy }) => enteredBy);
    expect(by).toHaveLength(2);
    expect(new Set(by)).toEqual(new Set([officer.memberId, secretary.memberId]));
  });
});

describe('papers that come back while they are entered', () => {
  it('are in the protocol, or make it stale', async () => {
    const id = await over();
    await papers.takeBack(officer, id, [2]);
    const [entered] = await Promise.allSettled([
      enter(officer, id, 1),
      papers.giveBack(auditor, id, [2]),
    ]);
    if (entered.status === 'rejected') {
      expect(entered.reason).toMatchObject({ code: 'PAPER_NUMBERS_DIFFER' });
    } else {
      const stale = confirm(auditor, id, entered.value.contentHash);
      await expect(stale).rejects.toMatchObject({ code: 'PAPER_CHANGED' });
    }
    const said = { protocol: 'In the hall.', handedOut: 3, said: [['agree', 1]] as const };
    const rest = { returned: 1, missing: 1 };
    const { contentHash } = await papers.enter(officer, id, { ...said, rest });
    await confirm(auditor, id, contentHash);
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
  });
});

describe('those who count papers', () => {
  const ask = (id: string, step: 'over' | 'reminder') =>
    new AskForPapers(world.unitOfWork).execute(world.system, { proposalId: id, step });
  const askedOf = async (id: string) => {
    const rows = await world.asOwner<{ step: string }>(
      'select step from governance.paper_askings where proposal_id = $1 order by step',
      [id],
    );
    return rows.map(({ step }) => step);
  };
  const jobsOf = (id: string) =>
    world.asOwner<{ key: string }>(
      `select key, run_at as at from platform.jobs where name = 'voting.ask-for-papers'
         and payload ->> 'proposalId' = $1 order by key`,
      [id],
    );

  it('are asked when the vote is over, and a day before it is too late, each once', async () => {
    const id = await over();
    const closedAt = world.clock.now().getTime();
    await world.closeVote(id);
    await world.closeVote(id);
    expect(await jobsOf(id)).toEqual([
      { key: `${id}:over`, at: expect.any(Date) as Date },
      { key: `${id}:reminder`, at: new Date(closedAt + 24 * 3_600_000) },
    ]);
    await Promise.all([ask(id, 'over'), ask(id, 'over')]);
    await ask(id, 'reminder');
    expect(await askedOf(id)).toEqual(['over', 'reminder']);
  });

  it('are asked nothing where papers are counted, or it is too late', async () => {
    const counted = await over();
    const { contentHash } = await enter(officer, counted, 3);
    await confirm(auditor, counted, contentHash);
    await ask(counted, 'over');
    const late = await over();
    world.clock.advance({ hours: 48 });
    await ask(late, 'reminder');
    expect([...(await askedOf(counted)), ...(await askedOf(late))]).toEqual([]);
  });

  it('are missed: the vote says whether papers were entered', async () => {
    const [forgotten, entered] = [await over(), await over()];
    await enter(officer, entered, 3);
    world.clock.advance({ hours: 48 });
    const why = async (id: string) => {
      await world.closeVote(id);
      const [row] = await world.asOwner<{ why: string }>(
        'select ended_reason as why from governance.proposals where id = $1',
        [id],
      );
      return row?.why;
    };
    expect(await why(forgotten)).toContain('nobody entered in time');
    expect(await why(entered)).toContain('no second person confirmed them');
  });
});
