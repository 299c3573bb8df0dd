import { assert } from '../kernel/assert.js';

/** A prepared statement: named once, planned once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /**
   * Planned each time that it is asked: what reads whole tables, by now and then. A plan that was
   * made when the books were empty stays with its connection until their statistics are taken.
   */
  readonly isPlannedAnew?: boolean;
}

const texts = new Map<string, string>();

/**
 * Declares a prepared statement at module level. The name is `<room>.<what-it-does>`, at most 63
 * characters, which is what Postgres keeps of it.
 */
export function sql(name: string, text: string): Statement {
  assert(/^[a-z-]+\.[a-z0-9-]+$/.test(name) && name.length <= 63, `statement name ${name}`);
  const known = texts.get(name);
  assert(known === undefined || known === text, `statement ${name} is declared with two texts`);
  texts.set(name, text);
  return { name, text };
}

/** A statement that is planned each time. Called as `sql` is. */
export function sqlPlannedAnew(name: string, text: string): Statement {
  return { ...sql(name, text), isPlannedAnew: true };
}

/** Every prepared statement that any loaded module declared: its text by its name. */
export function allStatements(): ReadonlyMap<string, string> {
  return texts;
}
