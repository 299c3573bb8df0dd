import { CreateAccount } from '@rochdale/identity';
import { FoundCooperative } from '@rochdale/membership';
import {
  fromGlobalId,
  fromMemberId,
  newId,
  SettableClock,
  systemActor,
  toMemberId,
} from '@rochdale/platform';
import type { IdAudience } from '@rochdale/platform';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { GraphqlAnswer, ServiceEnvironment } from '@rochdale/testing';
import pg from 'pg';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';
import { startWorker } from '../../apps/worker/src/main.js';
import type { RunningWorker } from '../../apps/worker/src/main.js';

const password = 'a long enough password';

/** The co-operative's account at its bank, in all tests about money. */
export const coopIban = 'DE89370400440532013000';
/** An account of somebody who is paid. */
export const payeeIban = 'NL91ABNA0417164300';

/** A mutation's payload under the alias `payload`. */
export interface Changed<Data extends object = object> {
  readonly payload: Data & {
    readonly userErrors: readonly { readonly code: string; readonly path?: string[] }[];
  };
}

export const codesOf = ({ payload }: Changed): string[] =>
  payload.userErrors.map(({ code }) => code);

/** The API and the worker on a database and a clock of their own, and a way to talk to them. */
export class MoneyWorld {
  readonly #administrators = new Map<string, string>();

  private constructor(
    readonly service: ServiceEnvironment,
    readonly api: RunningApi,
    readonly worker: RunningWorker,
    readonly clock: SettableClock,
  ) {}

  /** The third of the month before last, nine o'clock: what happens is not in the future. */
  static async open(): Promise<MoneyWorld> {
    const today = new Date();
    const start = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 2, 3, 9);
    const clock = new SettableClock(new Date(start));
    const service = await createServiceEnvironment();
    const api = await startApi({ env: service.env, clock });
    const worker = await startWorker({ env: service.env, clock, beating: false });
    return new MoneyWorld(service, api, worker, clock);
  }

  async close(): Promise<void> {
    await this.worker.close();
    await this.api.close();
    await this.service.close();
  }

  /** Founds a co-operative; its founder is administrator, and their token is returned. */
  async found(slug: string): Promise<string> {
    const operator = systemActor(null, 'cli');
    const email = `founder@${slug}.example`;
    const person = { name: 'Founder', email, password };
    const account = await this.api.app.get(CreateAccount).execute(operator, person);
    await this.api.app.get(FoundCooperative).execute(operator, {
      slug,
      name: slug,
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      founder: { accountId: account.id, displayName: 'Founder', classKey: 'worker' },
    });
    const token = await this.signIn(email);
    this.#administrators.set(slug, token);
    return token;
  }

  signIn(email: string): Promise<string> {
    return this.client(null).tokenOf(email, password);
  }

  /** Somebody, by the token of their session, in a co-operative. */
  client(token: string | null, slug = 'mill'): ApiClient {
    return new ApiClient(this.api.url).in(slug).as(token);
  }

  /** Signs up, applies, is admitted, and is appointed to an office when one is named. */
  async member(slug: string, name: string, role?: 'TREASURER' | 'AUDITOR'): Promise<string> {
    const email = `${name}@${slug}.example`;
    const operator = systemActor(null, 'cli');
    await this.api.app.get(CreateAccount).execute(operator, { name, email, password });
    const token = await this.signIn(email);
    const administrator = this.#administrators.get(slug) ?? '';
    const applied = await this.ask<Changed<{ application: { id: string } }>>(
      token,
      `mutation { payload: membershipApply(input: { classKey: "worker", displayName: "${name}",
         note: "Hello" }) { application { id } userErrors { code } } }`,
      {},
      slug,
    );
    const admit = `mutation ($id: ID!) {
      payload: membershipAdmit(applicationId: $id) { userErrors { code } } }`;
    const id = applied.payload.application.id;
    this.#sound(await this.ask<Changed>(administrator, admit, { id }, slug));
    if (role !== undefined) {
      const appoint = `mutation ($id: ID!, $role: Role!) {
        payload: roleAppoint(input: { memberId: $id, role: $role }) { userErrors { code } } }`;
      const memberId = await this.memberId(token, slug);
      this.#sound(await this.ask(administrator, appoint, { id: memberId, role }, slug));
    }
    return token;
  }

  #sound(changed: Changed): void {
    if (changed.payload.userErrors.length > 0) throw new Error(JSON.stringify(changed));
  }

  /** By which id that partner knows whoever asks. */
  async memberIdAt(partnerId: string, token: string): Promise<string> {
    const { partner } = await this.ask<{ partner: { viewerMemberId: string } }>(
      token,
      'query ($id: ID!) { partner(id: $id) { viewerMemberId } }',
      { id: partnerId },
    );
    return partner.viewerMemberId;
  }

  /** An id that the partner could have, of a member that there is not. */
  nobodyAt(partnerId: string): string {
    return toMemberId(newId(), `partner ${fromGlobalId('Partner', partnerId)}`);
  }

  /** By which id members know whoever asks, or another audience does. */
  async memberId(token: string, slug: string, audience: IdAudience = 'inside'): Promise<string> {
    const { viewer } = await this.ask<{ viewer: { member: { id: string } } }>(
      token,
      '{ viewer { member { id } } }',
      {},
      slug,
    );
    return toMemberId(fromMemberId(viewer.member.id, 'inside'), audience);
  }

  credentials(token: string | null, slug: string): Record<string, string> {
    return {
      'x-cooperative': slug,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
  }

  async post(path: string, body: object | string, headers: Record<string, string> = {}) {
    const answer = await new ApiClient(this.api.url, headers).post(path, body);
    return { status: answer.status, body: answer.body as Record<string, unknown> };
  }

  /** An operation's whole answer, errors included. */
  answer<Data>(
    token: string | null,
    query: string,
    variables: object = {},
    slug = 'mill',
  ): Promise<GraphqlAnswer<Data>> {
    return this.client(token, slug).answer<Data>(query, variables);
  }

  /** An operation's data; throws when it has errors. */
  ask<Data>(
    token: string | null,
    query: string,
    variables: object = {},
    slug = 'mill',
  ): Promise<Data> {
    return this.client(token, slug).query<Data>(query, variables);
  }

  async upload(token: string | null, bytes: Uint8Array | string, slug = 'mill', query = '') {
    const file = { bytes, name: 'statement.xml' };
    const answer = await this.client(token, slug).upload(`/bank/statements${query}`, file);
    return { status: answer.status, body: answer.body as Record<string, unknown> };
  }

  /** Looks behind the curtain, as the database's owner. */
  async rows<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.service.database.adminUrl });
    await client.connect();
    try {
      return (await client.query(text, values)).rows as Row[];
    } finally {
      await client.end();
    }
  }
}

/** One credit or debit of a statement that we make up. */
export interface MadeEntry {
  /** Euro cents; negative leaves the account. */
  readonly minor: bigint;
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly account?: string;
  readonly text?: string;
  /** Why the bank took it back (ISO 20022, AC04), and the fee that it kept inside of it. */
  readonly returned?: { readonly reason: string; readonly feeMinor: bigint };
}

const decimal = (minor: bigint): string => {
  const text = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
};

function entryXml(entry: MadeEntry, day: string, index: number): string {
  const { minor, reference, endToEndId, account = 'DE02120300000000202051', text } = entry;
  const { returned } = entry;
  const sign = minor < 0n ? 'DBIT' : 'CRDT';
  const party = minor < 0n ? 'Cdtr' : 'Dbtr';
  const structured =
    reference === undefined
      ? ''
      : `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>
           <Ref>${reference}</Ref></CdtrRefInf></Strd>`;
  const free = text === undefined ? '' : `<Ustrd>${text}</Ustrd>`;
  const back =
    returned === undefined ? '' : `<RtrInf><Rsn><Cd>${returned.reason}</Cd></Rsn></RtrInf>`;
  const fee =
    returned === undefined
      ? ''
      : `<Chrgs><Rcrd><Amt Ccy="EUR">${decimal(returned.feeMinor)}</Amt>
           <CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>`;
  return `<Ntry><Amt Ccy="EUR">${decimal(minor)}</Amt><CdtDbtInd>${sign}</CdtDbtInd>
    <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>
    <AcctSvcrRef>${day}-${index}</AcctSvcrRef><NtryDtls><TxDtls>
    <Refs><EndToEndId>${endToEndId ?? 'NOTPROVIDED'}</EndToEndId></Refs>
    <Amt Ccy="EUR">${decimal(minor)}</Amt><CdtDbtInd>${sign}</CdtDbtInd>${fee}
    <RltdPties><${party}><Pty><Nm>Somebody</Nm></Pty></${party}>
    <${party}Acct><Id><IBAN>${account}</IBAN></Id></${party}Acct></RltdPties>
    <RmtInf>${free}${structured}</RmtInf>${back}</TxDtls></NtryDtls></Ntry>`;
}

/** A camt.053 statement of one day, which adds up unless it is told to be off. */
export function camt053(
  entries: readonly MadeEntry[],
  {
    day,
    opening = 0n,
    off = 0n,
    id = `stmt-${day}`,
  }: {
    readonly day: string;
    readonly opening?: bigint;
    readonly off?: bigint;
    readonly id?: string;
  },
): string {
  const closing = entries.reduce((sum, { minor }) => sum + minor, opening) + off;
  const balance = (code: string, minor: bigint): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${decimal(minor)}</Amt>
     <CdtDbtInd>${minor < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${day}T18:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>${id}</Id><CreDtTm>${day}T18:00:00Z</CreDtTm>
<Acct><Id><IBAN>${coopIban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
${balance('OPBD', opening)}${balance('CLBD', closing)}
${entries.map((entry, index) => entryXml(entry, day, index)).join('\n')}
</Stmt></BkToCstmrStmt></Document>`;
}

/** How many statements the service sent to the database meanwhile: the least of a few runs. */
export async function countQueries(body: () => Promise<unknown>): Promise<number> {
  const { prototype } = pg.Client;
  const original = Reflect.get(prototype, 'query') as (...args: unknown[]) => unknown;
  let least = Number.POSITIVE_INFINITY;
  // Now and then a request also looks its session up anew: the least of a few tells.
  for (let run = 0; run < 4; run += 1) {
    let count = 0;
    Reflect.set(prototype, 'query', function counted(this: unknown, ...args: unknown[]) {
      // What opens a transaction has no name.
      if (typeof Object(args[0]).name === 'string') count += 1;
      return original.apply(this, args);
    });
    try {
      await body();
    } finally {
      Reflect.set(prototype, 'query', original);
    }
    least = Math.min(least, count);
  }
  return least;
}
