import { inspect } from 'node:util';
import {
  allRetentions,
  defineAction,
  idOf,
  newId,
  openPersonalDataSources,
  sql,
} from '@rochdale/platform';
import { gate, untilWaitingOrOver } from '@rochdale/testing';
import { RecountOutcomes } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { votingInvariants, votingPersonalData } from '../../../voting/src/testing/inside.js';
import { CancelProposal } from '../closing/cancel-proposal.js';
import { governanceInvariants } from '../governance.invariants.js';
import { governancePersonalData } from '../governance.personal-data.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';

const payload = z.strictObject({ memberId: idOf('Member') });
const declared = {
  payload,
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  service: null,
  summary: () => 'Hears a member.',
  run: async () => undefined,
} as const;
const Hear = defineAction({ kind: 'heard-member.hear', ...declared, isHearing: true });
const Greet = defineAction({ kind: 'heard-member.greet', ...declared });

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(3);
  await world.adopt.execute(world.system, { key: 'plain', title: 'Plain', rule: ruleLike() });
});
afterAll(() => world.close());

const voter = (n: number) => world.voters[n]!;
const personId = () => voter(0).memberId ?? '';
const words = 'zqplanted';

async function drafted(action = Hear.of({ memberId: personId() })): Promise<string> {
  const { proposalId } = await world.draft.execute(voter(1), {
    title: `Title ${words}`,
    body: `Body ${words}`,
    urgentReason: `Urgent ${words}`,
    policyKey: 'plain',
    actions: [action],
  });
  return proposalId;
}

async function opened(action?: ReturnType<typeof Hear.of>): Promise<string> {
  const proposalId = await drafted(action);
  await world.open.execute(voter(1), { proposalId });
  const [mark, reason] = ['agree', `Reason ${words}`];
  await world.cast.execute(voter(1), { proposalId, mark, reason });
  return proposalId;
}

async function decided(action?: ReturnType<typeof Hear.of>): Promise<string> {
  const proposalId = await opened(action);
  world.clock.advance({ days: 6 });
  await world.closing.execute(world.system, { proposalId });
  return proposalId;
}

/** As if it were over since so many days, by the clock of the database. */
async function ended(id: string, days: number, now: string | null = null): Promise<void> {
  await world.asOwner('alter table governance.proposals disable trigger user');
  await world.asOwner(
    `update governance.proposals set closed_at = case when closed_at is not null
         then now() - make_interval(days => $2) end,
       execute_at = case when execute_at is not null then now() - make_interval(days => $2) end,
       executed_at = case when executed_at is not null then now() - make_interval(days => $2) end,
       ended_at = case when ended_at is not null then now() - make_interval(days => $2) end
     where id = $1`,
    [id, days],
  );
  if (now !== null) {
    await world.asOwner(`update governance.proposals set ${now} where id = $1`, [id]);
  }
  await world.asOwner('alter table governance.proposals enable trigger user');
}

const rowOf = async (id: string) =>
  (
    await world.asOwner(
      `select p.*, a.payload, a.state as done, a.about_member_id,
         (select array_agg(b.reason) from governance.ballots b
           where b.proposal_id = p.id) as reasons,
         (select array_agg(b.reason_sealed) from governance.ballots b
           where b.proposal_id = p.id) as reasons_sealed
       from governance.proposals p join governance.actions a on a.proposal_id = p.id
       where p.id = $1`,
      [id],
    )
  )[0];

const catalogues = [governancePersonalData, votingPersonalData].map(({ room }) => room);

/** As the daily job does, by what the rooms say of their columns. */
async function dropped(): Promise<number> {
  const before = new Date(Date.now() - 90 * 86_400_000);
  let rows = 0;
  for (const { table, statement } of allRetentions()) {
    if (!table.startsWith('governance.')) continue;
    rows += await world.unitOfWork.run(
      world.system,
      async (tx) => (await tx.rows(statement, [tx.cooperativeId, before])).length,
    );
  }
  return rows;
}

const lock = sql(
  'hearings-spec.lock-member',
  'select id from membership.members where id = $1 and cooperative_id = $2 for update',
);
const erase = sql(
  'hearings-spec.erase-member',
  `insert into membership.erasures (member_id, cooperative_id, erased_at) values ($1, $2, now())`,
);

const gone = {
  title: 'Hearing',
  body: '',
  urgent_reason: null,
  ended_reason: null,
  words_sealed: null,
  ended_reason_sealed: null,
  reasons: [null],
  reasons_sealed: [null],
};

describe('what was said in a hearing', () => {
  it('goes ninety days after it, and how it was decided stays', async () => {
    expect(catalogues).toEqual(['governance', 'voting']);
    const old = await decided();
    await world.execute.execute(world.system, { proposalId: old });
    const young = await decided();
    await world.execute.execute(world.system, { proposalId: young });
    // Behind a lock it may be called off still; what fails, as its person left, is over.
    const [waits, failed] = [await decided(), await decided()];
    const other = await decided(Greet.of({ memberId: personId() }));
    const cancelled = await opened();
    const reason = `Ended ${words}`;
    const cancel = new CancelProposal(world.unitOfWork);
    await cancel.execute(world.secretary, { proposalId: cancelled, reason });
    const open = await opened();
    for (const id of [old, other, cancelled]) await ended(id, 91);
    await ended(failed, 91, `state = 'execution-failed'`);
    await ended(waits, 91, `execute_at = now() - interval '89 days'`);
    await ended(young, 89);
    const kept = [young, waits, other, open];
    const before = await Promise.all(kept.map(rowOf));
    const was = await Promise.all([old, cancelled].map(rowOf));
    expect(was[1]).toMatchObject({ title: 'Hearing', ended_reason: null, is_hearing: true });
    expect(was[1]?.['ended_reason_sealed']).not.toBeNull();
    expect(await dropped()).toBe(6);
    expect(await rowOf(failed)).toMatchObject(gone);
    expect(await Promise.all(kept.map(rowOf))).toEqual(before);
    expect(await Promise.all([old, cancelled].map(rowOf))).toEqual(
      was.map((one) => ({ ...one, ...gone })),
    );
    expect(await dropped()).toBe(0);
    const found = await world.asOwner(
      'select * from platform.search_words where subject_id = any($1)',
      [[old, cancelled]],
    );
    expect(inspect(found, { depth: null })).not.toContain(words);
    expect(await brokenLaws(world, [...votingInvariants, ...governanceInvariants])).toEqual([]);
    expect(await new RecountOutcomes(world.unitOfWork).execute(world.system)).toEqual([]);
  });

  it('is kept by the database itself until then, and nothing else is let go', async () => {
    const [early, late, plain] = [
      await decided(),
      await decided(),
      await decided(Greet.of({ memberId: personId() })),
    ];
    await ended(early, 80);
    await ended(late, 91);
    await ended(plain, 91);
    const set = `title = 'Erased', body = '', urgent_reason = null, ended_reason = null,
      words_sealed = null, ended_reason_sealed = null`;
    const blank = (id: string, more = '') =>
      world.asOwner(`update governance.proposals set ${set}${more} where id = $1`, [id]);
    const silence = (id: string, more = '') =>
      world.asOwner(
        `update governance.ballots set reason = null, reason_sealed = null${more}
         where proposal_id = $1`,
        [id],
      );
    for (const id of [early, plain]) {
      await expect(blank(id)).rejects.toThrow('frozen');
      await expect(silence(id)).rejects.toThrow('never changed');
    }
    await expect(blank(late, `, rule_hash = repeat('0', 64)`)).rejects.toThrow('frozen');
    await expect(silence(late, ', weight = 2')).rejects.toThrow('never changed');
    const call = (is: boolean) =>
      world.asOwner('update governance.proposals set is_hearing = $2 where id = $1', [plain, is]);
    await expect(call(true)).rejects.toThrow('never changed');
    await blank(late);
    await silence(late);
  });
});

describe('what is proposed about a member', () => {
  it('is not written when they are erased meanwhile', async () => {
    const memberId = newId();
    await world.asOwner('alter table membership.members drop constraint members_class_fkey');
    await world.asOwner(
      `insert into membership.members (id, cooperative_id, kind, class_key, standing,
         standing_since, display_name, applied_at, admitted_at)
       values ($1, $2, 'person', 'user', 'left', now(), 'Gone', now(), now())`,
      [memberId, world.cooperativeId],
    );
    const [begun, goOn] = [gate(), gate()];
    const erasing = world.unitOfWork.run(world.system, async (tx) => {
      await tx.rows(lock, [memberId, tx.cooperativeId]);
      await tx.run(erase, [memberId, tx.cooperativeId]);
      begun.open();
      await goOn.opened;
    });
    await begun.opened;
    const drafting = drafted(Hear.of({ memberId })).then(
      () => 'drafted',
      (error: unknown) => (error as { code?: string }).code ?? error,
    );
    await untilWaitingOrOver(world, drafting);
    goOn.open();
    await erasing;
    expect(await drafting).toBe('MEMBER_UNKNOWN');
  });

  it('is among the rows of their archive once it has left the draft', async () => {
    const memberId = newId();
    const sources = openPersonalDataSources([governancePersonalData, votingPersonalData]);
    const person = { accountId: newId(), memberId, inFull: true };
    const rows = async () =>
      (await world.unitOfWork.read(world.system, (tx) => sources.rows(tx, person)))[
        'governance.actions'
      ] ?? [];
    await drafted(Greet.of({ memberId }));
    expect(await rows()).toEqual([]);
    await opened(Greet.of({ memberId }));
    expect(await rows()).toEqual([{ about_member_id: memberId }]);
  });

  it('stands alone in the database as well', async () => {
    const id = await drafted();
    const beside = `insert into governance.actions
       (id, cooperative_id, proposal_id, ordinal, kind, payload, state, about_member_id)
       values (gen_random_uuid(), $1, $2, 1, 'fund.create', '{}', 'pending', null)`;
    await expect(world.asOwner(beside, [world.cooperativeId, id])).rejects.toThrow('by itself');
  });
});
