import { describe, expect, it } from 'vitest';
import { assert } from './assert.js';
import { allErrorCodes, CodedError, defineErrors, platformErrors } from './errors.js';

const codes = defineErrors('errors-test', { PLOT_TAKEN: 'conflict', PLOT_UNKNOWN: 'not_found' });

describe('a catalogue of errors', () => {
  it('makes errors of its codes, each with its kind', () => {
    const taken = codes.error('PLOT_TAKEN', 'Somebody has it.');
    expect(taken).toBeInstanceOf(CodedError);
    expect(taken).toMatchObject({
      name: 'CodedError',
      code: 'PLOT_TAKEN',
      kind: 'conflict',
      message: 'Somebody has it.',
      path: [],
    });
    expect(codes.error('PLOT_UNKNOWN', 'x').kind).toBe('not_found');
  });

  it('carries where, with what and because of what', () => {
    const cause = new Error('the driver said so');
    const details = { path: ['input', 'plot'], data: { plot: 7 }, cause };
    const error = codes.error('PLOT_TAKEN', 'Somebody has it.', details);
    expect([error.path, error.details.data, error.cause]).toEqual([
      ['input', 'plot'],
      { plot: 7 },
      cause,
    ]);
  });

  it('has no cause where none was given, not even an undefined one', () => {
    expect(Object.hasOwn(codes.error('PLOT_TAKEN', 'x'), 'cause')).toBe(false);
  });

  it('is seen by documents and the schema', () => {
    expect(allErrorCodes().get('PLOT_TAKEN')).toBe('conflict');
    expect(allErrorCodes().get('INTERNAL')).toBe('internal');
    expect(allErrorCodes().get('PLOT_SOLD')).toBeUndefined();
  });

  it('knows no code that it did not declare', () => {
    expect(() => codes.error('PLOT_SOLD' as 'PLOT_TAKEN', 'x')).toThrow(/unknown error code/);
    expect(() => codes.error('toString' as 'PLOT_TAKEN', 'x')).toThrow(/unknown error code/);
  });

  it('lets no other room have a code of the same name', () => {
    expect(() => defineErrors('errors-other', { PLOT_TAKEN: 'conflict' })).toThrow(
      /PLOT_TAKEN belongs to errors-test/,
    );
    expect(() => defineErrors('errors-other', { NOT_FOUND: 'not_found' })).toThrow(
      /NOT_FOUND belongs to platform/,
    );
    expect(() => defineErrors('errors-test', { PLOT_TAKEN: 'conflict' })).not.toThrow();
  });

  it.each(['plot_taken', 'Plot', '1PLOT', 'PLOT-TAKEN', ''])('has no code %j', (code) => {
    expect(() => defineErrors('errors-odd', { [code]: 'conflict' })).toThrow(/not in capitals/);
  });

  it('names what each room may say by the kind that the edges map', () => {
    const kinds = Object.fromEntries(
      (['FORBIDDEN', 'UNAUTHENTICATED', 'CONFLICT', 'UNAVAILABLE', 'TOO_LARGE'] as const).map(
        (code) => [code, platformErrors.error(code, '').kind],
      ),
    );
    expect(kinds).toEqual({
      FORBIDDEN: 'forbidden',
      UNAUTHENTICATED: 'unauthenticated',
      CONFLICT: 'conflict',
      UNAVAILABLE: 'unavailable',
      TOO_LARGE: 'too_large',
    });
  });
});

describe('an assertion', () => {
  it.each([[false], [null], [undefined]])('stops on %s', (condition) => {
    expect(() => assert(condition, 'the sky is up')).toThrow('assertion failed: the sky is up');
  });

  it.each([[true], [0], [''], [0n], [Number.NaN], [{}]])('lets %s pass: it is there', (value) => {
    expect(() => assert(value, 'it is there')).not.toThrow();
  });
});
