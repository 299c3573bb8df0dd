import { buildSchema } from 'graphql';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FactFeed } from '../../apps/api/src/graphql/kit/fact-feed.js';
import { printSchemaSdl } from '../../apps/api/src/main.js';
import { countStatements } from './connections-counting.js';
import { lookUp } from './looking-up.js';
import { narrowLists } from './connections-narrowing.js';
import { orderLists } from './connections-ordering.js';
import { ask, askPlausibly } from './permissions-asking.js';
import type { Answer } from './permissions-asking.js';
import { actorNames, gatherCast, keepNothing } from './permissions-cast.js';
import type { ActorName, Cast } from './permissions-cast.js';
import { guardFields } from './permissions-fields.js';
import { nodeTypesOf, operationsOf, requestOf, variablesOf } from './permissions-operations.js';
import type { IdTypes, Operation } from './permissions-operations.js';
import { requestTo, routesOf } from './permissions-routes.js';
import { endsAtArguments, forStrangers, nothingForStrangers } from './permissions-strangers.js';
import { compareIds } from './one-kind-of-id.js';
import { compareVerdicts } from './permissions-verdicts.js';
import { holdShapes } from './shapes-holding.js';

type Cells = Readonly<Record<ActorName, string>>;
type Matrix = Readonly<Record<string, Cells>>;

const file = new URL('permissions.matrix.json', import.meta.url);
/** Answers that come before anybody asked for permission: then the walk proves nothing. */
const before = /^(INVALID_INPUT|INVALID_ID|INTERNAL|GRAPHQL_.*|TOO_(DEEP|COMPLEX))$/;

let cast: Cast;
let keepAgain = (): void => undefined;
let operations: readonly Operation[];
let nodeTypes: readonly string[];

beforeAll(async () => {
  const schema = buildSchema(await printSchemaSdl());
  operations = operationsOf(schema);
  nodeTypes = nodeTypesOf(schema);
  cast = await gatherCast();
  keepAgain = keepNothing();
}, 240_000);

afterAll(async () => {
  keepAgain();
  await cast.close();
});

const wordOf = (answer: Answer) => (typeof answer === 'string' ? answer : answer.code);

async function cellOf(operation: Operation, actor: ActorName): Promise<string> {
  return explained(operation.name, await askPlausibly(cast, operation, actor));
}

/** A walk that did not reach the permission says why, so that its arguments can be mended. */
function explained(name: string, answer: Answer): string {
  const word = wordOf(answer);
  return before.test(word) ? `${word} before ${name}: ${JSON.stringify(answer)}` : word;
}

/** Permission is given when the feed is opened, and refused when an error comes instead. */
async function subscriptionCell(operation: Operation, actor: ActorName): Promise<string> {
  const opened = vi.spyOn(cast.api.app.get(FactFeed), 'notices');
  const idTypes: IdTypes = new Map([['id', 'Proposal']]);
  const variables = variablesOf(operation, idTypes, (type) => cast.idOf(type, actor));
  const { query } = requestOf(operation, variables);
  const watching = await cast.client(actor).subscribe(query, variables);
  try {
    const refused = watching.next().then((message) => {
      const text = JSON.stringify(message);
      return /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? text;
    });
    const allowed = vi
      .waitFor(() => expect(opened).toHaveBeenCalled(), { timeout: 10_000, interval: 20 })
      .then(() => 'ok');
    return await Promise.race([refused, allowed]);
  } finally {
    watching.close();
    opened.mockRestore();
  }
}

async function rowOf(cell: (actor: ActorName) => Promise<string>): Promise<Cells> {
  const cells: Partial<Record<ActorName, string>> = {};
  for (const actor of actorNames) cells[actor] = await cell(actor);
  return cells as Cells;
}

async function walk(): Promise<Matrix> {
  const rows: Record<string, Cells> = {};
  for (const operation of operations) {
    const cell = operation.kind === 'subscription' ? subscriptionCell : cellOf;
    if (operation.name !== 'Query.node') {
      rows[operation.name] = await rowOf((actor) => cell(operation, actor));
    }
  }
  for (const type of nodeTypes) {
    rows[`Query.node(${type})`] = await rowOf(async (actor) => {
      const query = `{ payload: node(id: "${cast.idOf(type, actor)}") { __typename } }`;
      return explained(type, (await ask(cast, actor, { query })).answer);
    });
  }
  const server = cast.api.app.getHttpAdapter().getInstance();
  for (const route of routesOf(server.printRoutes())) {
    rows[route] = await rowOf((actor) => requestTo(cast, route, actor));
  }
  return Object.fromEntries(Object.entries(rows).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function committed(): Matrix {
  return JSON.parse(readFileSync(file, 'utf8')) as Matrix;
}

describe('the permission matrix', () => {
  let found: Matrix;

  beforeAll(async () => {
    found = await walk();
    if (process.env['UPDATE_MATRIX'] === '1') {
      writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
    }
  }, 400_000);

  it('says for every operation and route what everybody may, and is as committed', () => {
    const cells = Object.values(found).flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => cell.includes(' before '))).toEqual([]);
    const missing = Object.keys(found).filter((name) => !Object.hasOwn(committed(), name));
    expect(missing, 'no rule for these; review them and run npm run matrix:write').toEqual([]);
    expect(found).toEqual(committed());
  });

  it('meets one thing of every kind, so that nothing is refused for want of it', () => {
    const wanting = Object.entries(found)
      .filter(([, cells]) => {
        const answers = Object.values(cells).filter(isOpen);
        return answers.every((answer) => /NOT_FOUND$|^INVALID_|^TOO_FEW/.test(answer));
      })
      .map(([name]) => name);
    expect(wanting.toSorted()).toEqual([...endsAtArguments].toSorted());
  });

  it('lets strangers ask what is on the list of what strangers may ask, and no more', () => {
    const answerOf = (name: string): string => found[name]?.anonymous ?? '';
    const open = Object.keys(found).filter((name) => isOpen(answerOf(name)));
    const empty = open.filter((name) => answerOf(name) === 'nothing');
    expect(open.filter((name) => !empty.includes(name)).toSorted()).toEqual(
      [...forStrangers].toSorted(),
    );
    expect(empty.toSorted()).toEqual([...nothingForStrangers].toSorted());
  });

  it('lets who left see what they owe and have, beside what anybody signed in does', () => {
    const more = Object.entries(found).filter(
      ([, { former, foreigner }]) => former !== foreigner && isOpen(former),
    );
    expect(more.map(([name]) => name)).toEqual(theirs);
  });

  it('lets applicants, partners, members elsewhere and who left change next to nothing', () => {
    const open = Object.entries(found).flatMap(([name, cells]) =>
      (['applicant', 'partner', 'foreigner', 'former'] as const)
        .filter((actor) => name.startsWith('Mutation.') && isOpen(cells[actor]))
        .map((actor) => `${actor} ${name}`),
    );
    expect(open).toEqual(meant);
  });
});

/**
 * Oneself: one's account, one's application, one's bank details, one's credit, one's claim that is
 * not decided, or not paid, an invitation that one has the letter of. Nothing of the
 * co-operative's.
 */
const meant: readonly string[] = [
  'applicant Mutation.accountErase',
  'foreigner Mutation.accountErase',
  'former Mutation.accountErase',
  'applicant Mutation.duesCreditWaive',
  'former Mutation.duesCreditWaive',
  'applicant Mutation.duesRefundCancel',
  'former Mutation.duesRefundCancel',
  'applicant Mutation.duesWaiverWithdraw',
  'former Mutation.duesWaiverWithdraw',
  'former Mutation.expenseDecline',
  'former Mutation.expenseWaive',
  'former Mutation.expenseWithdraw',
  'applicant Mutation.invitationAccept',
  'partner Mutation.invitationAccept',
  'foreigner Mutation.invitationAccept',
  'former Mutation.invitationAccept',
  'applicant Mutation.memberErase',
  'former Mutation.memberErase',
  'applicant Mutation.memberRename',
  'applicant Mutation.memberVisibilityChoose',
  'applicant Mutation.membershipApply',
  'foreigner Mutation.membershipApply',
  'former Mutation.membershipApply',
  'applicant Mutation.membershipWithdraw',
  'applicant Mutation.ownArchiveRequest',
  'foreigner Mutation.ownArchiveRequest',
  'former Mutation.ownArchiveRequest',
  'applicant Mutation.ownArchiveTicketIssue',
  'foreigner Mutation.ownArchiveTicketIssue',
  'former Mutation.ownArchiveTicketIssue',
  'applicant Mutation.payeeDetailsSet',
  'partner Mutation.payeeDetailsSet',
  'former Mutation.payeeDetailsSet',
  'applicant Mutation.personalTokenCreate',
  'applicant Mutation.personalTokenRevoke',
  'foreigner Mutation.personalTokenRevoke',
  'former Mutation.personalTokenRevoke',
  'applicant Mutation.sessionRevoke',
  'foreigner Mutation.sessionRevoke',
  'former Mutation.sessionRevoke',
  'applicant Mutation.sessionRevokeAll',
  'foreigner Mutation.sessionRevokeAll',
  'former Mutation.sessionRevokeAll',
];

/**
 * Of who left: what they owe, have and claimed here, where it is paid to, and the end of it.
 * Sessions are each one's own.
 */
const theirs: readonly string[] = [
  'GET /files/:id',
  'GET /pages/my-looks',
  'Mutation.duesCreditWaive',
  'Mutation.duesRefundCancel',
  'Mutation.duesWaiverWithdraw',
  'Mutation.expenseDecline',
  'Mutation.expenseWaive',
  'Mutation.expenseWithdraw',
  'Mutation.memberErase',
  'Mutation.payeeDetailsSet',
  'Mutation.sessionRevoke',
  'Query.duesCreditEntries',
  'Query.duesCredits',
  'Query.duesRefunds',
  'Query.expense',
  'Query.expenses',
  'Query.hearingsAboutMe',
  'Query.looksAtMe',
  'Query.myInvoices',
  'Query.node(Invoice)',
  'Query.payeeDetails',
  'Query.waivers',
];

const isOpen = (cell: string): boolean => cell !== 'FORBIDDEN' && cell !== 'UNAUTHENTICATED';

guardFields(() => cast);
compareVerdicts(() => cast);
compareIds(() => cast);
countStatements(() => cast);
narrowLists(() => cast);
orderLists(() => cast);
lookUp(() => cast);
holdShapes(() => cast);
