import { CodedError } from '@rochdale/platform';
import type { ErrorKind } from '@rochdale/platform';
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { pathIn } from './root-errors.js';

const schema = buildSchema(`
  type Query { none: Int }
  input BandInput { note: String, settingsJson: String!, bankAccountId: ID }
  type Mutation {
    expenseWithdraw(id: ID!): Int
    sourceConnect(input: BandInput!): Int
    lineAssign(lineId: ID!, invoiceId: ID!): Int
  }`);
const named = (operation: string, kind: ErrorKind, path: readonly string[]) => {
  const field = schema.getMutationType()?.getFields()[operation];
  if (field === undefined) throw new Error(`there is no ${operation}`);
  return pathIn(field)(new CodedError('SOME_CODE', kind, 'No.', { path }));
};

it.each([
  ['what it calls as the use case does', 'sourceConnect', 'invalid', ['note'], ['note']],
  ['JSON that is no text inside', 'sourceConnect', 'invalid', ['settings'], ['settingsJson']],
  [
    'what is wrong in that JSON',
    'sourceConnect',
    'invalid',
    ['settings', 'key', '0'],
    ['settingsJson', 'key', '0'],
  ],
  [
    'what that JSON calls like an input',
    'sourceConnect',
    'invalid',
    ['settings', 'note'],
    ['settingsJson', 'note'],
  ],
  ['what was not found', 'expenseWithdraw', 'not_found', ['expenseId'], ['id']],
  ['whose it is', 'expenseWithdraw', 'forbidden', ['expenseId'], ['id']],
  ['what of several ids is meant', 'lineAssign', 'conflict', ['payoutId'], ['payoutId']],
  ['what is no id', 'expenseWithdraw', 'conflict', ['status'], ['status']],
  ['nothing', 'expenseWithdraw', 'conflict', [], []],
] as const)('an operation names by its own words %s', (_, operation, kind, path, wanted) => {
  expect(named(operation, kind, path)).toEqual(wanted);
});
