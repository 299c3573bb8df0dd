import supertest from 'supertest';
import type { Test } from 'supertest';
import { GraphqlFailure, MutationRefused } from './graphql-answer.js';
import type { GraphqlAnswer, MutationPayload } from './graphql-answer.js';
import { openSubscription } from './subscription.js';
import type { Subscription } from './subscription.js';

type Headers = Readonly<Record<string, string>>;

/** A file as a browser's form sends it. */
export interface UploadedFile {
  readonly bytes: Uint8Array | string;
  readonly name: string;
  readonly contentType?: string;
}

/**
 * Talks to a running API over HTTP, as one actor: a stranger, until it signed in or was given a
 * token or a key. A client never changes; `as`, `in` and `signIn` answer another one, so that
 * several actors stand side by side in a test.
 */
export class ApiClient {
  /** @param url where the API listens @param headers what each request carries */
  constructor(
    readonly url: string,
    readonly headers: Headers = {},
  ) {}

  /** The same one, with more in its headers. */
  with(more: Headers): ApiClient {
    return new ApiClient(this.url, { ...this.headers, ...more });
  }

  /** In the co-operative of this slug. */
  in(slug: string): ApiClient {
    return this.with({ 'x-cooperative': slug });
  }

  /** As whoever the token speaks for; `null` is a stranger. */
  as(token: string | null): ApiClient {
    const { authorization: _, ...others } = this.headers;
    return new ApiClient(
      this.url,
      token === null ? others : { ...others, authorization: `Bearer ${token}` },
    );
  }

  /** The token that it speaks with. @throws Error when it is a stranger */
  get token(): string {
    const { authorization } = this.headers;
    if (authorization === undefined) throw new Error('a stranger has no token');
    return authorization.slice('Bearer '.length);
  }

  /** With a partner's key. */
  withKey(key: string): ApiClient {
    return this.with({ 'x-api-key': key });
  }

  /** The session's token. @throws Error when the answer has none */
  async tokenOf(email: string, password: string): Promise<string> {
    const { status, body } = await this.post('/auth/sign-in/email', { email, password });
    const { token } = body as { token?: string };
    if (token === undefined) throw new Error(`${email} cannot sign in: ${status}`);
    return token;
  }

  async signIn(email: string, password: string): Promise<ApiClient> {
    return this.as(await this.tokenOf(email, password));
  }

  /** A new account, signed in. @throws Error when it was not made */
  async signUp(person: {
    readonly name: string;
    readonly email: string;
    readonly password: string;
  }): Promise<ApiClient> {
    const { status, text } = await this.post('/auth/sign-up/email', person);
    if (status !== 200) throw new Error(`${person.email} cannot sign up: ${text}`);
    return this.signIn(person.email, person.password);
  }

  get(path: string): Test {
    return supertest(this.url).get(path).set(this.headers);
  }

  /** Sends `body` as JSON unless the headers say otherwise, a string as it is. */
  post(path: string, body: object | string = {}): Test {
    const type = this.headers['content-type'] ?? 'application/json';
    return this.request('POST', path).set('content-type', type).send(body);
  }

  request(method: string, path: string): Test {
    const agent = supertest(this.url);
    const verbs: Readonly<Record<string, (path: string) => Test>> = {
      GET: (to) => agent.get(to),
      HEAD: (to) => agent.head(to),
      POST: (to) => agent.post(to),
      PUT: (to) => agent.put(to),
      PATCH: (to) => agent.patch(to),
      DELETE: (to) => agent.delete(to),
      OPTIONS: (to) => agent.options(to),
    };
    const send = verbs[method];
    if (send === undefined) throw new Error(`no such verb: ${method}`);
    return send(path).set(this.headers);
  }

  /** Sends one file in a form's field. */
  upload(path: string, file: UploadedFile, field = 'file'): Test {
    const { name: filename, contentType } = file;
    const content = typeof file.bytes === 'string' ? Buffer.from(file.bytes) : file.bytes;
    return this.request('POST', path).attach(field, Buffer.from(content), {
      filename,
      ...(contentType === undefined ? {} : { contentType }),
    });
  }

  /** The bytes of an answer. @throws Error when it is none of success */
  async download(path: string): Promise<Buffer> {
    const { ok, status, body } = await this.get(path).responseType('blob');
    if (!ok) throw new Error(`${path}: ${status}`);
    return body as Buffer;
  }

  /** An operation's whole answer, errors included. */
  async answer<Data = Readonly<Record<string, unknown>>>(
    document: string,
    variables: object = {},
  ): Promise<GraphqlAnswer<Data>> {
    const { body } = await this.post('/graphql', { query: document, variables });
    return body as GraphqlAnswer<Data>;
  }

  /** An operation's data. @throws GraphqlFailure when the answer has errors */
  async query<Data>(document: string, variables: object = {}): Promise<Data> {
    const { data, errors = [] } = await this.answer<Data>(document, variables);
    if (errors.length > 0 || data === null) throw new GraphqlFailure(errors);
    return data;
  }

  /** A mutation's payload, with `userErrors` when it was refused. One mutation a document. */
  async mutate<Fields extends object = object>(
    document: string,
    variables: object = {},
  ): Promise<MutationPayload<Fields>> {
    const data = await this.query<Readonly<Record<string, MutationPayload<Fields>>>>(
      document,
      variables,
    );
    const [payload] = Object.values(data);
    if (payload === undefined) throw new Error(`no mutation in ${document}`);
    return payload;
  }

  /** A mutation that has to work. @throws MutationRefused with its `userErrors` */
  async change<Fields extends object = object>(
    document: string,
    variables: object = {},
  ): Promise<MutationPayload<Fields>> {
    const payload = await this.mutate<Fields>(document, variables);
    if (payload.userErrors.length > 0) throw new MutationRefused(payload.userErrors);
    return payload;
  }

  /** The codes with which a mutation is refused; none when it was not. */
  async refusal(document: string, variables: object = {}): Promise<string[]> {
    const { userErrors } = await this.mutate(document, variables);
    return userErrors.map(({ code }) => code);
  }

  /**
   * Opens a subscription, with what the first message says besides. Call `close` when what was
   * waited for has come.
   */
  subscribe(document: string, variables: object = {}, hello: object = {}): Promise<Subscription> {
    return openSubscription(this.url, this.headers, { query: document, variables }, hello);
  }
}
