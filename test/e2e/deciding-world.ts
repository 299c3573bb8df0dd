import { CloseProposal, ExecuteProposal } from '@rochdale/governance';
import type { ExecutionResult } from '@rochdale/governance';
import { CreateAccount } from '@rochdale/identity';
import { FoundCooperative } from '@rochdale/membership';
import { RecountOutcomes } from '@rochdale/voting';
import { SettableClock, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import pg from 'pg';
import { fromGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi, StartApiOptions } from '../../apps/api/src/main.js';

const password = 'a long enough password';

/** What a rule says of a vote besides its ballot kind: an hour, everybody, nothing in the way. */
export const plainTerms = {
  eligibility: { standings: ['active'], classes: null, weightByClass: {} },
  secondersNeeded: 0,
  noticeHours: 0,
  window: { minimumHours: 1, usualHours: 1, maximumHours: 24, urgentMinimumHours: null },
  quorum: null,
  tieRule: 'status-quo',
  earlyClose: null,
  lateQuorum: null,
  timelockHours: 0,
  executionWithinHours: null,
  secretUntilClosed: false,
};

/** An API on a clock of its own, with one co-operative that decides over it. */
export class DecidingWorld {
  private constructor(
    readonly api: RunningApi,
    readonly clock: SettableClock,
    readonly administrator: ApiClient,
    /** Three, without an office. */
    readonly members: readonly [ApiClient, ApiClient, ApiClient],
    private readonly service: ServiceEnvironment,
    /** The service itself. */
    readonly system: Actor,
  ) {}

  /** @param options what else its process is started with, such as its log */
  static async open(options: Pick<StartApiOptions, 'log'> = {}): Promise<DecidingWorld> {
    const clock = new SettableClock(new Date('2026-01-01T09:00:00Z'));
    const service = await createServiceEnvironment();
    const api = await startApi({ ...options, env: service.env, clock });
    const operator = systemActor(null, 'cli');
    const founder = { name: 'Founder', email: 'founder@mill.example', password };
    const { id: accountId } = await api.app.get(CreateAccount).execute(operator, founder);
    const { cooperative } = await api.app.get(FoundCooperative).execute(operator, {
      slug: 'mill',
      name: 'The Mill',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      founder: { accountId, displayName: 'Founder', classKey: 'worker' },
    });
    const client = new ApiClient(api.url).in('mill');
    const administrator = await client.signIn(founder.email, password);
    const join = (name: string) => joined(client, administrator, name);
    const members = [await join('ada'), await join('ben'), await join('cyn')] as const;
    const system = systemActor(cooperative.id, 'job');
    return new DecidingWorld(api, clock, administrator, members, service, system);
  }

  async close(): Promise<void> {
    await this.api.close();
    await this.service.close();
  }

  /** Puts a rule in force: `plainTerms`, and what its ballot kind asks for besides. */
  async adopt(key: string, rule: object): Promise<void> {
    await this.administrator.change(
      `mutation ($key: String!, $rule: String!) { payload: policyAdopt(input: {
         key: $key, title: "A policy", ruleJson: $rule }) { userErrors { code path } } }`,
      { key, rule: JSON.stringify({ ...plainTerms, ...rule }) },
    );
  }

  /** Drafts a proposal and puts it to the vote, as the first member. Returns its id. */
  async openVote(policyKey: string, more: object = {}): Promise<string> {
    const [proposer] = this.members;
    const id = await this.draftVote(policyKey, more);
    await proposer.change(
      'mutation ($id: ID!) { payload: proposalOpen(id: $id) { userErrors { code } } }',
      { id },
    );
    return id;
  }

  /** A proposal by the first member that is not put to the vote. */
  async draftVote(policyKey: string, more: object = {}): Promise<string> {
    const [proposer] = this.members;
    const { proposal } = await proposer.change<{ proposal: { id: string } }>(
      `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
         userErrors { code path } proposal { id } } }`,
      { input: { title: 'A question', body: '', policyKey, ...more } },
    );
    return proposal.id;
  }

  /** An hour later: the vote is over, counted, and carried out if there is something to do. */
  async finish(proposal: string): Promise<void> {
    await this.decide(proposal);
    await this.execute(proposal);
  }

  /** An hour later: the vote is over and counted. */
  async decide(proposal: string): Promise<void> {
    this.clock.advance({ hours: 1 });
    const proposalId = fromGlobalId('Proposal', proposal, []);
    await this.api.app.get(CloseProposal).execute(this.system, { proposalId });
  }

  /** As the worker does when the timelock has run out. */
  async execute(proposal: string): Promise<ExecutionResult> {
    const proposalId = fromGlobalId('Proposal', proposal, []);
    return this.api.app.get(ExecuteProposal).execute(this.system, { proposalId });
  }

  /** Signs up and asks to be taken in; the id of the application. */
  async apply(name: string): Promise<string> {
    return (await applied(this.#anybody, name)).application.id;
  }

  /** One more member, without an office. */
  join(name: string): Promise<ApiClient> {
    return joined(this.#anybody, this.administrator, name);
  }

  get #anybody(): ApiClient {
    return new ApiClient(this.api.url).in('mill');
  }

  /** For those who watch who waits for whom in it. */
  get watched() {
    const { database } = this.service;
    return { database, asOwner: this.rows.bind(this) };
  }

  /** What lies in the database, past every wall. */
  async rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const owner = new pg.Client({ connectionString: this.service.database.adminUrl });
    await owner.connect();
    try {
      return (await owner.query<Row>(text, values)).rows;
    } finally {
      await owner.end();
    }
  }

  /** What decided votes come to when they are counted again: those that differ. */
  recount(): Promise<readonly object[]> {
    return this.api.app.get(RecountOutcomes).execute(this.system);
  }
}

/** Signs up, and asks to be taken in. */
async function applied(client: ApiClient, name: string) {
  const member = await client.signUp({ name, email: `${name}@mill.example`, password });
  const { application } = await member.change<{ application: { id: string } }>(
    `mutation ($name: String!) { payload: membershipApply(input: { classKey: "worker",
       displayName: $name, note: "" }) { userErrors { code } application { id } } }`,
    { name },
  );
  return { member, application };
}

async function joined(client: ApiClient, by: ApiClient, name: string): Promise<ApiClient> {
  const { member, application } = await applied(client, name);
  await by.change(
    'mutation ($id: ID!) { payload: membershipAdmit(applicationId: $id) { userErrors { code } } }',
    { id: application.id },
  );
  return member;
}
