import { invariants } from '@rochdale/house';
import { addDays } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { plainTerms } from '../e2e/deciding-world.js';
import { Deciding } from './kit/deciding.js';
import { Story } from './kit/story.js';
import type { Person } from './kit/story.js';

// A story takes as long as its year has chapters.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// One story, told from the first day to the last: each chapter begins where the one before ended.
let story: Story;
let deciding: Deciding;
let everybody: readonly Person[];
let bylaws: string;

type Eight = readonly [Person, Person, Person, Person, Person, Person, Person, Person];
const all = (): Eight => everybody as Eight;

const byStances = {
  ...plainTerms,
  ballotKind: 'stances',
  stances: ['agree', 'abstain', 'disagree'],
  decision: { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'cast' } },
  blocks: null,
};
const ranked = (...options: number[]) => ({
  ranks: options.map((option, at) => ({ option, rank: at + 1 })),
});

const adopt = (key: string, rule: object) =>
  story.change(
    all()[0].token,
    `mutation ($key: String!, $rule: String!) { payload: policyAdopt(input: { key: $key,
       title: "Ours", ruleJson: $rule }) { userErrors { code path message } } }`,
    { key, rule: JSON.stringify(rule) },
  );

/** A stranger who has the file, and nothing else, comes to the same. */
async function countsAgain(id: string, outcome: string): Promise<void> {
  const { code, text } = await deciding.recount(all()[1], id);
  expect(text).toContain(`\n${outcome}\n`);
  expect(text).not.toContain('FAILS');
  expect(text).toMatch(/holds {2}count /);
  expect(code).toBe(0);
}

interface Bylaws {
  readonly documents: readonly { key: string; version: number; text: string }[];
}
const inForce = async (reader: Person | null) =>
  (await story.ask<Bylaws>(reader?.token ?? null, '{ documents { key version text } }')).documents;

const amending = (text: string, amends: number | null) => ({
  title: 'Our bylaws',
  policyKey: 'bylaws',
  actions: [
    {
      kind: 'document.adopt',
      payloadJson: JSON.stringify({ key: 'bylaws', title: 'Bylaws', text, amends }),
    },
  ],
});

const first = 'Each member has *one* vote. The board has two seats.';
const aYear = `${first} Who sits there does so for a year.`;
const threeSeats = 'Each member has *one* vote. The board has three seats.';

beforeAll(async () => {
  story = await Story.begin();
  deciding = new Deciding(story);
  const founder = await story.found('Wilburga Stroud');
  const joined: Person[] = [];
  for (const name of [
    'Adalind Quist',
    'Benedikt Rowe',
    'Cynewulf Orr',
    'Dorothea Lisle',
    'Eadwulf Penn',
    'Frideswide Ash',
    'Godwin Thorpe',
  ]) {
    joined.push(await story.joins(name));
  }
  everybody = [founder, ...joined];
  for (const pack of ['defaults', 'ways-to-vote']) {
    await story.change(
      founder.token,
      `mutation ($pack: String!) { payload: policyPackAdopt(pack: $pack) {
         userErrors { code message } } }`,
      { pack },
    );
  }
});

afterAll(async () => {
  deciding.forgetFiles();
  await story.close();
});

describe('a year of decisions', () => {
  it('begins with bylaws, which hold a day after three quarters wanted them', async () => {
    const [founder, ada, ben, cyn] = all();
    bylaws = await deciding.put(ada, amending(first, null));
    await deciding.allCast([founder, ada, ben], bylaws, 'agree');
    await deciding.cast(cyn, bylaws, 'disagree');
    await story.pass({ days: 10, hours: 2 });
    expect(await deciding.read(ben, bylaws)).toMatchObject({ status: 'QUEUED' });
    expect(await inForce(ben)).toEqual([]);
    await story.pass({ days: 1, hours: 2 });
    expect(await deciding.read(ben, bylaws)).toMatchObject({ status: 'EXECUTED' });
    // Whoever may read the decision reads what it adopted.
    expect(await inForce(null)).toEqual([{ key: 'bylaws', version: 1, text: first }]);
    await countsAgain(bylaws, 'passed: agreement-reached');
  });

  it('elects the board by preference: votes that one does not need go on to the next', async () => {
    const [founder, ada, ben, cyn, dora] = all();
    const startsOn = addDays(story.today, 30);
    const election = await deciding.put(founder, {
      title: 'Our board',
      policyKey: 'board-election',
      actions: [
        { kind: 'role.elect', payloadJson: JSON.stringify({ role: 'coordinator', startsOn }) },
      ],
      voteTermsJson: JSON.stringify({ seats: 2 }),
    });
    for (const candidate of [ada, ben, cyn, dora]) {
      await story.change(
        founder.token,
        `mutation ($id: ID!, $memberId: ID!) { payload: memberNominate(proposalId: $id,
           input: { memberId: $memberId }) { userErrors { code message } } }`,
        { id: election, memberId: candidate.memberId },
      );
      await story.change(
        candidate.token,
        `mutation ($id: ID!, $accepts: Boolean!) { payload: nominationAnswer(proposalId: $id,
           input: { accepts: $accepts, statement: "I would." }) { userErrors { code message } } }`,
        { id: election, accepts: candidate !== dora },
      );
    }
    await story.pass({ days: 14, hours: 2 });
    const { status, options } = await deciding.read(ben, election);
    expect(status).toBe('OPEN');
    expect(options.toSorted()).toEqual([ada.name, ben.name, cyn.name]);
    const number = (one: Person): number => options.indexOf(one.name) + 1;
    const voters = all();
    await deciding.allCast(voters.slice(0, 5), election, ranked(number(ada), number(ben)));
    await deciding.cast(voters[5], election, ranked(number(ben)));
    await deciding.allCast(voters.slice(6), election, ranked(number(cyn)));
    await story.pass({ days: 7, hours: 2 });
    // One named Ben first, and two Cynewulf: three is a quota, and Ada had two more than she needs.
    const { winningOptions } = await deciding.read(ben, election);
    expect(new Set(winningOptions)).toEqual(new Set([number(ada), number(ben)]));
    await countsAgain(election, 'passed: option-chosen');
    await story.pass({ days: 9 });
    const board = await story.rows<{ name: string }>(
      `select m.display_name as name from membership.role_terms t
       join membership.members m on m.id = t.member_id where t.role = 'coordinator' order by 1`,
    );
    expect(board.map(({ name }) => name)).toEqual([ada.name, ben.name]);
  });

  it('shares its budget by equal shares, so that the many do not take it all', async () => {
    const [founder, ada, ben, cyn, dora, eadwulf] = all();
    const spending = {
      currency: 'EUR',
      budgetMinor: '60000',
      costsMinor: ['32000', '28000', '18000'],
      minimumSpendMinor: null,
      incompatible: [],
    };
    const budget = await deciding.put(dora, {
      title: 'Six hundred euros',
      policyKey: 'shared-budget',
      options: ['A boiler', 'A second boiler', 'A ramp'],
      voteTermsJson: JSON.stringify({ spending }),
    });
    await deciding.allCast([founder, ada, ben], budget, { projects: [1, 2] });
    await deciding.cast(cyn, budget, { projects: [1] });
    await deciding.allCast([dora, eadwulf], budget, { projects: [3] });
    await story.pass({ days: 6, hours: 2 });
    // The most votes would buy both boilers, and the third of the members who need it no ramp.
    expect(await deciding.read(cyn, budget)).toMatchObject({
      outcome: 'PASSED',
      winningOptions: [1, 3],
    });
    await countsAgain(budget, 'passed: option-chosen');
  });

  it('puts what ended equal to a run-off, which opens by itself', async () => {
    await adopt('two-sides', { ...byStances, tieRule: 'run-off' });
    const voters = all();
    const tied = await deciding.put(voters[1], { title: 'A cat', policyKey: 'two-sides' });
    await deciding.allCast(voters.slice(0, 4), tied, 'agree');
    await deciding.allCast(voters.slice(4), tied, 'disagree');
    await story.pass({ hours: 1 });
    const { outcome, runOff } = await deciding.read(voters[2], tied);
    expect([outcome, runOff?.status]).toEqual(['TIED', 'OPEN']);
    await countsAgain(tied, 'tied: exactly-at-threshold');
    const again = runOff?.id ?? '';
    await deciding.allCast(voters.slice(0, 5), again, 'agree');
    await deciding.allCast(voters.slice(5), again, 'disagree');
    await story.pass({ hours: 1 });
    expect(await deciding.read(voters[2], again)).toMatchObject({
      outcome: 'PASSED',
      runOffOf: { id: tied },
    });
    await countsAgain(again, 'passed: agreement-reached');
  });

  it('lets who is voted for be overridden, and that turns the vote', async () => {
    await adopt('everyday', { ...byStances, delegation: { atMost: 2, makesQuorum: true } });
    const [founder, ada, ben, cyn, dora] = all();
    const id = await deciding.put(founder, { title: 'Longer hours', policyKey: 'everyday' });
    for (const delegator of [ben, cyn]) {
      await story.change(
        delegator.token,
        `mutation ($input: DelegationGiveInput!) { payload: delegationGive(input: $input) {
           userErrors { code message } } }`,
        { input: { delegateId: ada.memberId, proposalId: id } },
      );
    }
    await deciding.cast(ada, id, 'agree');
    await deciding.allCast([founder, dora], id, 'disagree');
    const seenBy = async (reader: Person) => {
      const { proposal } = await story.ask<{ proposal: { viewerDelegation: object | null } }>(
        reader.token,
        'query ($id: ID!) { proposal(id: $id) { viewerDelegation { use markJson } } }',
        { id },
      );
      return proposal.viewerDelegation;
    };
    // Before the end each reads how they are voted for: three to two, as it stands.
    expect(await seenBy(cyn)).toEqual({ use: 'WOULD_COUNT', markJson: '"agree"' });
    await deciding.cast(cyn, id, 'disagree');
    await story.pass({ hours: 1 });
    expect(await seenBy(ben)).toEqual({ use: 'COUNTED', markJson: '"agree"' });
    expect(await seenBy(cyn)).toMatchObject({ use: 'OVERRIDDEN' });
    expect(await deciding.read(ben, id)).toMatchObject({ outcome: 'REJECTED' });
    expect(await deciding.count(ben, id)).toMatchObject({ agree: '2', disagree: '3' });
    await countsAgain(id, 'rejected: agreement-not-reached');
  });

  it('says why something that passed was not done, and leaves all as it was', async () => {
    const [founder, ada, ben, cyn] = all();
    const one = await deciding.put(ada, amending(aYear, 1));
    await deciding.allCast([founder, ada, ben], one, 'agree');
    await story.pass({ days: 2 });
    const other = await deciding.put(cyn, amending(threeSeats, 1));
    await deciding.allCast([founder, ben, cyn], other, 'agree');
    await story.pass({ days: 8, hours: 2 });
    await story.pass({ days: 1, hours: 2 });
    expect(await deciding.read(ben, one)).toMatchObject({ status: 'EXECUTED' });
    await story.pass({ days: 1 });
    expect(await deciding.read(ben, other)).toMatchObject({ status: 'QUEUED', outcome: 'PASSED' });
    await story.pass({ days: 1, hours: 2 });
    const failed = (attempts: number) => ({
      status: 'EXECUTION_FAILED',
      outcome: 'PASSED',
      actions: [
        {
          status: 'FAILED',
          attempts,
          failureCode: 'DOCUMENT_VERSION_STALE',
          failureMessage: 'It amends another version than the one that is in force.',
        },
      ],
    });
    expect(await deciding.read(cyn, other)).toMatchObject(failed(1));
    const retry = `mutation ($id: ID!) { payload: proposalExecutionRetry(id: $id) {
      userErrors { code message } } }`;
    expect(await story.refusal(cyn.token, retry, { id: other })).toEqual(['FORBIDDEN']);
    await story.change(founder.token, retry, { id: other });
    await story.work();
    expect(await deciding.read(cyn, other)).toMatchObject(failed(2));
    const now = await inForce(null);
    expect(now).toEqual([{ key: 'bylaws', version: 2, text: aYear }]);
    // That it passed is counted again like any other: what failed is what was to follow.
    await countsAgain(other, 'passed: agreement-reached');
  });
});

describe('a bill that comes each month', () => {
  const officer = () => all()[0];
  const treasurer = () => all()[7];

  /** What becomes of it, or why it is not taken. */
  async function bills(number: string): Promise<string> {
    const text = `mutation ($input: MandateBillInput!) { payload: mandateBillSubmit(input: $input) {
      userErrors { code } expense { status mandate { key } } } }`;
    const billed = { key: 'hosting', billedOn: story.today, amountMinor: '6000', number };
    const { payload } = await story.ask<{
      payload: {
        readonly userErrors: readonly { readonly code: string }[];
        readonly expense: { readonly status: string; readonly mandate: object | null } | null;
      };
    }>(officer().token, text, { input: billed });
    const { userErrors, expense } = payload;
    const way = expense?.mandate === null ? ' as a claim' : '';
    return userErrors[0]?.code ?? `${expense?.status}${way}`;
  }

  it('is allowed once, from the template, up to its cap', async () => {
    const [founder, ada, ben] = all();
    await story.change(
      founder.token,
      `mutation ($memberId: ID!) { payload: roleAppoint(input: { memberId: $memberId,
         role: TREASURER }) { userErrors { code message } } }`,
      { memberId: treasurer().memberId },
    );
    const { partner } = await story.change<{ partner: { id: string } }>(
      treasurer().token,
      `mutation { payload: partnerRegister(input: { name: "The host" }) {
         partner { id } userErrors { code message } } }`,
    );
    const startsOn = story.today;
    const values = {
      what: 'Hosting',
      key: 'hosting',
      partner: partner.id,
      category: 'hosting',
      period: 'month',
      cap: '10000',
      currency: 'EUR',
      startsOn,
      endsOn: addDays(startsOn, 120),
      graceDays: 14,
      why: 'It comes each month.',
    };
    const { proposal } = await story.change<{ proposal: { id: string } }>(
      ada.token,
      `mutation ($values: String!) { payload: proposalDraftFromTemplate(
         input: { templateKey: "standing-mandate", valuesJson: $values }) {
         proposal { id } userErrors { code path message } } }`,
      { values: JSON.stringify(values) },
    );
    await story.change(
      ada.token,
      'mutation ($id: ID!) { payload: proposalOpen(id: $id) { userErrors { code message } } }',
      proposal,
    );
    expect(await bills('1')).toBe('MANDATE_NOT_FOUND');
    await deciding.allCast([founder, ada, ben], proposal.id, 'agree');
    await story.pass({ days: 14, hours: 2 });
    expect(await deciding.read(ben, proposal.id)).toMatchObject({ status: 'EXECUTED' });
    expect(await bills('1')).toBe('APPROVED');
    expect(await bills('2')).toBe('SUBMITTED as a claim');
    const { mandates } = await story.ask<{ mandates: object[] }>(
      ben.token,
      `{ mandates { key isInForce cap { minor } partner { name } grantedBy { id }
         bills { edges { node { number expense { status decidedBy { votePolicyKey } } } } } } }`,
    );
    const expense = { status: 'APPROVED', decidedBy: { votePolicyKey: 'budget' } };
    expect(mandates).toEqual([
      {
        key: 'hosting',
        isInForce: true,
        cap: { minor: '10000' },
        partner: { name: 'The host' },
        grantedBy: proposal,
        bills: { edges: [{ node: { number: '1', expense } }] },
      },
    ]);
  });
});

describe('at the end of the year', () => {
  it.each(invariants.map((law) => [law.name, law] as const))('%s holds', async (_name, law) => {
    expect(await story.rows(law.sql)).toEqual([]);
  });

  it('no job is a dead letter', async () => {
    const { jobs } = await story.ask<{ jobs: { edges: object[] } }>(
      all()[0].token,
      '{ jobs(first: 5, status: DEAD) { edges { node { id } } } }',
    );
    expect(jobs.edges).toEqual([]);
  });
});
