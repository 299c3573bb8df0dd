import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fromMemberId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import { sentDuring } from '../bench/world/recorder.js';
import { MoneyWorld } from './money-world.js';

let world: MoneyWorld;
let administrator: string;
let ada: string;
let adaId: string;
let ben: string;

const reading = '{ bankLines(first: 1) { pageInfo { hasNextPage } } }';
const looking = `query ($id: ID!) { member: node(id: $id) { ... on Member { standing } } }`;
interface Shown {
  readonly member: { readonly standing: string | null };
}

const appoint = `insert into membership.role_terms (id, cooperative_id, member_id, role, origin,
    starts_at)
  select gen_random_uuid(), cooperative_id, id, 'treasurer', 'appointed', $2
  from membership.members where id = $1`;
const withdraw = `update membership.role_terms set ends_at = $2
  where member_id = $1 and ends_at is null`;

beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  ada = await world.member('mill', 'ada');
  ben = await world.member('mill', 'ben');
  adaId = fromMemberId(await world.memberId(ada, 'mill'), 'inside');
}, 60_000);

afterAll(() => world.close());

/** As another process does it: nobody here hears of it. */
const elsewhere = async (statement: string): Promise<void> => {
  await world.rows(statement, [adaId, world.clock.now()]);
  world.clock.set(new Date(world.clock.now().getTime() + 1));
};

const codeOf = async (query = reading, variables = {}): Promise<string | null> => {
  const { errors = [] } = await world.answer(ada, query, variables);
  return errors[0]?.extensions?.['code'] ?? null;
};

const looks = async (): Promise<number> => {
  const [{ count } = { count: 0 }] = await world.rows<{ count: number }>(
    'select count(*)::int as count from platform.looks',
  );
  return count;
};

const timesAsked = async (work: () => Promise<unknown>): Promise<number> => {
  const sent = await sentDuring(work);
  return sent.filter(({ name }) => name === 'membership.resolve-actor').length;
};

beforeEach(() => elsewhere(withdraw));

describe('who asks for the second time', () => {
  it('is made out by the message that opens the first read', async () => {
    await codeOf();
    expect(await timesAsked(() => world.ask(ada, '{ viewer { member { id } } }'))).toBe(0);
    expect(await timesAsked(() => codeOf('mutation { nothing }'))).toBe(1);
  });

  it('is asked about where the answer needed no read', async () => {
    expect(await codeOf()).toBe('FORBIDDEN');
    await elsewhere(appoint);
    expect(await codeOf()).toBeNull();
  });

  it('has in the very next answer what they were given or lost elsewhere', async () => {
    const change = fc.constantFrom('appoint', 'withdraw', 'nothing');
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 3, maxLength: 8 }), async (changes) => {
        await elsewhere(withdraw);
        let holds = false;
        for (const one of changes) {
          if (one === 'appoint' && !holds) await elsewhere(appoint);
          if (one === 'withdraw') await elsewhere(withdraw);
          holds = one === 'nothing' ? holds : one === 'appoint';
          expect(await codeOf()).toBe(holds ? null : 'FORBIDDEN');
        }
      }),
      { numRuns: 12 },
    );
  });

  it('leaves no look by what was read for somebody whom they are no longer', async () => {
    const id = await world.memberId(ben, 'mill');
    const inArrears = `update membership.members set standing = 'in-arrears' where id = $1`;
    await world.rows(inArrears, [fromMemberId(id, 'inside')]);
    await elsewhere(appoint);
    const before = await looks();
    const shown = await world.answer<Shown>(ada, looking, { id });
    expect(shown.data?.member.standing).toBe('IN_ARREARS');
    const after = await looks();
    expect(after).toBeGreaterThan(before);
    await elsewhere(withdraw);
    const hidden = await world.answer<Shown>(ada, looking, { id });
    expect(hidden.data?.member.standing).toBeNull();
    expect(await looks()).toBe(after);
  });

  it('has the standing that they were given elsewhere', async () => {
    expect(await codeOf('{ viewer { member { id } } }')).toBeNull();
    await world.rows(`update membership.members set standing = 'paused' where id = $1`, [adaId]);
    const { viewer } = await world.ask<{ viewer: { member: { standing: string } } }>(
      ada,
      '{ viewer { member { standing } } }',
    );
    expect(viewer.member.standing).toBe('PAUSED');
    await world.rows(`update membership.members set standing = 'active' where id = $1`, [adaId]);
  });
});

describe('who votes for the second time', () => {
  const casting = `mutation ($id: ID!) {
    ballotCast(proposalId: $id, input: { stance: AGREE }) { receipt userErrors { code } }
  }`;
  interface Cast {
    readonly ballotCast: { readonly receipt: string | null; readonly userErrors: object[] };
  }
  const errors = 'userErrors { code }';
  let id: string;
  beforeAll(async () => {
    await world.ask(administrator, `mutation { policyPackAdopt(pack: "defaults") { ${errors} } }`);
    const cyn = await world.member('mill', 'cyn');
    const { proposalDraft } = await world.ask<{ proposalDraft: { proposal: { id: string } } }>(
      cyn,
      `mutation { proposalDraft(input: { title: "A bell", body: "We should have one.",
         policyKey: "ordinary" }) { proposal { id } } }`,
    );
    ({ id } = proposalDraft.proposal);
    await world.ask(cyn, `mutation ($id: ID!) { proposalOpen(id: $id) { ${errors} } }`, { id });
    await cast();
  });
  const cast = async (text = casting) => (await world.ask<Cast>(ada, text, { id })).ballotCast;
  const ballots = async (): Promise<number> => {
    const [{ count } = { count: 0 }] = await world.rows<{ count: number }>(
      'select count(*)::int as count from governance.ballots',
    );
    return count;
  };

  it('is made out by the message that opens the transaction', async () => {
    expect(await timesAsked(cast)).toBe(0);
    const besides = casting.replace('{ receipt', '{ proposal { id } receipt');
    await cast(besides);
    expect(await timesAsked(() => cast(besides))).toBe(0);
  });

  it('is asked first where something else is changed with it', async () => {
    const drafted = 'proposalDraft(input: { title: "", body: "" }) { userErrors { code } } }';
    const more = casting.replace(/\}$/, drafted);
    await codeOf(more, { id });
    expect(await timesAsked(() => codeOf(more, { id }))).toBe(1);
  });

  it('casts one ballot as who they are by now, and none as who they were', async () => {
    const before = await ballots();
    await elsewhere(appoint);
    expect(await timesAsked(cast)).toBe(1);
    expect(await ballots()).toBe(before + 1);
    await world.rows(`update membership.members set standing = 'suspended' where id = $1`, [adaId]);
    const { data } = await world.answer<Cast>(ada, casting, { id });
    expect(data?.ballotCast.receipt).toBeNull();
    expect(await ballots()).toBe(before + 1);
    await world.rows(`update membership.members set standing = 'active' where id = $1`, [adaId]);
    expect((await cast()).receipt).not.toBeNull();
    expect(await ballots()).toBe(before + 2);
  });
});
