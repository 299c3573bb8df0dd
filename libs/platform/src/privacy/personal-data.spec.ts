import { describe, expect, it } from 'vitest';
import { definePersonalData, goes, locked, member, through } from './personal-data.js';
import { rowsOfPerson } from './rows-of-person.js';

const things = {
  person: [member('owner_id', `kind = 'lent'`)],
  purpose: 'To know whose it is.',
  ground: 'contract',
  seenBy: ['self'],
  keep: { term: 'membership' },
  onErasure: goes,
} as const;
const define = (table: Partial<Parameters<typeof definePersonalData>[1]['tables'][string]>) =>
  definePersonalData('lending', {
    activity: 'Lending',
    tables: { 'lending.things': { ...things, lines: [], ...table } },
  });

describe('what a room says of personal data', () => {
  it('holds for every column of a table, unless a line says otherwise', () => {
    const { columns } = define({
      lines: [
        { holds: 'id', columns: ['owner_id'] },
        { holds: 'text', columns: ['note'], onErasure: locked('books', 'the law') },
      ],
    });
    expect(columns).toMatchObject([
      { table: 'lending.things', column: 'owner_id', holds: 'id', onErasure: goes, givenTo: [] },
      {
        column: 'note',
        onErasure: { does: 'locked', remains: 'books', because: 'the law' },
        ground: 'contract',
      },
    ]);
  });

  it('says each column once, and why something is left', () => {
    const note = { holds: 'text', columns: ['note'] } as const;
    expect(() => define({ lines: [note], besides: ['note'] })).toThrow('said once');
    expect(() => define({ lines: [{ ...note, onErasure: locked('books', '') }] })).toThrow(
      'says why',
    );
  });

  it('leads to the rows of a person, also from table to table', () => {
    const loans = definePersonalData('lending', {
      activity: 'Lending',
      tables: {
        'lending.loans': {
          ...things,
          person: [through('thing_id', 'lending.things')],
          lines: [{ holds: 'behaviour', columns: ['lent_on'] }],
        },
      },
    });
    const catalogue = [define({}), loans];
    const [column] = loans.columns;
    expect(column && rowsOfPerson(column, catalogue)?.replaceAll(/\s+/g, ' ')).toBe(
      '($1::uuid[] || $2::uuid[]) is not null and (exists (select 1 from lending.things t_ ' +
        "where t_.id = t.thing_id and ((kind = 'lent' and t_.owner_id = any($1::uuid[])))))",
    );
    expect(rowsOfPerson({ person: [{ whoever: true }] }, catalogue)).toBeNull();
  });
});
