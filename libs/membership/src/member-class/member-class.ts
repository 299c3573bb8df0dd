import { membershipErrors } from '../membership.errors.js';

export type ClassOpenTo = 'person' | 'organisation' | 'both';

/** A kind of member. Whether a class votes, and with how many votes, is the start for policies. */
export interface MemberClass {
  readonly key: string;
  readonly name: string;
  readonly mayVote: boolean;
  /** Votes of one member of this class, where a policy weighs by class. */
  readonly votes: number;
  readonly openTo: ClassOpenTo;
}

/** What a co-operative starts with when it does not say otherwise. */
export const defaultClasses: readonly MemberClass[] = [
  { key: 'worker', name: 'Worker', mayVote: true, votes: 1, openTo: 'person' },
  { key: 'user', name: 'User', mayVote: true, votes: 1, openTo: 'person' },
  { key: 'supporter', name: 'Supporter', mayVote: false, votes: 1, openTo: 'both' },
  { key: 'organisation', name: 'Organisation', mayVote: true, votes: 1, openTo: 'organisation' },
];

/** @throws CodedError MEMBER_CLASS_INVALID, with the field that is at fault */
export function checkedClass(given: MemberClass): MemberClass {
  const name = given.name.trim();
  const problem = !/^[a-z][a-z0-9-]{0,39}$/.test(given.key)
    ? 'key'
    : name.length < 1 || name.length > 100
      ? 'name'
      : !Number.isInteger(given.votes) || given.votes < 1 || given.votes > 1000
        ? 'votes'
        : !['person', 'organisation', 'both'].includes(given.openTo)
          ? 'openTo'
          : null;
  if (problem !== null) {
    throw membershipErrors.error('MEMBER_CLASS_INVALID', `The ${problem} of a class is wrong.`, {
      path: [problem],
    });
  }
  return { ...given, name };
}
