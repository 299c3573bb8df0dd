import {
  allFacts,
  allPermissions,
  dayOf,
  daysLater,
  isId,
  newId,
  startOfDay,
} from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MoneyWorld } from './money-world.js';

interface Entry {
  readonly type: string;
  readonly subjectId: string;
  readonly dataJson: string;
  readonly memberId: string | null;
  readonly requestId: string;
}

interface Trail {
  readonly auditTrail: {
    readonly edges: readonly { readonly node: Entry }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

let world: MoneyWorld;
let administrator: string;
let auditor: string;
let treasurer: string;
let ada: string;
let adaId: string;

const amount = '424242';
const request = 'a-request-of-ada';
const entries = `edges { node { type subjectId dataJson memberId requestId } }`;

const twoDaysAgo = (): Date => daysLater(world.clock.now(), -2);

/** A fact of that kind, as if Ada had done it to herself, with an amount. */
async function plant(
  type: string,
  version: number,
  visibility: string,
  { at = twoDaysAgo(), requestId = request }: { at?: Date; requestId?: string } = {},
): Promise<void> {
  await world.rows(
    `insert into platform.facts (id, type, version, subject_kind, subject_id, visibility, data,
       cooperative_id, actor_kind, member_id, via, request_id, occurred_at)
     select $1, $2, $3, 'member', id, $4,
       jsonb_build_object('memberId', id, 'amountMinor', $5::text),
       cooperative_id, 'person', id, 'session', $6, $7
     from membership.members where display_name = 'ada'`,
    [newId(), type, version, visibility, amount, requestId, at],
  );
}

/** All pages of it. */
async function trail(token: string, narrowed = ''): Promise<Entry[]> {
  const read: Entry[] = [];
  let after: string | null = null;
  do {
    const { auditTrail }: Trail = await world.ask<Trail>(
      token,
      `query ($after: String) { auditTrail(first: 100, after: $after${narrowed}) {
        ${entries} pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    read.push(...auditTrail.edges.map(({ node }) => node));
    after = auditTrail.pageInfo.hasNextPage ? auditTrail.pageInfo.endCursor : null;
  } while (after !== null);
  return read;
}

const tells = ({ subjectId, dataJson, memberId, requestId }: Entry): boolean =>
  subjectId !== '' || dataJson !== '{}' || memberId !== null || requestId !== '';

interface Known {
  readonly type: string;
  readonly visibility: string;
  readonly wholeFor: string | null;
}

const isOfPersonsMoney = ({ type, visibility }: Known): boolean =>
  visibility === 'private' &&
  /^(dues|ledger|banking)[.]|^payments[.]Bank(Statement|Line)/.test(type);

/** Who nominated whom, and who declined, is read by who runs elections, and by no auditor. */
const isOfNominations = ({ wholeFor }: Known): boolean => wholeFor === 'nomination.read-all';

/** Who votes for whom, and whose ballots are void, is the service's own. */
const isOfTheService = ({ visibility, wholeFor }: Known): boolean =>
  visibility === 'private' && (wholeFor === 'delegation.end' || wholeFor === 'vote.recount');

/** Whoever is left out, or recorded, or votes for an organisation, is read by auditors alone. */
const isOfAuditors = ({ wholeFor }: Known): boolean =>
  wholeFor === 'delegation.audit' || wholeFor === 'representative.audit';

const isKeptFromAuditors = (fact: Known): boolean => isOfNominations(fact) || isOfTheService(fact);
const isKeptFromAdministrators = (fact: Known): boolean =>
  isOfPersonsMoney(fact) || isOfTheService(fact) || isOfAuditors(fact);

beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  treasurer = await world.member('mill', 'tess', 'TREASURER');
  auditor = await world.member('mill', 'aude', 'AUDITOR');
  ada = await world.member('mill', 'ada');
  adaId = await world.memberId(ada, 'mill');
  for (const { type, version, visibility } of allFacts().values()) {
    await plant(type, version, visibility);
  }
});

afterAll(() => world.close());

it('tells whose money it was, and how much, to who may read that money', async () => {
  for (const fact of allFacts().values()) {
    const asked = `, type: "${fact.type}"`;
    const [ofAuditor] = await trail(auditor, asked);
    const isAudited = !isKeptFromAuditors(fact);
    expect.soft(ofAuditor, fact.type).toMatchObject({
      memberId: isAudited ? adaId : null,
      requestId: isAudited ? request : '',
    });
    const [ofAdministrator] = await trail(administrator, asked);
    expect.soft(ofAdministrator?.type).toBe(fact.type);
    const isTold = ofAdministrator !== undefined && tells(ofAdministrator);
    expect.soft(isTold, fact.type).toBe(!isKeptFromAdministrators(fact));
  }
});

it.each([
  ['what was done to her', (id: string) => `, subjectId: "${id}"`],
  ['what she did', (id: string) => `, filter: { memberId: "${id}" }`],
])('does not tell it by what is found under her name: %s', async (_, narrowed) => {
  const found = async (token: string): Promise<Set<string>> =>
    new Set((await trail(token, narrowed(adaId))).map(({ type }) => type));
  const known = [...allFacts().values()];
  const forAuditor = await found(auditor);
  const unaudited = known.filter(({ type }) => !forAuditor.has(type)).map(({ type }) => type);
  expect(unaudited).toEqual(known.filter(isKeptFromAuditors).map(({ type }) => type));
  const forAdministrator = await found(administrator);
  const missing = known.filter(({ type }) => !forAdministrator.has(type));
  expect(missing.map(({ type }) => type)).toEqual(
    known.filter(isKeptFromAdministrators).map(({ type }) => type),
  );
});

it('tells what is of no known kind to nobody, but that it happened', async () => {
  await plant('gone.OnceKept', 1, 'private');
  for (const reader of [auditor, administrator]) {
    const [entry] = await trail(reader, ', type: "gone.OnceKept"');
    expect(entry).toMatchObject({ subjectId: '', dataJson: '{}', memberId: null, requestId: '' });
  }
});

it('tells of a fact about nobody its day alone, and of today none', async () => {
  const type = 'dues.InvoicePaid';
  const later = (ms: number): Date => new Date(twoDaysAgo().getTime() + ms);
  await plant('membership.MemberRenamed', 1, 'private', { at: later(1_000) });
  await plant(type, 1, 'private', { at: later(1_300) });
  await plant(type, 1, 'private', { at: world.clock.now() });
  type Dated = { auditTrail: { totalCount: number; edges: { node: { occurredAt: string } }[] } };
  const dated = async (token: string, filter: object = {}) => {
    const { auditTrail } = await world.ask<Dated>(
      token,
      `query ($type: String, $filter: AuditFilterInput) {
        auditTrail(first: 100, type: $type, filter: $filter) {
          totalCount edges { node { occurredAt } } } }`,
      { type, filter },
    );
    expect(auditTrail.totalCount).toBe(auditTrail.edges.length);
    return auditTrail.edges.map(({ node }) => node.occurredAt);
  };
  const day = startOfDay(dayOf(twoDaysAgo()));
  expect(await dated(auditor)).toHaveLength(3);
  expect(await dated(administrator)).toEqual([day, day].map((at) => at.toISOString()));
  // Nor is the instant found by asking for ever shorter spans.
  expect(await dated(administrator, { from: day })).toHaveLength(2);
  expect(await dated(administrator, { from: day, before: daysLater(day, 1) })).toHaveLength(2);
  expect(await dated(administrator, { from: new Date(day.getTime() + 1) })).toEqual([]);
  expect(await dated(administrator, { before: later(3_600_000) })).toEqual([]);
});

it('has no place beside a fact that is about somebody', async () => {
  const known = [...allFacts().values()];
  const blank = new Set(known.filter(isOfPersonsMoney).map(({ type }) => type));
  const all = await trail(administrator);
  expect(all.filter(({ type }) => blank.has(type))).toEqual([]);
  expect(all.length).toBeGreaterThan(known.length - blank.size);
  // A cursor says where in its own list it stands, and nowhere else.
  const asked = (narrowed: string) => `{ auditTrail(first: 1${narrowed}) {
    pageInfo { endCursor } } }`;
  type Cursor = { auditTrail: { pageInfo: { endCursor: string } } };
  const { auditTrail } = await world.ask<Cursor>(
    administrator,
    asked(', type: "dues.InvoicePaid"'),
  );
  const { errors } = await world.answer(
    administrator,
    asked(`, after: "${auditTrail.pageInfo.endCursor}"`),
  );
  expect(errors?.[0]?.extensions.code).toBe('INVALID_CURSOR');
});

it('calls requests and jobs by what is no clock', async () => {
  await plant('membership.MemberRenamed', 1, 'private', { requestId: newId() });
  const told = (await trail(auditor)).map(({ requestId }) => requestId);
  expect(told.filter((id) => isId(id)).length).toBeGreaterThan(0);
  expect(told.filter((id) => isId(id) && id[14] === '7')).toEqual([]);
});

it('knows of every private fact who reads it whole', () => {
  const unknown = [...allFacts().values()].filter(({ visibility, wholeFor }) =>
    visibility === 'private'
      ? wholeFor === null || !allPermissions().has(wholeFor)
      : wholeFor !== null,
  );
  expect(unknown).toEqual([]);
});

it('knows of every fact that is private at times who reads it whole then', () => {
  const told = [...allFacts().values()].flatMap(({ privatelyFor }) => privatelyFor ?? []);
  expect(told.length).toBeGreaterThan(5);
  expect(told.filter((name) => !allPermissions().has(name))).toEqual([]);
});

it('is read by auditors and administrators alone', async () => {
  for (const reader of [ada, treasurer]) {
    const { errors } = await world.answer(reader, `{ auditTrail(first: 1) { ${entries} } }`);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }
});
