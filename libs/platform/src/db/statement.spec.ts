import { describe, expect, it } from 'vitest';
import { anonymousActor, systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { beginText } from './brackets.js';
import { allStatements, sql } from './statement.js';
import { typeParsers } from './driver/types.js';

describe('a prepared statement', () => {
  it('has one name and one text', () => {
    const find = sql('statement-spec.find-plot', 'select 1');
    expect(find).toEqual({ name: 'statement-spec.find-plot', text: 'select 1' });
    expect(allStatements().get(find.name)).toBe('select 1');
    expect(() => sql('statement-spec.find-plot', 'select 1')).not.toThrow();
    expect(() => sql('statement-spec.find-plot', 'select 2')).toThrow(/with two texts/);
    expect(allStatements().get(find.name)).toBe('select 1');
  });

  it.each([
    'find-plot',
    'Statement.find',
    'statement-spec.Find',
    'statement-spec.find plot',
    'statement_spec.find',
    `statement-spec.${'x'.repeat(49)}`,
  ])('is not called %j, of which Postgres would keep less or more', (name) => {
    expect(() => sql(name, 'select 1')).toThrow(/statement name/);
  });

  it('may have 63 characters, all of which Postgres keeps', () => {
    expect(() => sql(`statement-spec.${'x'.repeat(48)}`, 'select 1')).not.toThrow();
  });
});

describe('the opening of a transaction', () => {
  it('tells Postgres the tenant, for this transaction only', () => {
    const id = newId();
    expect(beginText(systemActor(id, 'job'), 'read write')).toBe(
      `begin read write; select set_config('rochdale.cooperative_id', '${id}', true), ` +
        'clock_timestamp() as at',
    );
  });

  it('asks what it is to ask before anything else, in the same message', () => {
    const text = beginText(anonymousActor(), 'read write', { claim: 'select of_the_actor()' });
    expect(text.split('; ')[2]).toBe('select of_the_actor()');
  });

  it('tells it that there is none', () => {
    expect(beginText(anonymousActor(), 'read only')).toBe(
      `begin read only; select set_config('rochdale.cooperative_id', '', true), ` +
        'clock_timestamp() as at',
    );
  });

  it.each(["' , true); drop table members; --", 'mill', '', newId().toUpperCase()])(
    'takes no tenant %j',
    (id) => {
      expect(() => beginText(systemActor(id, 'job'), 'read write')).toThrow(/tenant is an id/);
    },
  );
});

describe('a value of Postgres', () => {
  const parserOf = typeParsers.getTypeParser as unknown as (
    oid: number,
  ) => (text: string) => unknown;
  const read = (oid: number, text: string): unknown => parserOf(oid)(text);

  it.each([
    ['a 64-bit integer', 20, '9223372036854775807', 9_223_372_036_854_775_807n],
    ['a negative one', 20, '-1', -1n],
    ['a list of them', 1016, '{9007199254740993,NULL,-2}', [9_007_199_254_740_993n, null, -2n]],
    ['none of them', 1016, '{}', []],
    ['a 32-bit integer', 23, '7', 7],
    ['a day', 1082, '2026-03-29', '2026-03-29'],
    ['a list of days', 1182, '{2026-03-29,NULL}', ['2026-03-29', null]],
    ['a decimal', 1700, '0.33333333333333333333', '0.33333333333333333333'],
    ['a truth', 16, 't', true],
    ['JSON', 114, '{"a":[1]}', { a: [1] }],
    ['text', 25, '007', '007'],
  ])('%s is read without loss', (_, oid, text, expected) => {
    expect(read(oid, text)).toEqual(expected);
  });

  it('is a moment, whichever zone it was told in', () => {
    expect(read(1184, '2026-03-29 03:30:00.123+02')).toEqual(new Date('2026-03-29T01:30:00.123Z'));
  });
});
