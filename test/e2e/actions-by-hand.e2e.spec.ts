import { AdoptApprovalRule } from '@rochdale/expenses';
import { AppointRole } from '@rochdale/membership';
import { allActions, plainIdIn, toIdOf } from '@rochdale/platform';
import { CreateFund } from '@rochdale/treasury';
import { dyingOnEachLine } from '@rochdale/testing';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aboutSomebody,
  agreeing,
  bands,
  bringMoney,
  byHand,
  expenseApproved,
  fund,
  votedExpense,
} from './deciding-actions.js';
import { DecidingWorld } from './deciding-world.js';

interface ShownAction {
  readonly kind: string;
  readonly status: string;
  readonly attempts: number;
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
}

let world: DecidingWorld;
beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.adopt('majority', agreeing('1/2'));
  await world.adopt('super', agreeing('2/3'));
  await world.adopt('slow', { ...agreeing('2/3'), timelockHours: 24 });
  await world.adopt('expense-standard', agreeing('1/2'));
  const [founder] = await world.rows<{ id: string }>(
    `select id from membership.members where display_name = 'Founder'`,
  );
  const treasurer = { memberId: founder?.id ?? '', role: 'treasurer' };
  await world.api.app.get(AppointRole).execute(world.system, treasurer);
});
afterAll(() => world.close());

const action = (kind: string, payload: object) => ({ kind, payloadJson: JSON.stringify(payload) });
const cast = (voter: ApiClient, id: string) =>
  voter.change(
    `mutation ($id: ID!) { payload: ballotCast(proposalId: $id, input: { stance: AGREE }) {
       userErrors { code } } }`,
    { id },
  );

async function passed(policyKey: string, ...actions: object[]): Promise<string> {
  const id = await world.openVote(policyKey, { actions });
  await cast(world.members[1], id);
  await world.decide(id);
  return id;
}

async function shown(id: string) {
  const { proposal } = await world.members[2].query<{
    proposal: { status: string; actions: ShownAction[] };
  }>(
    `query ($id: ID!) { proposal(id: $id) { status
       actions { kind status attempts failureCode failureMessage } } }`,
    { id },
  );
  return proposal;
}

/** The plain id of whoever joined last. */
async function newest(): Promise<(string | null)[]> {
  const last = 'select id from membership.members order by id desc limit 1';
  return (await world.rows<{ id: string }>(last)).map(({ id }) => id);
}

/** The plain id of who proposes. */
async function first(): Promise<(string | null)[]> {
  const named = `select id from membership.members where display_name = 'ada'`;
  return (await world.rows<{ id: string }>(named)).map(({ id }) => id);
}

/** Of each action of a vote, whom it is about. */
async function personsOf(id: string): Promise<(string | null)[]> {
  const rows = await world.rows<{ person: string | null }>(
    `select about_member_id as person from governance.actions where proposal_id = $1
     order by ordinal`,
    [plainIdIn('Proposal', id)],
  );
  return rows.map(({ person }) => person);
}

const countOf = async (done: string) =>
  (await world.rows<{ count: number }>(done))[0]?.count ?? Number.NaN;

const preview = (reader: ApiClient, policyKey: string, ...actions: object[]) =>
  reader.query<{ actionPreviews: object[] }>(
    `query ($input: ActionPreviewsInput!) { actionPreviews(input: $input) {
       kind summary effect possible { allowed reason } refusalMessage } }`,
    { input: { policyKey, actions } },
  );

describe('what members may propose', () => {
  it('is all of this, whom they elect, and what a room opens by itself besides', () => {
    const kinds = [...allActions().values()].filter(({ proposable }) => proposable === true);
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(
      [...byHand.map(({ kind }) => kind), 'role.elect'].toSorted(),
    );
    expect([...allActions().keys()]).toContain('expense.approve');
  });

  it.each(byHand)('$kind: drafted, previewed, voted and carried out', async (one) => {
    const payload = await one.payload(world);
    const wanted = action(one.kind, payload);
    const before = await countOf(one.done);
    const { actionPreviews } = await preview(world.administrator, 'super', wanted);
    expect(actionPreviews).toMatchObject([
      {
        kind: one.kind,
        summary: expect.stringMatching(/^[A-Z].*\.$/) as string,
        possible: { allowed: true, reason: null },
        refusalMessage: null,
      },
    ]);
    expect(await countOf(one.done)).toBe(before);
    const persons = aboutSomebody.includes(one.kind)
      ? await newest()
      : one.kind === 'appeal.uphold'
        ? await first()
        : [null];
    const id = await passed('super', wanted);
    expect(await personsOf(id)).toEqual(persons);
    expect(await shown(id)).toMatchObject({ status: 'QUEUED' });
    expect(await countOf(one.done)).toBe(before);
    expect(await world.execute(id)).toBe('executed');
    expect(await countOf(one.done)).toBe(before + 1);
    expect(await shown(id)).toMatchObject({
      status: 'EXECUTED',
      actions: [{ kind: one.kind, status: 'EXECUTED', attempts: 1, failureCode: null }],
    });
  });

  it.each(byHand)('$kind is no matter for silence', async ({ kind }) => {
    const classes = allActions().get(kind)?.underPolicies ?? [];
    expect(classes).not.toContain('lazy-consensus');
    expect(classes).not.toContain('minority');
  });

  it('changes how they decide only by more than half', async () => {
    const draft = world.members[0].mutate<{ proposal: object | null }>(
      `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
         userErrors { code path } proposal { id } } }`,
      {
        input: {
          title: 'No more of it',
          body: '',
          policyKey: 'majority',
          actions: [action('policy.retire', { key: 'super' })],
        },
      },
    );
    expect(await draft).toMatchObject({
      userErrors: [{ code: 'ACTION_POLICY_UNFIT', path: ['policyKey'] }],
      proposal: null,
    });
  });
});

describe('a worker that dies at any statement', () => {
  /** How often it died before it got through, and how often it was done. */
  const dyingOver = async (id: string, done: string) => {
    const before = await countOf(done);
    const deaths = await dyingOnEachLine(
      () => world.execute(id),
      async () => {
        expect(await countOf(done)).toBe(before);
        expect(await shown(id)).toMatchObject({
          status: 'QUEUED',
          actions: [{ status: 'PENDING', attempts: 0 }],
        });
      },
    );
    expect(await shown(id)).toMatchObject({ status: 'EXECUTED', actions: [{ attempts: 1 }] });
    expect(await world.execute(id)).toBe('not-queued');
    return { deaths, times: (await countOf(done)) - before };
  };

  it.each(byHand)('has $kind done once', async ({ kind, payload, done }) => {
    const id = await passed('super', action(kind, await payload(world)));
    const { deaths, times } = await dyingOver(id, done);
    expect(deaths).toBeGreaterThan(5);
    expect(times).toBe(1);
  });

  it('has expense.approve done once', async () => {
    const id = await votedExpense(world.members[0]);
    await cast(world.members[1], id);
    await world.decide(id);
    const { deaths, times } = await dyingOver(id, expenseApproved);
    expect(deaths).toBeGreaterThan(5);
    expect(times).toBe(1);
  });
});

describe('what passed', () => {
  it('waits for the timelock', async () => {
    const id = await passed('slow', action('fund.create', fund('slow-fund')));
    expect(await world.execute(id)).toBe('not-due');
    world.clock.advance({ hours: 24 });
    expect(await world.execute(id)).toBe('executed');
  });

  it('is done as a whole or not at all, says why, and is tried again by who may', async () => {
    const rule = { currency: 'NOK', bands };
    await world.api.app.get(AdoptApprovalRule).execute(world.system, rule);
    const retiring = action('approval-rule.retire', { currency: 'NOK' });
    const id = await passed('super', action('fund.create', fund('all-or-none')), retiring);
    expect(await world.execute(await passed('super', retiring))).toBe('executed');
    expect(await world.execute(id)).toBe('failed');
    expect(await shown(id)).toMatchObject({
      status: 'EXECUTION_FAILED',
      actions: [
        { status: 'PENDING', attempts: 0, failureCode: null },
        {
          status: 'FAILED',
          attempts: 1,
          failureCode: 'APPROVAL_RULE_NOT_IN_FORCE',
          failureMessage: expect.stringContaining('rule') as string,
        },
      ],
    });
    const funds = `select 1 from treasury.funds where key = 'all-or-none'`;
    expect(await world.rows(funds)).toEqual([]);
    await world.api.app.get(AdoptApprovalRule).execute(world.system, rule);
    const again = `mutation ($id: ID!) { payload: proposalExecutionRetry(id: $id) {
      userErrors { code } } }`;
    expect(await world.members[2].mutate(again, { id })).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN' }],
    });
    world.clock.advance({ hours: 1 });
    await world.administrator.change(again, { id });
    expect(await world.execute(id)).toBe('executed');
    expect(await world.rows(funds)).toHaveLength(1);
  });

  it('fails for who left in the words of any other failure', async () => {
    const leaving = await world.join('leaver');
    const [memberId] = await newest();
    const toldId = toIdOf('Member', memberId ?? '', 'inside');
    const id = await passed('super', action('role.appoint', { memberId: toldId, role: 'auditor' }));
    await leaving.change('mutation { payload: membershipLeave { userErrors { code } } }');
    expect(await world.execute(id)).toBe('failed');
    expect(await shown(id)).toMatchObject({
      actions: [
        {
          failureCode: 'ROLE_APPOINTMENT_REFUSED',
          failureMessage: 'As things stand now, the member cannot be put into this office.',
        },
      ],
    });
  });

  it('and what one wrote into it is among what is kept of one, without whom else', async () => {
    const [proposer] = world.members;
    const bread = { ...fund('bread'), name: 'Bread for all', purpose: 'Because of my brother.' };
    const [memberId] = await newest();
    const toldId = toIdOf('Member', memberId ?? '', 'inside');
    const doubts = [action('member.suspend', { memberId: toldId })];
    await world.draftVote('super', { title: 'My bread', actions: [action('fund.create', bread)] });
    await world.draftVote('super', { title: 'My doubts', actions: doubts });
    const appoints = [action('role.appoint', { memberId: toldId, role: 'auditor' })];
    const edited = await world.draftVote('super', { title: 'My salt', actions: appoints });
    await proposer.change(
      `mutation ($id: ID!) { payload: proposalEdit(id: $id, input: { version: 1,
         body: "Less of it." }) { userErrors { code } } }`,
      { id: edited },
    );
    interface Own {
      readonly proposals: { title: string; actions: object[] }[];
      readonly versions: object[];
    }
    const ownOf = async (reader: ApiClient) => {
      const { ownData } = await reader.query<{ ownData: string }>('{ ownData }');
      return (JSON.parse(ownData) as { governance: Own }).governance;
    };
    const { proposals, versions } = await ownOf(proposer);
    const said = { title: 'My salt', actions: [{ action: 'role.appoint', terms: {} }] };
    expect(versions).toMatchObject([
      { ...said, proposalId: edited, version: 1 },
      { ...said, proposalId: edited, version: 2, body: 'Less of it.' },
    ]);
    expect(JSON.stringify(versions)).not.toContain(toldId);
    const ofTitle = (title: string) => proposals.find((one) => one.title === title)?.actions;
    expect(ofTitle('My bread')).toMatchObject([
      { action: 'fund.create', status: 'pending', terms: bread },
    ]);
    expect(ofTitle('My doubts')).toMatchObject([{ action: 'member.suspend', terms: {} }]);
    expect(JSON.stringify(ofTitle('My doubts'))).not.toContain(toldId);
    expect(await ownOf(world.members[1])).toMatchObject({ proposals: [], versions: [] });
  });

  it('and what was proposed about somebody is among what is known of them', async () => {
    const person = await world.join('spoken-of');
    const [memberId] = await newest();
    const toldId = toIdOf('Member', memberId ?? '', 'inside');
    const wanted = [action('member.suspend', { memberId: toldId })];
    await world.draftVote('super', { title: 'Only thought of', actions: wanted });
    const dropped = await world.draftVote('super', { title: 'Thought better of', actions: wanted });
    await world.members[0].change(
      'mutation ($id: ID!) { payload: proposalWithdraw(id: $id) { userErrors { code } } }',
      { id: dropped },
    );
    const id = await world.openVote('super', { actions: wanted });
    await world.members[2].change(
      `mutation ($id: ID!) { payload: ballotCast(proposalId: $id,
         input: { stance: AGREE, reason: "Because of the fence." }) { userErrors { code } } }`,
      { id },
    );
    await cast(world.members[1], id);
    await world.decide(id);
    const { ownData } = await person.query<{ ownData: string }>('{ ownData }');
    const { governance } = JSON.parse(ownData) as Record<string, Record<string, unknown>>;
    expect(governance?.['proposalsAboutMe']).toMatchObject([
      {
        action: 'member.suspend',
        actionStatus: 'pending',
        outcome: 'passed',
        terms: {},
        reasons: ['Because of the fence.'],
      },
    ]);
  });
});

describe('what would be done today', () => {
  it('says why it could not be, and nothing of what stands behind that', async () => {
    await world.api.app.get(CreateFund).execute(world.system, fund('taken'));
    const { actionPreviews } = await preview(
      world.members[0],
      'super',
      action('fund.create', fund('untaken')),
      action('fund.create', fund('taken')),
      action('fund.create', fund('unreached')),
    );
    expect(actionPreviews).toMatchObject([
      { possible: { allowed: true } },
      {
        possible: { allowed: false, reason: 'FUND_KEY_TAKEN' },
        refusalMessage: 'There is a fund of this key.',
      },
      { possible: null, refusalMessage: null },
    ]);
    const left = `select 1 from treasury.funds where key in ('untaken', 'unreached')`;
    expect(await world.rows(left)).toEqual([]);
  });

  it('is told in words to who may read what it is made of, and not to others', async () => {
    const { id } = await world.api.app.get(CreateFund).execute(world.system, fund('words'));
    const fundId = toIdOf('Fund', id, 'inside');
    await bringMoney(world, 10_000_00n);
    const allocating = (amountMinor: string) =>
      action('fund.allocate', { fundId, amountMinor, currency: 'EUR' });
    const wanted = allocating('500');
    const told = await preview(world.administrator, 'super', wanted);
    expect(told.actionPreviews).toMatchObject([
      {
        summary: 'Sets aside in a fund: 5.00 EUR.',
        effect: 'In Solidarity: from 0.00 EUR to 5.00 EUR.',
        possible: { allowed: true },
      },
    ]);
    const untold = await preview(world.members[0], 'super', wanted);
    expect(untold.actionPreviews).toMatchObject([
      { summary: 'Sets aside in a fund: 5.00 EUR.', effect: null, possible: null },
    ]);
    // Nor is it told whether there is so much: asked often enough, that says how much there is.
    const pretended = allocating('99999999999');
    const refused = await preview(world.administrator, 'super', pretended);
    expect(refused.actionPreviews).toMatchObject([
      {
        possible: { allowed: false, reason: 'FUND_NOT_COVERED' },
        refusalMessage:
          'The co-operative does not have as much that is owed to nobody and set aside for ' +
          'nothing else.',
      },
    ]);
    const hidden = await preview(world.members[0], 'super', pretended);
    expect(hidden.actionPreviews).toMatchObject([
      { effect: null, possible: null, refusalMessage: null },
    ]);
  });

  it('does not say how somebody stands to who may not read it', async () => {
    const [row] = await world.rows<{ id: string }>(
      `select id from membership.members where display_name = 'cyn'`,
    );
    const payload = { memberId: toIdOf('Member', row?.id ?? '', 'inside') };
    const expelling = action('member.expel', payload);
    const untold = await preview(world.members[0], 'super', expelling);
    expect(untold.actionPreviews).toMatchObject([{ effect: null, possible: null }]);
    const told = await preview(world.administrator, 'super', expelling);
    expect(told.actionPreviews).toMatchObject([
      {
        summary:
          'Expels a member, for good; where they are not suspended by then, nothing is done.',
        effect:
          'They are active, and cannot be expelled; nobody is who was not suspended first: ' +
          'carried out now, it would fail.',
        possible: { allowed: false, reason: 'STANDING_CHANGE_REFUSED' },
        refusalMessage: 'As they stand now, the member cannot be expelled.',
      },
    ]);
  });

  it('is asked of a proposal as well, until it is over', async () => {
    const id = await passed('super', action('fund.create', fund('of-proposal')));
    const ask = () =>
      world.members[2].query<{ proposalPreview: object[] | null }>(
        `query ($id: ID!) { proposalPreview(id: $id) { possible { allowed } } }`,
        { id },
      );
    expect(await ask()).toEqual({ proposalPreview: [{ possible: { allowed: true } }] });
    await world.execute(id);
    expect(await ask()).toEqual({ proposalPreview: null });
  });

  it('is asked thirty times a minute at most by one member', async () => {
    const [, ben, cyn] = world.members;
    const told: string[] = [];
    for (let nth = 0; nth < 31; nth += 1) {
      // What is refused at once is asked as well: else anything could be tried without end.
      const kind = nth % 2 === 0 ? 'fund.create' : 'fund.burn';
      const asking = preview(ben, 'super', action(kind, fund('asked')));
      told.push(await asking.then(String, (error: Error) => error.message));
    }
    expect(told.slice(0, 30).filter((one) => one.includes('RATE_LIMITED'))).toEqual([]);
    expect(told[30]).toContain('RATE_LIMITED');
    const other = await preview(cyn, 'super', action('fund.create', fund('asked')));
    expect(other.actionPreviews).toMatchObject([{ possible: { allowed: true } }]);
  });
});

describe('what strangers read', () => {
  it('is what the co-operative gave itself in writing, and how it changed', async () => {
    const terms = { key: 'house-rules', title: 'House rules', text: 'Doors are *shut*.' };
    await world.execute(await passed('super', action('document.adopt', terms)));
    const next = { ...terms, text: 'Doors are *open*. <b>', amends: 1 };
    const id = await passed('super', action('document.adopt', next));
    const told = await preview(world.members[0], 'super', action('document.adopt', next));
    expect(told.actionPreviews).toMatchObject([
      {
        summary: 'Adopts House rules (house-rules) in place of version 1.',
        effect:
          'It takes the place of version 1, House rules: of the text 1 word gone and 2 words new.',
      },
    ]);
    await world.execute(id);
    const stranger = world.administrator.as(null);
    const { documents, documentHistory } = await stranger.query<Record<string, object[]>>(
      `{ documents { key version } documentHistory(key: "house-rules") { version text textHtml
           textHash differenceHtml adoptedBy { id } retiredBy { id } } }`,
    );
    expect(documents).toContainEqual({ key: 'house-rules', version: 2 });
    expect(documentHistory).toMatchObject([
      {
        version: 2,
        text: next.text,
        textHtml: '<p>Doors are <em>open</em>. &lt;b&gt;</p>\n',
        textHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        differenceHtml: 'Doors are *<del>shut</del><ins>open</ins>*.<ins> &lt;b&gt;</ins>',
        adoptedBy: { id },
        retiredBy: null,
      },
      { version: 1, text: terms.text, retiredBy: { id } },
    ]);
  });

  it('is nothing of a vote that names a person', async () => {
    const { payload, kind } = byHand.find((one) => one.kind === 'member.suspend')!;
    const named = await passed('super', action(kind, await payload(world)));
    const plain = await passed('super', action('partner.register', { name: 'A stranger’s' }));
    const stranger = world.administrator.as(null);
    const ask = (id: string) =>
      stranger.query('query ($id: ID!) { proposal(id: $id) { status } }', { id });
    expect(await ask(named)).toEqual({ proposal: null });
    expect(await ask(plain)).toEqual({ proposal: { status: 'QUEUED' } });
  });
});
