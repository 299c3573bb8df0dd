import { describe, expect, it } from 'vitest';
import { defineErrors, platformErrors } from '../kernel/errors.js';
import {
  codedDatabaseError,
  isAbortedTransaction,
  isSerializationFailure,
  violates,
} from './database-errors.js';

defineErrors('errors-of-postgres', { PLOT_CLOSED: 'conflict' });

const databaseError = (code: string, more: object = {}) =>
  Object.assign(new Error('what Postgres says'), { code, ...more });
const coded = (error: unknown) => codedDatabaseError(error)?.code ?? null;

describe('what is tried again', () => {
  it.each(['40001', '40P01'])('is %s: two transactions stood in each other’s way', (code) => {
    expect(isSerializationFailure(databaseError(code))).toBe(true);
  });

  it.each(['40002', '23505', '25P02', '57014', 'P0001', '40', ''])('is not %s', (code) => {
    expect(isSerializationFailure(databaseError(code))).toBe(false);
  });

  it('is no error of ours, whatever its code', () => {
    expect(isSerializationFailure(platformErrors.error('CONFLICT', '40001'))).toBe(false);
    expect(isSerializationFailure({ code: '40001' })).toBe(false);
    expect(isSerializationFailure(null)).toBe(false);
  });

  it('is not what merely followed a failed statement', () => {
    expect(isAbortedTransaction(databaseError('25P02'))).toBe(true);
    expect(isAbortedTransaction(databaseError('25006'))).toBe(false);
    expect(isSerializationFailure(databaseError('25P02'))).toBe(false);
  });
});

describe('a constraint', () => {
  it.each([
    ['23505', 'unique'],
    ['23514', 'check'],
    ['23503', 'foreign key'],
    ['23P01', 'exclusion'],
  ])('that refused a row is told by its name (%s, %s)', (code) => {
    const error = databaseError(code, { constraint: 'plots_number_unique' });
    expect(violates(error, 'plots_number_unique')).toBe(true);
    expect(violates(error, 'plots_number')).toBe(false);
  });

  it('is not told by another kind of failure', () => {
    const constraint = 'plots_number_unique';
    expect(violates(databaseError('42P01', { constraint }), constraint)).toBe(false);
    expect(violates(databaseError('23505'), constraint)).toBe(false);
    expect(violates(new Error(constraint), constraint)).toBe(false);
    expect(violates(undefined, constraint)).toBe(false);
  });
});

describe('what Postgres says in a code of ours', () => {
  it('is a trigger’s code, if somebody declared it, with its kind', () => {
    const raised = databaseError('P0001', { detail: 'PLOT_CLOSED' });
    expect(codedDatabaseError(raised)).toMatchObject({
      code: 'PLOT_CLOSED',
      kind: 'conflict',
      message: 'what Postgres says',
      cause: raised,
    });
    expect(coded(databaseError('P0001', { detail: 'NOBODY_SAID' }))).toBeNull();
    expect(coded(databaseError('P0001'))).toBeNull();
    expect(coded(databaseError('23514', { detail: 'PLOT_CLOSED' }))).toBeNull();
  });

  it.each([
    '08000',
    '08006',
    '57P01',
    '57P03',
    '53300',
    '53100',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
  ])('is that it cannot be reached: %s', (code) => {
    expect(codedDatabaseError(databaseError(code))).toMatchObject({
      code: 'UNAVAILABLE',
      message: 'The books cannot be reached right now.',
    });
  });

  it.each([
    'Connection terminated',
    'Connection terminated unexpectedly',
    'Client was closed and is not queryable',
    'Client has encountered a connection error and is not queryable',
    'Query runner already released. Cannot run queries anymore.',
  ])('is that it cannot be reached, where the driver has words only: %s', (message) => {
    const error = new Error(message);
    expect(codedDatabaseError(error)).toMatchObject({ code: 'UNAVAILABLE', cause: error });
  });

  it('is that a statement took too long', () => {
    expect(codedDatabaseError(databaseError('57014'))).toMatchObject({
      code: 'UNAVAILABLE',
      message: 'This took too long and was stopped.',
    });
  });

  it.each(['22021', '22P05'])('is that a text has a NUL (%s), which is the sender’s', (code) => {
    expect(codedDatabaseError(databaseError(code))).toMatchObject({
      code: 'INVALID_INPUT',
      kind: 'invalid',
    });
  });

  it.each(['23505', '42703', '22012', '40001', '25P02', 'XX000', 'ENOENT'])(
    'is not foreseen: %s stays what it is',
    (code) => {
      expect(coded(databaseError(code))).toBeNull();
    },
  );

  it('is not what we said ourselves', () => {
    expect(coded(platformErrors.error('NOT_FOUND', 'Connection terminated'))).toBeNull();
    expect(coded('57014')).toBeNull();
  });
});
