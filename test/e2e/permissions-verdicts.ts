import type { IdAudience } from '@rochdale/platform';
import { buildSchema, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import type { GraphQLInputType, GraphQLSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { askPlausibly } from './permissions-asking.js';
import type { Answer } from './permissions-asking.js';
import { actorNames } from './permissions-cast.js';
import type { ActorName, Cast } from './permissions-cast.js';
import { payoutsOfLine } from './permissions-line-payouts.js';
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
  'Member.choosePseudonym': 'memberPseudonymChoose',
  'Member.chooseVisibility': 'memberVisibilityChoose',
  'Member.leave': 'membershipLeave',
  'Member.refundCredit': 'duesCreditRefund',
  'Member.waiveCredit': 'duesCreditWaive',
  'Payout.release': 'payoutsRelease',
  'Proposal.castBallot': 'ballotCast',
  'Proposal.confirmPapers': 'papersConfirm',
  'Proposal.disownPaper': 'paperDisown',
  'Proposal.enterPapers': 'papersEnter',
  'Proposal.handOutPapers': 'papersHandOut',
  'Proposal.returnPapers': 'papersReturn',
  'Proposal.takeBackBallot': 'ballotTakeBack',
  'Proposal.retryExecution': 'proposalExecutionRetry',
  'Treasury.closePeriod': 'accountingPeriodClose',
  'Treasury.createFund': 'fundCreate',
  'Treasury.recordJournalEntry': 'journalEntryRecord',
  'Waiver.decide': 'duesWaiverDecide',
  'Waiver.withdraw': 'duesWaiverWithdraw',
};

/** Where something is found that is no node and no field of its own name. */
const listed: Readonly<Record<string, string>> = { Waiver: 'waivers' };

/** Operations on whoever asks: of somebody else's thing the verdict says so, and they cannot. */
const onOneself: ReadonlySet<string> = new Set([
  'Application.withdraw',
  'Member.choosePseudonym',
  'Member.chooseVisibility',
  'Member.leave',
]);

/** Whose the cast's things are, of those that operations on oneself are about. */
const owners: Readonly<Record<string, ActorName>> = { Application: 'applicant', Member: 'member' };

/** Operations that may be said again; the verdict is about saying it the first time. */
const saidAgain: Readonly<Record<string, string>> = {
  'Expense.submit': 'EXPENSE_STATUS_CONFLICT',
  'Fund.close': 'FUND_IS_CLOSED',
  'Proposal.open': 'PROPOSAL_STATUS_CONFLICT',
};

/** What ends the thing, so that nothing else is done with it: asked last. */
const ends: ReadonlySet<string> = new Set(['Invoice.cancel', 'Member.refundCredit']);

/** A cent of a member's credit, and why. */
export const givenAway = (memberId: string) => ({
  memberId,
  currency: 'EUR',
  amountMinor: '1',
  reason: 'theirs to give',
});

/** What may be left out for a schema that only grows, and is not. */
async function givenTo(
  cast: Cast,
  actor: ActorName,
  name: string,
): Promise<Readonly<Record<string, unknown>>> {
  // Without an id it is oneself that is erased.
  if (name === 'Member.erase') return { memberId: cast.idOf('Member', actor) };
  if (name === 'Member.waiveCredit') {
    return { input: givenAway(cast.idOf('Member', actor)) };
  }
  if (name === 'BankLine.split') {
    const [lineId, creditMemberId] = [cast.idOf('BankLine'), cast.idOf('Member', actor)];
    return { input: { lineId, parts: [], creditMemberId } };
  }
  if (name === 'BankLine.assignToPayouts') return payoutsOfLine(cast, 'assignToPayouts');
  if (name === 'BankLine.assignToPayoutReturn') return payoutsOfLine(cast, 'assignToPayoutReturn');
  if (name !== 'Expense.approve') return {};
  const { expense } = await cast
    .client('member')
    .query<{ expense: { termsHash: string } | null }>(
      'query ($id: ID!) { expense(id: $id) { termsHash } }',
      { id: cast.idOf('Expense') },
    );
  return expense ?? {};
}

/** Reasons that lie in who asks, not in the thing. The operations have two codes for all four. */
const ofTheActor = new Set(['UNAUTHENTICATED', 'NOT_A_MEMBER', 'ROLE_REQUIRED', 'SCOPE_REQUIRED']);
const refusals = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const small = (word: string) => word.charAt(0).toLowerCase() + word.slice(1);

const operationFor = (type: string, field: string): string =>
  otherNames[`${type}.${field}`] ?? `${small(type)}${capital(field)}`;

/** What `viewerCan` of a type speaks of; empty where the type has none. */
const judgedBy = (schema: GraphQLSchema, type: string): string[] => {
  const judging = schema.getType(`${type}ViewerCan`);
  return isObjectType(judging) ? Object.keys(judging.getFields()) : [];
};

/** Every type of the schema that says what the viewer can. */
export function judgedTypes(schema: GraphQLSchema): string[] {
  const named = Object.keys(schema.getTypeMap()).map((name) => /^(\w+)ViewerCan$/.exec(name)?.[1]);
  return named.filter((type) => type !== undefined);
}

export const committedSchema = (): GraphQLSchema =>
  buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));

/** What somebody is told of the thing; null when they do not see it. */
async function verdictsFor(
  cast: Cast,
  actor: ActorName,
  [type, fields]: readonly [string, readonly string[]],
  isNode: boolean,
): Promise<Verdicts | null> {
  const asked = `id viewerCan { ${fields.map((one) => `${one} { allowed reason }`).join(' ')} }`;
  const query = isNode
    ? `{ it: node(id: "${cast.idOf(type, actor)}") { ... on ${type} { ${asked} } } }`
    : `{ it: ${listed[type] ?? small(type)} { ${listed[type] ? asked : asked.slice(3)} } }`;
  type Seen = { readonly id?: string; readonly viewerCan: Verdicts } | null;
  const { data } = await cast.client(actor).answer<{ it: Seen | Seen[] }>(query);
  const seen = [data?.it ?? null].flat();
  const one = listed[type] ? seen.find((it) => it?.id === cast.idOf(type, actor)) : seen[0];
  return one?.viewerCan ?? null;
}

const codeOf = (answer: Answer): string | null => (typeof answer === 'string' ? null : answer.code);

function takesId(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return named.name === 'ID';
  return Object.values(named.getFields()).some((field) => takesId(field.type));
}

/** Whether an operation on one thing refuses it, and does not say by which field it was named. */
function namesNoField({ field }: Operation, answer: Answer): boolean {
  if (typeof answer === 'string' || refusals.has(answer.code)) return false;
  return field.args.some(({ type }) => takesId(type)) && (answer.path ?? []).length === 0;
}

/** What the two say, where they do not say the same. */
function difference({ allowed, reason }: Verdict, code: string | null): string | null {
  const agrees = allowed
    ? code === null
    : ofTheActor.has(reason ?? '')
      ? refusals.has(code ?? '')
      : code === reason;
  return agrees ? null : `${allowed ? 'allowed' : String(reason)}, but ${code ?? 'it is done'}`;
}

/** What an operation is given besides, by its verdict. */
type Besides = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A thing that is asked about, where it is not the cast's usual one. */
export interface Asked {
  readonly type: string;
  /** Whose it is, of what is done on oneself; null when nobody's of the cast. */
  readonly owner?: ActorName | null;
  /** By operation what may be left out for a schema that only grows, and is not. */
  readonly besides?: (audience: IdAudience) => Besides;
}

/** Where `viewerCan` says something else of a thing than the operation, person by person. */
export async function differencesOf(
  cast: Cast,
  schema: GraphQLSchema,
  { type, owner = owners[type] ?? null, besides }: Asked,
): Promise<{ readonly seen: number; readonly found: Readonly<Record<string, string>> }> {
  const operations = new Map(operationsOf(schema).map((one) => [one.field.name, one]));
  const isNode = nodeTypesOf(schema).includes(type);
  const fields = judgedBy(schema, type);
  const found: Record<string, string> = {};
  let seen = 0;
  for (const actor of actorNames) {
    const verdicts = await verdictsFor(cast, actor, [type, fields], isNode);
    if (verdicts === null) continue;
    seen += 1;
    const last = (field: string): number => Number(ends.has(`${type}.${field}`));
    const asked = Object.entries(verdicts).toSorted(([a], [b]) => last(a) - last(b));
    const more = besides?.(cast.audienceOf(actor)) ?? {};
    for (const [field, verdict] of asked) {
      const name = `${type}.${field}`;
      if (onOneself.has(name) && owner !== actor) continue;
      const operation = operations.get(operationFor(type, field)) as Operation;
      expect(operation, `the operation of ${name}`).toBeDefined();
      const given = more[name] ?? (await givenTo(cast, actor, name));
      const answer = await askPlausibly(cast, operation, actor, new Map(), given);
      const code = codeOf(answer);
      if (code === null && verdict.reason === saidAgain[name]) continue;
      const differs = difference(verdict, code);
      if (differs !== null) found[`${actor}: ${name}`] = differs;
      else if (namesNoField(operation, answer)) found[`${actor}: ${name}`] = `${code} of no field`;
    }
  }
  return { seen, found };
}

/** Mandates are granted by votes, and the cast has granted none: asked in `payments-by-hand`. */
const grantedByVotes: ReadonlySet<string> = new Set(['Mandate', 'MandateBill']);

/** Of the cast's things, one of each type that says what the viewer can. */
export function compareVerdicts(cast: () => Cast): void {
  const schema = committedSchema();

  describe('what the viewer can is what the operation says', () => {
    const met = judgedTypes(schema).filter((type) => !grantedByVotes.has(type));
    it.each(met)('%s', async (type) => {
      const { seen, found } = await differencesOf(cast(), schema, { type });
      expect(seen, 'somebody sees one').toBeGreaterThan(0);
      expect(found).toEqual({});
    });
  });
}
