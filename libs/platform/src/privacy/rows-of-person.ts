import type { PersonalColumn, PersonalData, PersonPath } from './personal-data.js';

/** What all rooms say, to follow a path from table to table. */
type Catalogue = readonly PersonalData[];

interface Place {
  readonly path: PersonPath;
  /** The table's alias in the statement. */
  readonly alias: string;
}

/** The condition that a path is, or null when it leads nowhere by itself. */
function conditionOf({ path, alias }: Place, catalogue: Catalogue): string | null {
  if ('whoever' in path) return null;
  const found = followed({ path, alias }, catalogue);
  return found === null || path.when === undefined ? found : `(${path.when} and ${found})`;
}

function followed({ path, alias }: Place, catalogue: Catalogue): string | null {
  if ('whoever' in path) return null;
  if ('account' in path) return `${alias}.${path.account} = any($2::uuid[])`;
  if ('address' in path) {
    return `${alias}.${path.address} in (select lower(a.email) from identity.accounts a
      where a.id = any($2::uuid[]) and a.email_verified)`;
  }
  const [cast, casts] = path.isText === true ? ['::text', '::text[]'] : ['', ''];
  if ('member' in path) return `${alias}.${path.member} = any($1::uuid[]${casts})`;
  const next = `${alias}_`;
  const ways = catalogue
    .flatMap(({ paths }) => paths.get(path.of) ?? [])
    .flatMap((way) => conditionOf({ path: way, alias: next }, catalogue) ?? []);
  if (ways.length === 0) return null;
  return `exists (select 1 from ${path.of} ${next}
    where ${next}.id${cast} = ${alias}.${path.through} and (${ways.join(' or ')}))`;
}

// Both parameters are always given, and Postgres asks of each what it is.
const given = '($1::uuid[] || $2::uuid[]) is not null';

/**
 * The condition, in SQL, on the rows (aliased `t`) in which a column holds a person: `$1` are the
 * ids of their memberships, `$2` those of their account. Null when nothing leads there.
 */
export function rowsOfPerson(
  { person }: Pick<PersonalColumn, 'person'>,
  catalogue: Catalogue,
): string | null {
  const ways = person.flatMap((path) => conditionOf({ path, alias: 't' }, catalogue) ?? []);
  return ways.length === 0 ? null : `${given} and (${ways.join(' or ')})`;
}
