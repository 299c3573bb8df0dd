import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '@rochdale/platform';
import { defineAction, idOf, newId } from '@rochdale/platform';
import { RecountOutcomes } from '@rochdale/voting';
import { z } from 'zod';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { governanceInvariants } from '../governance.invariants.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { decidedOnAmong } from '../pending-admissions.js';
import { forgetDrafts } from './forget-drafts.js';
import { ProposalQueries } from './proposal.queries.js';

const declared = {
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  service: null,
  summary: () => 'Thanks a member.',
  run: async () => undefined,
} as const;
const Thank = defineAction({
  kind: 'forgotten-member.thank',
  payload: z.strictObject({ memberId: idOf('Member'), words: z.string() }),
  ...declared,
});
/** Of whom it is only its own room knows: here, the first voter. */
const End = defineAction({
  kind: 'forgotten-office.end',
  payload: z.strictObject({ words: z.string() }),
  ...declared,
  about: async () => world.voters[0]?.memberId ?? null,
});

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(3);
  await world.adopt.execute(world.system, { key: 'plain', title: 'Plain', rule: ruleLike() });
});
afterAll(() => world.close());

const [planted, clean] = ['zqplanted', 'of the garden'];
const voter = (n: number) => world.voters[n]!;

async function drafted(words: string, action: ReturnType<typeof Thank.of>): Promise<string> {
  const { proposalId } = await world.draft.execute(voter(1), {
    title: `Title ${words}`,
    body: `Body ${words}`,
    policyKey: 'plain',
    actions: [action],
  });
  return proposalId;
}

async function opened(words: string, action: ReturnType<typeof Thank.of>): Promise<string> {
  const proposalId = await drafted(words, action);
  await world.open.execute(voter(1), { proposalId });
  const [mark, reason] = ['agree', `Reason ${words}`];
  await world.cast.execute(voter(1), { proposalId, mark, reason });
  return proposalId;
}

const rowsOf = (id: string) =>
  world.asOwner<{ state: string; title: string; body: string; payload: object }>(
    `select p.state, p.title, p.body, p.outcome, p.final_count, p.rule_hash, p.electorate_hash,
       a.payload, (select array_agg(b.reason) from governance.ballots b
         where b.proposal_id = p.id) as reasons
     from governance.proposals p join governance.actions a on a.proposal_id = p.id
     where p.id = $1`,
    [id],
  );

const factsOf = async (id: string) =>
  (
    await world.asOwner<{ type: string }>(
      'select type from platform.facts where subject_id = $1 order by id',
      [id],
    )
  ).map(({ type }) => type);

/** By its id, and where it is listed. */
async function readBy(reader: Actor, id: string): Promise<readonly object[]> {
  const queries = new ProposalQueries(world.votes);
  return world.unitOfWork.read(reader, async (tx) => {
    const read = await queries.byIds(tx, [id]);
    const listed = await queries.page(tx, { states: ['cancelled'] }, { first: 50 });
    expect(listed.rows.some((one) => one.id === id)).toBe(read.length > 0);
    return read;
  });
}

describe('what others proposed about an erased member', () => {
  it('ends undecided, keeps how it was decided, and loses its words and terms', async () => {
    const memberId = voter(0).memberId ?? '';
    const about = (words: string) => Thank.of({ memberId, words });
    const decided = await opened(planted, about(planted));
    world.clock.advance({ days: 6 });
    await world.closing.execute(world.system, { proposalId: decided });
    const draft = await drafted(planted, about(planted));
    const draftedFacts = await factsOf(draft);
    const open = await opened(planted, about(planted));
    const led = await opened(planted, End.of({ words: planted }));
    const other = Thank.of({ memberId: voter(2).memberId ?? '', words: clean });
    const others = await opened(clean, other);
    const [before] = await rowsOf(decided);
    const untouched = await rowsOf(others);
    const blank = `update governance.proposals set title = 'Erased', body = '' where id = $1`;
    await expect(world.asOwner(blank, [decided])).rejects.toThrow('frozen');
    const empty = `update governance.actions set payload = '{}' where proposal_id = $1`;
    await expect(world.asOwner(empty, [decided])).rejects.toThrow('never changed');
    const hide = 'update governance.actions set about_member_id = null where proposal_id = $1';
    await expect(world.asOwner(hide, [open])).rejects.toThrow('never changed');
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [memberId, world.cooperativeId],
    );
    for (let times = 0; times < 2; times += 1) {
      await world.unitOfWork.run(world.system, (tx) => forgetDrafts(tx, { memberId }));
    }
    const gone = { title: 'Erased', body: '', payload: {}, reasons: [null] };
    expect(await rowsOf(decided)).toEqual([{ ...before, ...gone }]);
    expect(before?.state).toBe('queued');
    expect(await rowsOf(open)).toMatchObject([{ ...gone, state: 'cancelled' }]);
    expect(await rowsOf(led)).toMatchObject([{ ...gone, state: 'cancelled' }]);
    expect(await rowsOf(draft)).toMatchObject([{ ...gone, reasons: null, state: 'cancelled' }]);
    expect(await factsOf(draft)).toEqual(draftedFacts);
    expect(await factsOf(open)).toContain('governance.ProposalCancelled');
    expect(await readBy(voter(1), draft)).toMatchObject([{ title: 'Erased', state: 'cancelled' }]);
    for (const reader of [voter(2), world.secretary]) {
      expect(await readBy(reader, draft)).toEqual([]);
      expect(await readBy(reader, open)).toMatchObject([{ title: 'Erased' }]);
    }
    expect(await rowsOf(others)).toEqual(untouched);
    const words = await world.asOwner('select * from platform.search_words');
    expect(inspect(words, { depth: null })).not.toContain(planted);
    expect(await brokenLaws(world, [...votingInvariants, ...governanceInvariants])).toEqual([]);
    expect(await new RecountOutcomes(world.unitOfWork).execute(world.system)).toEqual([]);
  });
});

it('an application is being answered while members vote on it, and not by a draft', async () => {
  const whom = newId();
  const pending = () => world.unitOfWork.read(world.system, (tx) => decidedOnAmong(tx, [whom]));
  const thanks = Thank.of({ memberId: whom, words: clean });
  const proposalId = await drafted(clean, thanks);
  expect(await pending()).toEqual([]);
  await world.open.execute(voter(1), { proposalId });
  expect(await pending()).toEqual([whom]);
});
