import { buildSchema, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { askPlausibly } from './permissions-asking.js';
import type { Answer } from './permissions-asking.js';
import { actorNames } from './permissions-cast.js';
import type { ActorName, Cast } from './permissions-cast.js';
import { nodeTypesOf, operationsOf } from './permissions-operations.js';
import type { Operation } from './permissions-operations.js';

interface Verdict {
  readonly allowed: boolean;
  readonly reason: string | null;
}
type Verdicts = Readonly<Record<string, Verdict>>;

/** Which operation does what `viewerCan` speaks of, where the two have other names. */
const otherNames: Readonly<Record<string, string>> = {
  'Application.admit': 'membershipAdmit',
  'Application.decline': 'membershipDecline',
  'Application.withdraw': 'membershipWithdraw',
  'Cooperative.apply': 'membershipApply',
  'Cooperative.defineMemberClass': 'memberClassDefine',
  'Cooperative.readApplications': 'applications',
  'Expense.retryPayout': 'expensePayoutRetry',
  'LedgerAccount.setFloor': 'ledgerAccountFloorSet',
  'Member.appointRole': 'roleAppoint',
  'Member.changeStanding': 'memberStandingChange',
  'Member.chooseVisibility': 'memberVisibilityChoose',
  'Member.leave': 'membershipLeave',
  'Payout.release': 'payoutsRelease',
  'Proposal.castBallot': 'ballotCast',
  'Proposal.retryExecution': 'proposalExecutionRetry',
  'Treasury.closePeriod': 'accountingPeriodClose',
  'Treasury.createFund': 'fundCreate',
  'Treasury.recordJournalEntry': 'journalEntryRecord',
  'Waiver.decide': 'duesWaiverDecide',
};

/** Where something is found that is no node and no field of its own name. */
const listed: Readonly<Record<string, string>> = { Waiver: 'waivers' };

/** Operations on whoever asks: of somebody else's thing the verdict says so, and they cannot. */
const onOneself: Readonly<Record<string, ActorName>> = {
  'Application.withdraw': 'applicant',
  'Member.chooseVisibility': 'member',
  'Member.leave': 'member',
};

/** Operations that may be said again; the verdict is about saying it the first time. */
const saidAgain: Readonly<Record<string, string>> = {
  'Expense.submit': 'EXPENSE_STATUS_CONFLICT',
};

/** What ends the thing, so that nothing else is done with it: asked last. */
const ends: ReadonlySet<string> = new Set(['Invoice.cancel']);

/** What may be left out for a schema that only grows, and is not. */
async function besides(cast: Cast, name: string): Promise<Readonly<Record<string, unknown>>> {
  // Without an id it is oneself that is erased.
  if (name === 'Member.erase') return { memberId: cast.idOf('Member') };
  if (name !== 'Expense.approve') return {};
  const { expense } = await cast
    .client('member')
    .query<{ expense: { termsHash: string } }>(
      'query ($id: ID!) { expense(id: $id) { termsHash } }',
      { id: cast.idOf('Expense') },
    );
  return expense;
}

/** Reasons that lie in who asks, not in the thing. The operations have two codes for all four. */
const ofTheActor = new Set(['UNAUTHENTICATED', 'NOT_A_MEMBER', 'ROLE_REQUIRED', 'SCOPE_REQUIRED']);
const refusals = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const small = (word: string) => word.charAt(0).toLowerCase() + word.slice(1);

const operationFor = (type: string, field: string): string =>
  otherNames[`${type}.${field}`] ?? `${small(type)}${capital(field)}`;

/** `[Expense, [approve, reject, …]]` for every type of the schema that says what the viewer can. */
function judgedTypes(schema: GraphQLSchema): [string, string[]][] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    const [, judged] = /^(\w+)ViewerCan$/.exec(type.name) ?? [];
    if (judged === undefined || !isObjectType(type)) return [];
    return [[judged, Object.keys(type.getFields())] as [string, string[]]];
  });
}

/** What somebody is told of the thing; null when they do not see it. */
async function verdictsFor(
  cast: Cast,
  actor: ActorName,
  [type, fields]: readonly [string, readonly string[]],
  isNode: boolean,
): Promise<Verdicts | null> {
  const asked = `viewerCan { ${fields.map((one) => `${one} { allowed reason }`).join(' ')} }`;
  const query = isNode
    ? `{ it: node(id: "${cast.idOf(type)}") { ... on ${type} { ${asked} } } }`
    : `{ it: ${listed[type] ?? small(type)} { ${asked} } }`;
  type Seen = { readonly viewerCan: Verdicts } | null;
  const { data } = await cast.client(actor).answer<{ it: Seen | Seen[] }>(query);
  return [data?.it ?? null].flat()[0]?.viewerCan ?? null;
}

const codeOf = (answer: Answer): string | null => (typeof answer === 'string' ? null : answer.code);

/** What the two say, where they do not say the same. */
function difference({ allowed, reason }: Verdict, code: string | null): string | null {
  const agrees = allowed
    ? code === null
    : ofTheActor.has(reason ?? '')
      ? refusals.has(code ?? '')
      : code === reason;
  return agrees ? null : `${allowed ? 'allowed' : String(reason)}, but ${code ?? 'it is done'}`;
}

/** Everything that `viewerCan` says, beside what the operation answers the same person. */
export function compareVerdicts(cast: () => Cast): void {
  const text = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
  const schema = buildSchema(text);
  const nodeTypes = nodeTypesOf(schema);
  const operations = new Map(operationsOf(schema).map((one) => [one.field.name, one]));

  describe('what the viewer can is what the operation says', () => {
    it.each(judgedTypes(schema))('%s', async (type, fields) => {
      const found: Record<string, string> = {};
      let seen = 0;
      for (const actor of actorNames) {
        const isNode = nodeTypes.includes(type);
        const verdicts = await verdictsFor(cast(), actor, [type, fields], isNode);
        if (verdicts === null) continue;
        seen += 1;
        const last = (field: string): number => Number(ends.has(`${type}.${field}`));
        const asked = Object.entries(verdicts).toSorted(([a], [b]) => last(a) - last(b));
        for (const [field, verdict] of asked) {
          const name = `${type}.${field}`;
          if ((onOneself[name] ?? actor) !== actor) continue;
          const operation = operations.get(operationFor(type, field)) as Operation;
          expect(operation, `the operation of ${name}`).toBeDefined();
          const given = await besides(cast(), name);
          const answer = await askPlausibly(cast(), operation, actor, new Map(), given);
          const code = codeOf(answer);
          if (code === null && verdict.reason === saidAgain[name]) continue;
          const differs = difference(verdict, code);
          if (differs !== null) found[`${actor}: ${name}`] = differs;
        }
      }
      expect(seen, 'somebody sees one').toBeGreaterThan(0);
      expect(found).toEqual({});
    });
  });
}
