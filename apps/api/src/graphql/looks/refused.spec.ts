import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getNamedType, isInputObjectType } from 'graphql';
import type { GraphQLInputType } from 'graphql';
import '@rochdale/house';
import { allErrorCodes, CodedError } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { refusedOfPersons, tellsOfState } from './refused.js';

const noPersons = 'nothing of persons';
const itsOwn = 'one’s own';
const everybodys = 'what all members read';

/** Of whom the refusal of a mutation tells nothing that was given such an id, and why. */
const ofNobody: Readonly<Record<string, string>> = {
  Amendment: everybodys,
  ApiKey: noPersons,
  Assembly: everybodys,
  Application: 'officers list all of them with their states',
  BankAccount: 'the co-operative’s own',
  Comment: everybodys,
  DuesPlan: noPersons,
  Ballot: itsOwn,
  Delegation: itsOwn,
  DuesRefund: itsOwn,
  File: itsOwn,
  Fund: everybodys,
  Invitation: 'officers list all of them with their states',
  Job: noPersons,
  LedgerAccount: everybodys,
  MoneySource: noPersons,
  Partner: noPersons,
  PaymentFile: 'a sum that names nobody',
  PersonalToken: itsOwn,
  Proposal: everybodys,
  RoleTerm: 'public, as power is',
  Session: itsOwn,
  UsageStatement: 'what a partner is paid, which is no person’s',
  Webhook: noPersons,
  WebhookDelivery: noPersons,
};

const here = new URL('..', import.meta.url).pathname;
const sources = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.resolver.ts'))
  .map((name) => readFileSync(join(here, name), 'utf8'))
  .filter((text) => text.includes('@Mutation('));

/** The types of the ids that resolvers read which have mutations. */
function typesRead(texts: readonly string[]): string[] {
  const read = /\b(?:fromGlobalId|fromIdOf|fromEitherId|optionalId)\(\s*'(\w+)'/g;
  const ofMember = /\b(?:fromMemberId|optionalMemberId)\(/;
  const types = texts.flatMap((text) => [
    ...[...text.matchAll(read)].map(([, type = '']) => type),
    ...(ofMember.test(text) ? ['Member'] : []),
  ]);
  return [...new Set(types)].toSorted();
}

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

function inputsOf(name: string, type: GraphQLInputType): [name: string, type: string][] {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return [[name, named.name]];
  return Object.values(named.getFields()).flatMap((field) => inputsOf(field.name, field.type));
}

/** The rooms that deal with what is somebody's, and of these codes those that tell of it. */
const telling = [
  'BANK_LINE_NOT_PAYMENT',
  'INVALID_BANK_LINE_ACCOUNT',
  'INVALID_CREDIT_GIFT',
  'INVALID_CREDIT_NOTE',
  'INVALID_REFUND',
  'INVALID_SAME_LINE',
  'INVALID_SPLIT',
  'PAYOUT_ELSEWHERE',
  'PAYOUT_RETURN_NOT_FITTING',
  'RETURN_NOT_FITTING',
  'REVERSAL_DOES_NOT_MIRROR',
  'WRONG_CURRENCY',
];

describe('what is wrong with a wish', () => {
  it('tells how things stand by conflicts, and by these codes alone', () => {
    const told = [...allErrorCodes()].flatMap(([code, kind]) =>
      tellsOfState(new CodedError(code, kind, '')) && kind !== 'conflict' ? [code] : [],
    );
    expect(told.toSorted()).toEqual(telling);
    expect(tellsOfState(new CodedError('PAYEE_LEFT', 'conflict', ''))).toBe(true);
    expect(tellsOfState(new CodedError('EXPENSE_INVALID', 'invalid', ''))).toBe(false);
    expect(tellsOfState(new CodedError('CONFLICT', 'conflict', ''))).toBe(false);
  });
});

describe('a refusal', () => {
  it('looks at whom it tells of, by each type of id, or there is a reason', () => {
    const known = [...Object.keys(refusedOfPersons), ...Object.keys(ofNobody)];
    expect(typesRead(sources)).toEqual(known.toSorted());
  });

  it('is of what resolvers read, however they read it', () => {
    expect(
      typesRead([`fromGlobalId(\n  'Debt', id)`, `optionalMemberId(id)`, `idOf('Other')`]),
    ).toEqual(['Debt', 'Member']);
  });

  it('is of things that mutations are given the ids of, and of no other name', () => {
    const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
    const given = fields.flatMap(({ args }) =>
      args.flatMap(({ name, type }) => inputsOf(name, type)),
    );
    const named = given.filter(([name, type]) => /[a-z]Ids?$/.test(name) && type !== 'ID');
    // A file's: it is among what one uploaded, or not there.
    expect([...new Set(named.map(([name]) => name))].toSorted()).toEqual(['receiptId']);
  });
});
