/** Offices that a member holds for a term. */
export const roleNames = [
  'treasurer',
  'secretary',
  'membership-officer',
  'administrator',
  'auditor',
  'coordinator',
] as const;
export type Role = (typeof roleNames)[number];

/** What a personal token or an API key may be used for: `<room>:read` or `<room>:write`. */
export type Scope = `${string}:${'read' | 'write'}`;

export type ActorKind = 'anonymous' | 'account' | 'partner' | 'system';
export type ActorVia = 'none' | 'session' | 'personal-token' | 'api-key' | 'job' | 'cli' | 'seed';

/** Who acts, in which co-operative, through what. Goes with everything that is done. */
export interface Actor {
  readonly kind: ActorKind;
  readonly cooperativeId: string | null;
  readonly accountId: string | null;
  readonly memberId: string | null;
  readonly partnerId: string | null;
  /** The member's standing in this co-operative, or null for a stranger. */
  readonly standing: string | null;
  /** Whether somebody ever let them in; left out where it is known by how they act. */
  readonly wasAdmitted?: boolean;
  /** Roles whose term covers this moment. */
  readonly roles: ReadonlySet<Role>;
  /** A signed-in person has all of theirs; a token or key only what it was issued for. */
  readonly scopes: ReadonlySet<Scope> | 'all';
  readonly via: ActorVia;
  readonly requestId: string;
}

const nobody = {
  accountId: null,
  memberId: null,
  partnerId: null,
  standing: null,
  roles: new Set<Role>(),
} as const;

/** A stranger, looking at what is public. */
export function anonymousActor(cooperativeId: string | null = null, requestId = ''): Actor {
  return {
    ...nobody,
    kind: 'anonymous',
    cooperativeId,
    scopes: 'all',
    via: 'none',
    requestId,
  };
}

/** The service itself: a job, the command line, the demo's seed. */
export function systemActor(
  cooperativeId: string | null,
  via: 'job' | 'cli' | 'seed',
  requestId = '',
): Actor {
  return { ...nobody, kind: 'system', cooperativeId, scopes: 'all', via, requestId };
}
