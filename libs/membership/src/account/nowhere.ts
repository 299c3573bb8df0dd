import type { Actor } from '@rochdale/platform';

/** The same person, acting in no co-operative: what they do is on record in none. */
export const nowhere = (actor: Actor): Actor => ({
  ...actor,
  cooperativeId: null,
  memberId: null,
  standing: null,
  roles: new Set(),
});
