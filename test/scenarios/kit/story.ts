import { CreateAccount } from '@rochdale/identity';
import { FoundCooperative } from '@rochdale/membership';
import { openLog, readGlobalId, SettableClock, systemActor } from '@rochdale/platform';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { MutationPayload, ServiceEnvironment } from '@rochdale/testing';
import pg from 'pg';
import { startApi } from '../../../apps/api/src/main.js';
import type { RunningApi } from '../../../apps/api/src/main.js';
import { demoIban } from '../../../apps/demo/src/papers/iban.js';
import { startWorker } from '../../../apps/worker/src/main.js';
import type { RunningWorker } from '../../../apps/worker/src/main.js';

const slug = 'weir';
const password = 'a long enough password';

/** Somebody in the story. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly iban: string;
  readonly token: string;
  /** The member's id as the API writes it. */
  readonly memberId: string;
}

/** A global id's own id, as the database has it. */
export const plainId = (globalId: string): string => readGlobalId(globalId, 'inside').id;

/** One co-operative, the API and the worker on a database of its own, and a clock that we move. */
export class Story {
  readonly people: Person[] = [];
  #administrator = '';

  constructor(
    readonly service: ServiceEnvironment,
    readonly api: RunningApi,
    readonly worker: RunningWorker,
    readonly clock: SettableClock,
    /** Every line that the processes logged, at the most talkative level. */
    readonly logged: readonly string[],
  ) {}

  /** Begins on the first of the month eleven months ago, so that nothing lies in the future. */
  static async begin(): Promise<Story> {
    const today = new Date();
    const start = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 11, 1, 9);
    const clock = new SettableClock(new Date(start));
    const service = await createServiceEnvironment();
    const logged: string[] = [];
    const destination = { write: (line: string) => void logged.push(line) };
    const log = openLog({ level: 'trace', destination });
    const api = await startApi({ env: service.env, clock, log });
    const worker = await startWorker({ env: service.env, clock, log, beating: false });
    return new Story(service, api, worker, clock, logged);
  }

  async close(): Promise<void> {
    await this.worker.close();
    await this.api.close();
    await this.service.close();
  }

  get today(): string {
    return this.clock.now().toISOString().slice(0, 10);
  }

  /** Lets time pass, and the worker do what has become due. */
  async pass(duration: { days?: number; hours?: number; minutes?: number }): Promise<void> {
    this.clock.advance(duration);
    await this.work();
  }

  async work(): Promise<void> {
    await this.worker.loop.drain();
  }

  /** What the operator does once: the first account, and the co-operative. */
  async found(name: string): Promise<Person> {
    const operator = systemActor(null, 'cli');
    const email = emailOf(name);
    const account = await this.api.app
      .get(CreateAccount)
      .execute(operator, { name, email, password });
    await this.api.app.get(FoundCooperative).execute(operator, {
      slug,
      name: 'The Weir',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      founder: { accountId: account.id, displayName: name, classKey: 'worker' },
    });
    const founder = await this.#person(name, await this.#signIn(email));
    this.#administrator = founder.token;
    return founder;
  }

  /** Signs up, applies, and is admitted by the founder; an office may follow. */
  async joins(name: string, role?: 'TREASURER' | 'SECRETARY'): Promise<Person> {
    const email = emailOf(name);
    const { token } = await this.client(null).signUp({ name, email, password });
    const { application } = await this.change<{ application: { id: string } }>(
      token,
      `mutation ($name: String!) { payload: membershipApply(input: { classKey: "user",
         displayName: $name, note: "Hello" }) { application { id } userErrors { code message } } }`,
      { name },
    );
    await this.change(
      this.#administrator,
      `mutation ($id: ID!) { payload: membershipAdmit(applicationId: $id) {
         userErrors { code message } } }`,
      { id: application.id },
    );
    const person = await this.#person(name, token);
    if (role === undefined) return person;
    await this.change(
      this.#administrator,
      `mutation ($id: ID!, $role: Role!) { payload: roleAppoint(input: { memberId: $id,
         role: $role }) { userErrors { code message } } }`,
      { id: person.memberId, role },
    );
    return person;
  }

  async #person(name: string, token: string): Promise<Person> {
    const { viewer } = await this.ask<{ viewer: { member: { id: string } } }>(
      token,
      '{ viewer { member { id } } }',
    );
    const iban = demoIban(7_000 + this.people.length);
    const person = { name, email: emailOf(name), iban, token, memberId: viewer.member.id };
    this.people.push(person);
    return person;
  }

  #signIn(email: string): Promise<string> {
    return this.client(null).tokenOf(email, password);
  }

  /** Somebody of the story, or a stranger, at the API. */
  client(token: string | null): ApiClient {
    return new ApiClient(this.api.url).in(slug).as(token);
  }

  async post(path: string, body: object, headers: Record<string, string> = {}) {
    const answer = await new ApiClient(this.api.url, headers).post(path, body);
    return { status: answer.status, body: answer.body as Record<string, unknown> };
  }

  /** A GraphQL operation's data; throws when there are errors. */
  ask<Data>(token: string | null, query: string, variables: object = {}): Promise<Data> {
    return this.client(token).query<Data>(query, variables);
  }

  /** A mutation under the alias `payload` that has to succeed. */
  change<Data extends object>(
    token: string,
    query: string,
    variables: object = {},
  ): Promise<MutationPayload<Data>> {
    return this.client(token).change<Data>(query, variables);
  }

  /** The codes with which a mutation is refused. */
  refusal(token: string | null, query: string, variables: object = {}): Promise<string[]> {
    return this.client(token).refusal(query, variables);
  }

  /** Sends one file as a browser's form does. */
  async upload(token: string, path: string, bytes: Uint8Array, name: string) {
    const answer = await this.client(token).upload(path, { bytes, name });
    return { status: answer.status, body: answer.body as Record<string, unknown> };
  }

  download(token: string, path: string): Promise<Buffer> {
    return this.client(token).download(path);
  }

  /** Looks into the database as its owner. */
  async rows<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.service.database.adminUrl });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }
}

const emailOf = (name: string): string => `${name.toLowerCase().replace(' ', '.')}@weir.example`;
