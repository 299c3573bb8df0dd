import type { Invariant } from '@rochdale/platform';

/** The laws of what sources tell. */
export const collectionsInvariants: readonly Invariant[] = [
  {
    name: 'collections.taken-row-has-its-line',
    of: 'SourceRow',
    describes: 'A row that was taken has its line, on its account, from its source.',
    sql: `select r.id from collections.source_rows r
      join collections.connections c on c.id = r.connection_id
      left join payments.bank_lines l on l.id = r.line_id and l.source = c.source
        and l.bank_account_id = c.bank_account_id
        and l.identity = c.source || ':' || r.external_id
      where r.state = 'taken' and l.id is null limit 100`,
  },
  {
    name: 'collections.line-has-its-row',
    of: 'BankLine',
    describes: 'A line that came from a source is that of exactly one row.',
    sql: `select l.id from payments.bank_lines l
      left join collections.source_rows r on r.line_id = l.id
      where l.source is not null group by l.id having count(r.id) <> 1 limit 100`,
  },
  {
    name: 'collections.one-version-counts',
    of: 'SourceRow',
    describes: 'Of all that a source says of one row, at most the first became a line.',
    sql: `select id from collections.source_rows where state = 'taken' and version > 1 limit 100`,
  },
];
