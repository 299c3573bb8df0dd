import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists can be searched. Under row-level security an index on text search is of no use: its
 * operator is not leakproof, so Postgres asks it only of rows that passed the policy, one by one.
 * Words that are compared as text are, so each word of what is searched is a row, written by
 * triggers as the owner; the application only reads them. Words are what lies between ASCII's
 * signs and space, so that they are the same whatever the server's locale.
 */
export class PlatformAddSearch1796190870001 implements MigrationInterface {
  readonly name = 'PlatformAddSearch1796190870001';

  async up(runner: QueryRunner): Promise<void> {
    await createWords(runner);
    // What comes by the thousand is taken in statement by statement, the rest row by row.
    await searchAppended(runner, 'ledger.transactions', 'transaction', ['description']);
    await searchAppended(runner, 'payments.bank_lines', 'bank-line', toldOfLines);
    await searchChanged(runner, 'payments.bank_lines', 'bank-line', toldOfLines);
    await search(runner, 'expenses.expenses', 'expense', ['title']);
    await search(runner, 'governance.proposals', 'proposal', ['title', 'body']);
    await search(runner, 'membership.members', 'member', ['display_name']);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

/** A later file may know more of a line than the one that brought it. */
const toldOfLines = [
  'counterparty_name',
  'counterparty_account',
  'reference',
  'end_to_end_id',
  'free_text',
] as const;

async function createWords(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table platform.search_words (
      cooperative_id uuid not null,
      subject_id uuid not null,
      word text collate "C" not null,
      kind text not null,
      constraint search_words_pk primary key (cooperative_id, subject_id, word)
    );
    create index search_words_by_word
      on platform.search_words (cooperative_id, kind, word, subject_id);
    select platform.protect_tenant_table('platform.search_words', 'SELECT');
    create function platform.words_of(said text) returns setof text
    language sql immutable strict parallel safe set search_path = pg_catalog as $$
      select distinct left(word, 40) from
        regexp_split_to_table(lower(left(said, 4000)), '[\\s!-/:-@\\[-\`{-~]+') as word
      where length(word) >= 2 limit 200
    $$;
    create function platform.keep_words() returns trigger
    language plpgsql security definer set search_path = pg_catalog as $$
    declare
      said text;
    begin
      if tg_op <> 'INSERT' then
        delete from platform.search_words
          where cooperative_id = old.cooperative_id and subject_id = old.id;
      end if;
      if tg_op <> 'DELETE' then
        select string_agg(to_jsonb(new) ->> name, ' ') into said from unnest(tg_argv[1:]) as name;
        insert into platform.search_words (cooperative_id, subject_id, word, kind)
          select new.cooperative_id, new.id, word, tg_argv[0] from platform.words_of(said) as word;
      end if;
      return null;
    end $$`);
}

const said = (columns: readonly string[], of: string): string =>
  `concat_ws(' ', ${columns.map((column) => `${of}.${column}`).join(', ')})`;

const fill = (table: string, kind: string, columns: readonly string[]): string => `
  insert into platform.search_words (cooperative_id, subject_id, word, kind)
    select one.cooperative_id, one.id, word, '${kind}'
    from ${table} one cross join lateral platform.words_of(${said(columns, 'one')}) as word`;

async function searchAppended(
  runner: QueryRunner,
  table: string,
  kind: string,
  columns: readonly string[],
): Promise<void> {
  const [schema = '', noun = ''] = table.split('.');
  const keep = `${schema}.keep_words_of_${noun}`;
  await runner.query(`
    create function ${keep}() returns trigger
    language plpgsql security definer set search_path = pg_catalog as $$
    begin
      ${fill('added', kind, columns)};
      return null;
    end $$;
    create trigger keep_words after insert on ${table} referencing new table as added
      for each statement execute function ${keep}();
    ${fill(table, kind, columns)}`);
}

const keeping = (kind: string, columns: readonly string[]): string =>
  `platform.keep_words(${[kind, ...columns].map((one) => `'${one}'`).join(', ')})`;

async function searchChanged(
  runner: QueryRunner,
  table: string,
  kind: string,
  columns: readonly string[],
): Promise<void> {
  await runner.query(`
    create trigger keep_changed_words after update of ${columns.join(', ')}
      on ${table} for each row execute function ${keeping(kind, columns)}`);
}

async function search(
  runner: QueryRunner,
  table: string,
  kind: string,
  columns: readonly string[],
): Promise<void> {
  await runner.query(`
    create trigger keep_words after insert or delete or update of ${columns.join(', ')}
      on ${table} for each row execute function ${keeping(kind, columns)};
    ${fill(table, kind, columns)}`);
}
