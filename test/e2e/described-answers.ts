import assert from 'node:assert/strict';
import { ApiClient } from '@rochdale/testing';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface DescribedHeader {
  readonly $ref?: string;
  readonly required?: boolean;
}

interface DescribedResponse {
  readonly headers?: Readonly<Record<string, DescribedHeader>>;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Description {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: object }>>>
  >;
  readonly components: {
    readonly headers: Readonly<Record<string, { readonly required?: boolean }>>;
  };
}

/** Compares what a REST API answers with what its OpenAPI document says it does. */
export class DescribedAnswers {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #seen = new Set<string>();

  constructor(private readonly description: Description) {
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(description, 'openapi');
  }

  /** The answer, once it was found to be as described. */
  async take(method: string, path: string, ask: () => PromiseLike<Answer>) {
    const { status, text, headers } = await ask();
    const place = ['paths', path, method, 'responses', String(status)];
    const response = this.#responseAt(path, method, status);
    const described = `${method} ${path} ${status}`;
    assert(response, `${described} is not described`);
    const [type = ''] = (headers['content-type'] ?? '').split(';');
    const body = response.content === undefined ? {} : readAs(type, text);
    if (response.content === undefined) assert(text === '', `${described} says nothing`);
    else this.#holdBody([...place, 'content', type, 'schema'], body, described);
    for (const [name, header] of Object.entries(response.headers ?? {})) {
      if (!this.#isRequired(header)) continue;
      assert(headers[name.toLowerCase()], `${described} has no ${name}`);
    }
    this.#seen.add(described);
    return { status, body: body as Record<string, unknown> };
  }

  #holdBody(place: readonly string[], body: unknown, described: string): void {
    const fits = this.#ajv.getSchema(`openapi#/${place.map(escaped).join('/')}`);
    assert(fits, `${described} as ${place.at(-2) ?? ''} is not described`);
    const said = JSON.stringify([fits(body), fits.errors, body]);
    assert(fits(body), `${described}: ${said.slice(0, 2_000)}`);
  }

  /** What is described and was never answered so far, but for failures of the service itself. */
  get unseen(): string[] {
    return Object.entries(this.description.paths)
      .flatMap(([path, methods]) =>
        Object.entries(methods).flatMap(([method, { responses }]) =>
          Object.keys(responses).map((status) => `${method} ${path} ${status}`),
        ),
      )
      .filter((one) => !this.#seen.has(one) && !/ (500|503)$/.test(one));
  }

  #isRequired({ $ref, required }: DescribedHeader): boolean {
    const name = $ref?.split('/').at(-1);
    if (name === undefined) return required ?? false;
    return this.description.components.headers[name]?.required ?? false;
  }

  #responseAt(path: string, method: string, status: number): DescribedResponse | undefined {
    const responses = this.description.paths[path]?.[method]?.responses ?? {};
    return (responses as Readonly<Record<string, DescribedResponse>>)[String(status)];
  }
}

/** JSON as what it says, and anything else as its text. */
const readAs = (type: string, text: string): unknown =>
  /[/+]json$/.test(type) ? (JSON.parse(text) as unknown) : text;

const escaped = (part: string): string =>
  encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Asks the partners' routes for what is not theirs, and with wrong keys until it is too many. */
export async function refusedInEveryWay(
  described: DescribedAnswers,
  member: ApiClient,
  key: string,
): Promise<void> {
  for (const [method, path] of [
    ['get', '/partner/v1/erased-members'],
    ['get', '/partner/v1/statements'],
    ['post', '/partner/v1/usage-events'],
  ] as const) {
    const ask = (headers: Readonly<Record<string, string>>) =>
      described.take(method, path, () =>
        new ApiClient(member.url, headers).request(method.toUpperCase(), path),
      );
    expect((await ask({ 'x-api-key': key, 'x-cooperative': 'nowhere' })).status).toBe(404);
    expect((await ask(member.headers)).status).toBe(403);
    for (let turn = 0; turn < 31; turn += 1) await ask({ 'x-api-key': 'rdk_none' });
  }
}
