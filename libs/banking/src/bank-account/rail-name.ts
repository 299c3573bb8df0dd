import { assert } from '@rochdale/platform';
import type { AccountAtBank } from './bank-account.js';

/** A way for money to leave accounts, as far as an account has to know it. */
export interface RailName {
  /** Stands in the table of accounts for ever: `sepa-file`. */
  readonly name: string;
  /** Why no money could leave this account this way, in a sentence; null when it can. */
  readonly accountRefusal: (
    account: AccountAtBank & { readonly currency: string },
  ) => string | null;
  /** Moves no real money: no account in production may have it. */
  readonly pretends?: true;
}

const names = new Map<string, RailName>();

/**
 * Makes a rail known to accounts, once, at module level. Whoever carries transfers out declares the
 * name of it here; this room never learns how.
 */
export function registerRailName(rail: RailName): void {
  assert(/^[a-z][a-z0-9-]*$/.test(rail.name), `rail ${rail.name} is not kebab-case`);
  assert(!names.has(rail.name), `rail ${rail.name} is registered twice`);
  names.set(rail.name, rail);
}

/** The rail of that name; null when nothing that was loaded carries it out. */
export function railNamed(name: string): RailName | null {
  return names.get(name) ?? null;
}
