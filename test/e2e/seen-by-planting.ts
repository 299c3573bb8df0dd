import { personalData } from '@rochdale/house';
import { rowsOfPerson } from '@rochdale/platform';
import type { PersonalColumn } from '@rochdale/platform';
import pg from 'pg';

interface Ids {
  readonly memberIds: readonly string[];
  readonly accountIds: readonly string[];
}
/** Ids of those who read, and of everybody else. */
interface Readers {
  readonly own: Ids;
  readonly others: Ids;
}

interface Typed {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

export const nameOf = ({ table, column }: Pick<PersonalColumn, 'table' | 'column'>): string =>
  `${table}.${column}`;
export const personal: readonly PersonalColumn[] = personalData.flatMap(({ columns }) => columns);

const wordy = ['name', 'contact', 'text', 'bank', 'special'];
const lasts = /until|ends|due/;
const instant = 'timestamp with time zone';

/** What stands in the way of planting: what is planted never happened. */
const free = `do $do$ declare one record; begin
  for one in select c.conrelid::regclass as place, c.conname from pg_constraint c
    join pg_namespace n on n.oid = c.connamespace
    where n.nspname !~ '^(pg_|information_schema|bullmq|public)' and c.contype in ('c', 'x')
      and c.conrelid <> 0
  loop
    execute format('alter table %s drop constraint if exists %I cascade', one.place, one.conname);
  end loop;
  for one in select c.conrelid::regclass as place, c.conname from pg_constraint c
    join pg_namespace n on n.oid = c.connamespace
    where n.nspname !~ '^(pg_|information_schema|bullmq|public|identity|platform)'
      and c.contype = 'u'
  loop
    execute format('alter table %s drop constraint if exists %I cascade', one.place, one.conname);
  end loop;
  for one in select i.indexrelid::regclass as place from pg_index i
    join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    where i.indisunique and not i.indisprimary
      and n.nspname !~ '^(pg_|information_schema|bullmq|public|identity|platform)'
  loop execute format('drop index %s cascade', one.place); end loop;
end $do$`;
const typesOfColumns = `
  select format('%s.%s', n.nspname, c.relname) as table, a.attname as column,
    format_type(a.atttypid, null) as type
  from pg_attribute a join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and n.nspname !~ '^(pg_|information_schema|bullmq|public)'`;

/** What a column holds from now on, in SQL; null where nothing can be told from it. */
function plantedIn({ column, holds }: PersonalColumn, type: string, nth: number): string | null {
  if (type === instant) return `date_trunc('second', ${column}) + interval '${nth} ms'`;
  if (type === 'date') return `date '${lasts.test(column) ? 2090 : 1990}-01-01' + ${nth}`;
  if (type === 'bigint' && holds === 'money') return String(88_000_000_000 + nth * 100_000);
  if (type === 'text' && wordy.includes(holds)) return `coalesce(${column}, '') || ' ~${nth}~'`;
  return null;
}

async function idsOf(client: pg.Client, which: string, emails: readonly string[]): Promise<Ids> {
  const { rows } = await client.query<Ids>(
    `select coalesce(array_agg(a.id) filter (where a.id is not null), '{}') as "accountIds",
       coalesce(array_agg(m.id) filter (where m.id is not null), '{}') as "memberIds"
     from identity.accounts a full join membership.members m on m.account_id = a.id
     where ${which}`,
    [emails],
  );
  const [ids] = rows;
  if (ids === undefined) throw new Error('sums have a row');
  return ids;
}

/** Every column that a word, a day, an instant or an amount can be planted in, and by what. */
export class Planted {
  readonly columns = new Map<number, PersonalColumn>();
  readonly #instants = new Map<string, PersonalColumn>();
  readonly #days = new Map<string, PersonalColumn>();

  /**
   * What is of those who read, by their addresses, is left as it is: that one is shown what is
   * one's own says nothing.
   */
  static async in(url: string, emails: readonly string[]): Promise<Planted> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const planted = new Planted();
      const readers = {
        own: await idsOf(client, 'a.email = any($1)', emails),
        others: await idsOf(client, 'a.email is null or a.email <> all($1)', emails),
      };
      await client.query(free);
      await client.query(`set session_replication_role = replica`);
      const { rows } = await client.query<Typed>(typesOfColumns);
      for (const { table, column, type } of rows) {
        if (type !== instant) continue;
        await client.query(`update ${table} set ${column} = date_trunc('second', ${column})`);
      }
      const types = new Map(rows.map((one) => [nameOf(one), one.type]));
      for (const one of personal)
        await planted.#plant(client, one, types.get(nameOf(one)), readers);
      return planted;
    } finally {
      await client.end();
    }
  }

  async #plant(client: pg.Client, one: PersonalColumn, type: string | undefined, readers: Readers) {
    const { table, column, holds } = one;
    const nth = this.columns.size + 1;
    const value = holds === 'secret' ? null : plantedIn(one, type ?? '', nth);
    if (value === null) return;
    this.columns.set(nth, one);
    const whose = rowsOfPerson(one, personalData);
    // Of somebody else, and of none of those who read.
    const isOwn = whose?.replaceAll('$1', '$3').replaceAll('$2', '$4');
    const others = `where coalesce((${whose}), false) and not coalesce((${isOwn}), false)`;
    const [rest, who] = [readers.others, readers.own];
    const params =
      whose === null ? [] : [rest.memberIds, rest.accountIds, who.memberIds, who.accountIds];
    const places = `update ${table} t set ${column} = ${value} ${whose === null ? '' : others}
      returning t.${column} as v`;
    const { rows } = await client.query<{ v: unknown }>(places, params);
    for (const { v } of rows) {
      if (type === instant && v instanceof Date) this.#instants.set(v.toISOString(), one);
    }
    if (type === 'date') {
      const start = Date.UTC(lasts.test(column) ? 2090 : 1990, 0, 1);
      this.#days.set(new Date(start + nth * 86_400_000).toISOString().slice(0, 10), one);
    }
  }

  /** The columns that a text was taken from. */
  behind(text: string): PersonalColumn[] {
    const words = [...text.matchAll(/~(\d+)~/g)].map(([, nth]) => nth);
    const amounts = [...text.matchAll(/\b88(\d{4})000(?:\.00|00)\b/g)].map(([, nth]) => nth);
    return [
      ...[...words, ...amounts].map((nth) => this.columns.get(Number(nth))),
      this.#instants.get(text),
      this.#days.get(text),
    ].filter((one) => one !== undefined);
  }
}
