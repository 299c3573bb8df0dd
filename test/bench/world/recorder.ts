import pg from 'pg';
import { assert } from '@rochdale/platform';

/** A prepared statement with the parameters it was sent with. */
export interface SentStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

interface Sent {
  readonly name?: string;
  readonly text?: string;
  readonly values?: readonly unknown[];
}

/**
 * Writes down what this process sends to the database during the work, so that the baseline is the
 * same SQL as the application's by construction.
 */
export async function sentDuring(work: () => Promise<unknown>): Promise<readonly SentStatement[]> {
  const statements: SentStatement[] = [];
  const prototype = pg.Client.prototype as { query: (...given: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function spying(this: pg.Client, ...given: unknown[]): unknown {
    const [first] = given;
    const sent: Sent = typeof first === 'string' ? { text: first } : (first as Sent);
    statements.push({ name: sent.name ?? '', text: sent.text ?? '', values: sent.values ?? [] });
    return query.apply(this, given);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return statements;
}

/** The prepared statements of the rooms, without brackets and without finding out who asks. */
export function ofTheRooms(sent: readonly SentStatement[]): readonly SentStatement[] {
  const rooms = sent.filter(
    ({ name }) => name !== '' && !/^identity\.|^membership\.resolve-/.test(name),
  );
  assert(rooms.length > 0, 'the recorded request asked the database');
  return rooms;
}

function replaced(value: unknown, substitutes: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => replaced(one, substitutes));
  if (value instanceof Date) return new Date();
  if (typeof value !== 'string') return value;
  const whole = substitutes.get(value);
  if (whole !== undefined || !value.startsWith('{')) return whole ?? value;
  let text = value;
  for (const [from, to] of substitutes) text = text.replaceAll(from, to);
  return text;
}

/**
 * The same statements about other things: every parameter, and what is inside JSON. Instants are
 * the present one: the service would not write thousands of rows of one instant, which an index by
 * time then finds all of for each check of a foreign key.
 */
export function about(
  statements: readonly SentStatement[],
  substitutes: ReadonlyMap<string, string>,
): SentStatement[] {
  return statements.map((statement) => ({
    ...statement,
    values: statement.values.map((value) => replaced(value, substitutes)),
  }));
}
