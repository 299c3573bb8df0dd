import { readFileSync } from 'node:fs';
import { rooms } from '@rochdale/house';
import { buildSchema, getNamedType, isLeafType, isObjectType } from 'graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { controllers } from '../../controllers.js';
import { routesOf } from '../../testing/routes-of.js';
import { rowsOfPersons } from './rows-of-persons.js';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

/** What is put on record by the field that shows it, and not wherever the row is given. */
const byField: Readonly<Record<string, readonly string[]>> = {
  Application: ['decisionNote', 'note'],
  Ballot: ['reason'],
  Expense: ['destination'],
  Hearing: ['endedReason'],
  Member: ['standing'],
  Query: ['duesCredits'],
  StandingChange: ['note'],
};

const itsInvoice = 'comes with its invoice alone, a look at which is on record';
const released = 'figures that are out for everybody, or sums of accounts';
const everybodys = 'what the co-operative spends, which all members read';
const ofThePartner = 'what a partner is paid, which is no person’s';

const aCode = 'a code';
const ofOurs = 'sentences of ours by code and line, with no word of the file';
const aFile = 'by which a whole file is known again, and nothing in it';

/** Types or fields that seem to show money, and no look at them is on record: why. */
const unseen: Readonly<Record<string, string>> = {
  'Amendment.note': 'why somebody wants another text, said to all members',
  'ActionPreview.refusalMessage': 'who is told of whom is on record with the preview',
  'ApiKey.partnerId': ofThePartner,
  ApprovalStep: 'a rule',
  BankAccount: 'the co-operative’s own',
  BankStatement: 'sums of a statement; its lines are looked at one by one',
  BankWord: 'what a bank says of a payout by its id, a look at which is on record',
  'CommentFile.sha256': aFile,
  CreditNote: itsInvoice,
  DuesPlan: 'what everybody may choose from',
  'ElectionRefilledSeat.reason': aCode,
  ExpenseItem: everybodys,
  Fund: everybodys,
  LedgerAccount: released,
  Mandate: 'what members let a partner be paid, which is no person’s',
  MissingStatement: 'sums of statements',
  OwnHearing: 'shown to whom it is about alone',
  'PaperEntry.contentHash': 'by which an earlier protocol of papers is known again',
  'Papers.contentHash': 'by which a protocol of papers is known again',
  PayTo: 'the co-operative’s own account',
  PayeeDetails: 'shown to the payee alone',
  PaymentFile: 'a sum that names nobody; its payouts and its bytes are looked at',
  'PaymentStatusReport.sha256': aFile,
  Pledge: 'shown to who made it alone',
  PoolPolicy: 'a rule',
  Posting: 'comes with its transaction alone, a look at which is on record',
  'Proposal.endedReason': 'nothing of a hearing, which is opened by itself',
  'Receipt.sha256': aFile,
  'RuleField.words': 'a sentence of ours',
  'SimulatedOutcome.reason': aCode,
  'SimulatedOutcome.words': 'a sentence of ours',
  'SimulatedVote.notAskedWords': 'a sentence of ours',
  'StandingChange.reason': aCode,
  'StatementFile.refusalMessage': ofOurs,
  'StatementFile.sha256': aFile,
  'StatementFile.warnings': ofOurs,
  'Tally.reason': aCode,
  TreasuryAccount: released,
  TreasuryFigure: released,
  TreasuryMonth: released,
  TreasuryMonthLine: released,
  TreasuryTotals: released,
  TrialBalanceRow: released,
  'UsageEvent.periodId': 'which month it is counted in, as the partner reported it',
  UsagePeriod: ofThePartner,
  UsageStatement: ofThePartner,
  'Verdict.reason': aCode,
};

const revealing = new Set(['bank', 'money', 'special']);
const columns = rooms
  .flatMap(({ personalData }) => personalData ?? [])
  .flatMap((kept) => kept.columns);
const ofBanks = new Set(columns.filter(({ holds }) => holds === 'bank').map(({ table }) => table));

/** Banks and sources tell of payers also where no column is an account: as they wrote it. */
const asTold = new Set(['collections.source_rows', 'payments.statement_files']);
const tellsOfPayers = (table: string): boolean => ofBanks.has(table) || asTold.has(table);

/** As a field is named that shows a column: `counterparty_account`, `amount_minor`. */
const fieldNames = (column: string): string[] => {
  const bare = column.replace(/_(minor|sealed)$/, '');
  const name = bare.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [name, `${name}Minor`];
};

/** By the catalogue: names under which somebody's money, accounts or reasons could be shown. */
const telling = new Set(
  columns
    .filter(({ table, holds }) => {
      const isOfPayer = (holds === 'name' || holds === 'text') && tellsOfPayers(table);
      return revealing.has(holds) || isOfPayer;
    })
    .flatMap(({ column }) => fieldNames(column)),
);
// A currency tells of nobody, and names and titles are many things'.
for (const word of ['currency', 'name', 'title']) telling.delete(word);

function tellingFields(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    const isWord = isLeafType(named) || named.name === 'StatementWarning';
    const isTold = named.name === 'Money' || (isWord && telling.has(field.name));
    return isTold ? [field.name] : [];
  });
}

/** Types with such a field of which nobody said how a look at them is put on record, or why not. */
function unsaid(of: GraphQLSchema): string[] {
  const known = new Set([...Object.keys(rowsOfPersons), ...Object.keys(unseen), 'Money']);
  return Object.values(of.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || known.has(type.name)) return [];
    const open = tellingFields(type).filter((field) => !byField[type.name]?.includes(field));
    return open.map((field) => `${type.name}.${field}`).filter((field) => !known.has(field));
  });
}

describe('whatever the schema shows of a person’s money', () => {
  it('has its looks put on record, or a reason', () => {
    expect(unsaid(schema)).toEqual([]);
  });

  it('is known by what the catalogue says, and by being an amount', () => {
    const more = buildSchema(`type Money { minor: String } type Query { x: Debt y: Other z: Calm }
      type Debt { counterpartyAccount: String } type Other { sum: Money }
      type Calm { at: String }`);
    expect(unsaid(more)).toEqual(['Debt.counterpartyAccount', 'Other.sum']);
  });

  it('is there: no reason and no look outlives its type or field', () => {
    const types = schema.getTypeMap();
    const said = [
      ...Object.keys(unseen),
      ...Object.keys(rowsOfPersons),
      ...Object.entries(byField).flatMap(([type, fields]) => fields.map((one) => `${type}.${one}`)),
    ];
    const isThere = (path: string): boolean => {
      const [name = '', field] = path.split('.');
      const type = types[name];
      if (!isObjectType(type)) return false;
      return field === undefined || type.getFields()[field] !== undefined;
    };
    expect(said.filter((path) => !isThere(path))).toEqual([]);
  });
});

const noPersons = 'nothing of persons';
const itsOwn = 'one’s own';

/** Each door beside GraphQL: how a look through it is put on record, or why there is none. */
const doors: Readonly<Record<string, string>> = {
  'GET /bank/payment-files/:id': 'looks: at the account of everybody whom it pays',
  'POST /bank/statements': 'says back the name of what was sent, and counts',
  'POST /bank/statements/preview': 'says back what whoever sends it has in hand; nothing is kept',
  'GET /files/:id':
    'looks: at receipts of who was erased; others are for those whom they concern, and what ' +
    'comments show for who reads them',
  'POST /files': itsOwn,
  'GET /own-archive': itsOwn,
  'GET /v1/recounts/:id': 'names nobody; what opens to whom is in ADR 0064',
  'GET /v1/reports/:file': 'sums of accounts; see the reports',
  'GET /partner/v1/erased-members': 'ids that lead to nobody any more',
  'GET /partner/v1/statements': 'what the partner itself is paid',
  'POST /partner/v1/usage-events': 'says back what the partner sent',
  'GET /partner/v1/openapi.json': noPersons,
  'GET /openapi.json': noPersons,
  'GET /v1/schemas/:file': noPersons,
  'GET /health/live': noPersons,
  'GET /health/ready': noPersons,
  'GET /metrics': noPersons,
  'GET /graphiql': noPersons,
  'GET /graphiql/:file': noPersons,
  'GET /pages/invitation': itsOwn,
  'POST /pages/invitation': itsOwn,
  'GET /pages/privacy': noPersons,
  'GET /pages/enter': itsOwn,
  'POST /pages/enter': itsOwn,
  'GET /pages/my-choices': itsOwn,
  'GET /pages/my-delegations': itsOwn,
  'POST /pages/give-delegation': itsOwn,
  'POST /pages/end-delegation': itsOwn,
  'POST /pages/choose-visibility': itsOwn,
  'POST /pages/take-back-wish': itsOwn,
  'POST /pages/take-back-ballot': itsOwn,
  'POST /pages/take-back-claim': itsOwn,
  'GET /pages/choose-visibility': noPersons,
  'GET /pages/give-delegation': noPersons,
  'GET /pages/end-delegation': noPersons,
  'GET /pages/take-back-wish': noPersons,
  'GET /pages/take-back-ballot': noPersons,
  'GET /pages/take-back-claim': noPersons,
  'GET /pages/my-data': itsOwn,
  'POST /pages/my-data-archive': itsOwn,
  'POST /pages/call-refunds-back': itsOwn,
  'POST /pages/decline-claims': itsOwn,
  'POST /pages/erase-account': itsOwn,
  'POST /pages/take-back-claims': itsOwn,
  'POST /pages/waive-claims': itsOwn,
  'POST /pages/give-credit': itsOwn,
  'POST /pages/my-data-download': itsOwn,
  'GET /pages/give-credit': noPersons,
  'GET /pages/leave': noPersons,
  'GET /pages/my-data-archive': noPersons,
  'GET /pages/my-data-download': noPersons,
  'GET /pages/sign-out': noPersons,
  'GET /pages/call-refunds-back': noPersons,
  'GET /pages/decline-claims': noPersons,
  'GET /pages/erase-account': noPersons,
  'GET /pages/take-back-claims': noPersons,
  'GET /pages/waive-claims': noPersons,
  'GET /pages/my-looks': 'who looked at what is one’s own',
  'GET /pages/erase-me': itsOwn,
  'POST /pages/erase-me': itsOwn,
  'POST /pages/leave': itsOwn,
  'POST /pages/sign-out': itsOwn,
  'GET /pages/:page': itsOwn,
  'POST /pages/:page': itsOwn,
  'POST /hooks/sources/:connection': 'a hint that comes in',
  'GET /development/outbox': 'letters of an installation for trying out, and of no other',
  'ALL /auth/*': itsOwn,
};

const reports: Readonly<Record<string, string>> = {
  'treasury.trial-balance': 'sums of accounts',
};

describe('a door beside GraphQL', () => {
  it('says how looks through it are put on record, or why there are none', () => {
    expect(
      routesOf(controllers)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(Object.keys(doors).toSorted());
  });

  it('shows reports of which the same is said', () => {
    const known = rooms.flatMap((room) => room.reports ?? []).map(({ name }) => name);
    expect(known).toEqual(Object.keys(reports));
  });
});
