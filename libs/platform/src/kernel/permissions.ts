import type { Actor, Role, Scope } from './actor.js';
import { roleNames } from './actor.js';
import { assert } from './assert.js';
import { platformErrors } from './errors.js';

/** Whom a permission is given to. `anyone` includes strangers; nothing is given by default. */
export type Grantee =
  | 'anyone'
  | 'account'
  | 'applicant'
  | 'member'
  /** Who left or was expelled: what is theirs stays readable to them where a room says so. */
  | 'former-member'
  /** Who is suspended may leave, and read what is theirs where a room says so; nothing else. */
  | 'suspended-member'
  | 'voter'
  | 'partner'
  | 'system'
  | Role;

export interface PermissionRule {
  readonly to: readonly Grantee[];
  /** What a personal token or an API key needs besides; without it, they may not at all. */
  readonly scope?: Scope;
}

export type PermissionTable<Name extends string> = Readonly<Record<Name, PermissionRule>>;

/** The answer to "may I?", with the reason when not. */
export interface Verdict {
  readonly allowed: boolean;
  readonly reason: 'UNAUTHENTICATED' | 'NOT_A_MEMBER' | 'ROLE_REQUIRED' | 'SCOPE_REQUIRED' | null;
}

declare const undeclared: unique symbol;

/**
 * Every permission's name: a closed list for the compiler, so that a typo does not compile. A room
 * adds its own table beside it:
 * `declare module '@rochdale/platform' { interface Permissions extends Names<typeof table> {} }`.
 */
export interface Permissions {
  readonly [undeclared]?: never;
}

export type PermissionName = keyof Permissions & string;
export type Names<Table> = { readonly [Name in keyof Table]: true };

const registry = new Map<string, PermissionRule>();

/** Declares a room's permissions, once, at module level. Names are `<noun>.<verb>`. */
export function definePermissions<const Table extends PermissionTable<string>>(
  table: Table,
): Table {
  for (const [name, rule] of Object.entries(table)) {
    assert(/^[a-z-]+\.[a-z-]+$/.test(name), `permission ${name} is not noun.verb`);
    assert(!registry.has(name), `permission ${name} is declared twice`);
    assert(rule.to.length > 0, `permission ${name} is given to nobody`);
    registry.set(name, rule);
  }
  return table;
}

/** Every permission that any loaded room declared. */
export function allPermissions(): ReadonlyMap<PermissionName, PermissionRule> {
  return registry as unknown as ReadonlyMap<PermissionName, PermissionRule>;
}

const memberStandings: ReadonlySet<string> = new Set(['active', 'paused', 'in-arrears']);
const formerStandings: ReadonlySet<string> = new Set(['left', 'expelled']);
const roleSet: ReadonlySet<string> = new Set(roleNames);

function isGranted(actor: Actor, grantee: Grantee): boolean {
  switch (grantee) {
    case 'anyone':
      return true;
    case 'account':
      return actor.accountId !== null;
    case 'applicant':
      return actor.standing === 'applicant';
    case 'member':
      return actor.memberId !== null && memberStandings.has(actor.standing ?? '');
    case 'former-member':
      return actor.memberId !== null && formerStandings.has(actor.standing ?? '');
    case 'suspended-member':
      return actor.memberId !== null && actor.standing === 'suspended';
    case 'voter':
      return actor.memberId !== null && actor.standing === 'active';
    case 'partner':
      return actor.kind === 'partner';
    case 'system':
      return actor.kind === 'system';
    default:
      return actor.roles.has(grantee) && memberStandings.has(actor.standing ?? '');
  }
}

function refusal(actor: Actor, rule: PermissionRule): Verdict['reason'] {
  if (actor.kind === 'anonymous') return 'UNAUTHENTICATED';
  if (actor.memberId === null && !rule.to.includes('account')) return 'NOT_A_MEMBER';
  return rule.to.some((grantee) => roleSet.has(grantee)) ? 'ROLE_REQUIRED' : 'NOT_A_MEMBER';
}

/** Asks without throwing: for `viewerCan` and for lists that show what is possible. */
export function may(actor: Actor, name: PermissionName): Verdict {
  const rule = registry.get(name);
  assert(rule !== undefined, `permission ${name} is declared`);
  if (!rule.to.some((grantee) => isGranted(actor, grantee))) {
    return { allowed: false, reason: refusal(actor, rule) };
  }
  const scoped = actor.scopes === 'all' || rule.to.includes('anyone');
  if (!scoped && (rule.scope === undefined || !actor.scopes.has(rule.scope))) {
    return { allowed: false, reason: 'SCOPE_REQUIRED' };
  }
  return { allowed: true, reason: null };
}

/**
 * The first statement of every use case.
 *
 * @throws CodedError UNAUTHENTICATED for a stranger, FORBIDDEN for anyone else who may not
 */
export function permit(actor: Actor, name: PermissionName): void {
  const { allowed, reason } = may(actor, name);
  if (allowed) return;
  if (reason === 'UNAUTHENTICATED') {
    throw platformErrors.error('UNAUTHENTICATED', 'Sign in to do this.');
  }
  throw platformErrors.error('FORBIDDEN', 'You may not do this here.', {
    data: { permission: name, reason },
  });
}
