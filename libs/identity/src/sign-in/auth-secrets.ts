import { isId, sha256Hex } from '@rochdale/platform';
import type { CleanedWhere } from 'better-auth/adapters';

type Values = Readonly<Record<string, unknown>>;

/** Columns that hold the hash of a secret which better-auth thinks it stores as it is. */
const sealedColumns: Readonly<Record<string, string>> = {
  sessions: 'token_hash',
  verifications: 'identifier_hash',
};

/** What an outside provider hands over beyond the person's identity; we have no use for it. */
const withheldColumns: Readonly<Record<string, ReadonlySet<string>>> = {
  credentials: new Set([
    'accessToken',
    'refreshToken',
    'idToken',
    'accessTokenExpiresAt',
    'refreshTokenExpiresAt',
    'scope',
  ]),
};

export function isWithheld(model: string, column: string): boolean {
  return withheldColumns[model]?.has(column) ?? false;
}

function seal(value: unknown): unknown {
  if (typeof value === 'string') return sha256Hex(value);
  return Array.isArray(value) ? value.map(seal) : value;
}

/** The same id for the same word: better-auth reserves by an id that it made of a word. */
function idOf(value: string): string {
  if (isId(value)) return value;
  const hash = sha256Hex(value);
  const parts = [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20)];
  return [...parts, hash.slice(20, 32)].join('-');
}

/** What is written, or asked for, where better-auth says `value`. */
function stored(model: string, column: string, value: unknown): unknown {
  if (column === sealedColumns[model]) return seal(value);
  const isReservation = model === 'verifications' && column === 'id';
  return isReservation && typeof value === 'string' ? idOf(value) : value;
}

/** A row as it is written: secrets hashed, provider's tokens left out. */
export function sealRow(model: string, values: Values): Record<string, unknown> {
  const kept = Object.entries(values).filter(([column]) => !isWithheld(model, column));
  return Object.fromEntries(kept.map(([column, value]) => [column, stored(model, column, value)]));
}

/** The same conditions, asking for the hash where they asked for the secret. */
export function sealWhere(model: string, where: readonly CleanedWhere[]): CleanedWhere[] {
  return where.map((one) => ({
    ...one,
    value: stored(model, one.field, one.value) as CleanedWhere['value'],
  }));
}

/** The secrets that the caller itself brought along, by their hashes. */
export function knownSecrets(
  model: string,
  values: Values,
  where: readonly CleanedWhere[] = [],
): ReadonlyMap<string, string> {
  const sealed = sealedColumns[model];
  const candidates = [
    sealed === undefined ? undefined : values[sealed],
    ...where.filter((one) => one.field === sealed).map((one) => one.value),
  ];
  return new Map(
    candidates
      .flat()
      .filter((secret) => typeof secret === 'string')
      .map((secret) => [sha256Hex(secret), secret]),
  );
}

/**
 * A row as better-auth expects it. A caller who knew the secret gets it back; anybody else gets a
 * word that opens nothing.
 */
export function unsealRow<Row extends Values>(
  model: string,
  row: Row,
  secrets: ReadonlyMap<string, string>,
): Row {
  const sealed = sealedColumns[model];
  if (sealed === undefined) return row;
  const secret = secrets.get(String(row[sealed]));
  return { ...row, [sealed]: secret ?? `sealed:${String(row['id'])}` };
}
