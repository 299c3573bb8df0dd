import { anonymousActor, may, newId, roleNames, systemActor } from '@rochdale/platform';
import type { Actor, PermissionName, Role } from '@rochdale/platform';

const cooperativeId = newId();

/** Somebody signed in, who stands so in the co-operative and holds these offices. */
export const actorOf = (standing: string, ...roles: Role[]): Actor => ({
  ...anonymousActor(cooperativeId),
  kind: 'account',
  via: 'session',
  accountId: newId(),
  memberId: newId(),
  standing,
  roles: new Set(roles),
});

const cast: Readonly<Record<string, Actor>> = {
  stranger: anonymousActor(cooperativeId),
  applicant: { ...actorOf('applicant'), memberId: null },
  member: actorOf('active'),
  ...Object.fromEntries(roleNames.map((role) => [role, actorOf('active', role)])),
  system: systemActor(cooperativeId, 'job'),
};

/** Everybody whom a permission may let through: a stranger, an applicant, each office, a job. */
export const everybody: readonly string[] = Object.keys(cast);

/** Active members: one without an office, and one for each office. */
export const activeMembers: readonly string[] = ['member', ...roleNames];

/** Whom of `everybody` a permission lets through. */
export const whoMay = (name: PermissionName): string[] =>
  Object.entries(cast).flatMap(([who, actor]) => (may(actor, name).allowed ? [who] : []));
