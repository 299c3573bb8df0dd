import { membershipErrors } from '../membership.errors.js';

/** Where a member stands with the co-operative. */
export const standingNames = [
  'applicant',
  'active',
  'paused',
  'in-arrears',
  'suspended',
  'left',
  'expelled',
] as const;
export type Standing = (typeof standingNames)[number];

/** Why a standing changed: a closed list, because free words about a person stay private. */
export const standingReasons = [
  'applied',
  'admitted',
  'declined',
  'withdrawn',
  'founded',
  'requested',
  'returned',
  'arrears',
  'arrears-settled',
  'conduct',
  'inactive',
  'resigned',
  'expelled',
  'appeal-upheld',
  'other',
] as const;
export type StandingReason = (typeof standingReasons)[number];

/** Through which door a change comes: each has its own rules about who may. */
export type StandingDoor = 'application' | 'admission' | 'officer' | 'resignation' | 'appeal';

interface StandingTransition {
  readonly from: Standing;
  readonly to: Standing;
  readonly doors: readonly StandingDoor[];
}

/**
 * applicant → active ⇄ paused, active ⇄ in arrears → suspended → left or expelled. Nobody is
 * expelled without having been suspended first, so that there is time to be heard; expulsion is for
 * good, while who left may apply again. Whoever belongs may leave, suspended or not: nobody is
 * held, and who waits to be heard can be forgotten by their own doing. Whose appeal is upheld goes
 * back to where they stood.
 */
export const standingTransitions: readonly StandingTransition[] = [
  { from: 'applicant', to: 'active', doors: ['admission'] },
  { from: 'applicant', to: 'left', doors: ['application', 'admission'] },
  { from: 'active', to: 'paused', doors: ['officer'] },
  { from: 'active', to: 'in-arrears', doors: ['officer'] },
  { from: 'active', to: 'suspended', doors: ['officer'] },
  { from: 'active', to: 'left', doors: ['officer', 'resignation'] },
  { from: 'paused', to: 'active', doors: ['officer'] },
  { from: 'paused', to: 'suspended', doors: ['officer'] },
  { from: 'paused', to: 'left', doors: ['officer', 'resignation'] },
  { from: 'in-arrears', to: 'active', doors: ['officer'] },
  { from: 'in-arrears', to: 'suspended', doors: ['officer'] },
  { from: 'in-arrears', to: 'left', doors: ['officer', 'resignation'] },
  { from: 'suspended', to: 'active', doors: ['officer', 'appeal'] },
  { from: 'suspended', to: 'paused', doors: ['appeal'] },
  { from: 'suspended', to: 'in-arrears', doors: ['appeal'] },
  { from: 'suspended', to: 'left', doors: ['officer', 'resignation'] },
  { from: 'suspended', to: 'expelled', doors: ['officer'] },
  { from: 'left', to: 'applicant', doors: ['application'] },
];

/** Those who belong to the co-operative now. */
export const currentStandings: readonly Standing[] = ['active', 'paused', 'in-arrears'];

/** Belongs to the co-operative now: may hold a role, and counts as a member. */
export function belongs(standing: string): boolean {
  return currentStandings.some((name) => name === standing);
}

/** @throws CodedError STANDING_UNKNOWN */
export function parseStanding(text: string): Standing {
  const standing = standingNames.find((name) => name === text);
  if (standing === undefined) {
    throw membershipErrors.error('STANDING_UNKNOWN', 'There is no such standing.', {
      path: ['to'],
    });
  }
  return standing;
}

/** Where one may go from here through this door. */
export function nextStandings(from: Standing, door: StandingDoor): Standing[] {
  return standingTransitions
    .filter((transition) => transition.from === from && transition.doors.includes(door))
    .map((transition) => transition.to);
}

/**
 * The one door through which a standing changes.
 *
 * @throws CodedError STANDING_CHANGE_REFUSED when the machine has no such step through this door
 */
export function transition(from: Standing, to: Standing, door: StandingDoor): Standing {
  if (nextStandings(from, door).includes(to)) return to;
  throw membershipErrors.error(
    'STANDING_CHANGE_REFUSED',
    `A member ${from} does not become ${to}.`,
    {
      path: ['to'],
      data: { from, to },
    },
  );
}
