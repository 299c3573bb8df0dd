import type { Tx } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';
import { memberClassStore } from './member-class.store.js';
import type { ClassOpenTo, MemberClass } from './member-class.js';

type Kind = Exclude<ClassOpenTo, 'both'>;

/** Whether members of that kind come into the class. */
export const isOpenTo = ({ openTo }: Pick<MemberClass, 'openTo'>, kind: Kind): boolean =>
  openTo === 'both' || openTo === kind;

/**
 * The class, which is open to that kind of members.
 *
 * @throws CodedError MEMBER_CLASS_UNKNOWN, MEMBER_CLASS_NOT_OPEN
 */
export async function demandOpenClass(
  tx: Tx,
  { classKey, kind }: { readonly classKey: string; readonly kind: Kind },
): Promise<MemberClass> {
  const memberClass = await knownClass(tx, classKey);
  if (isOpenTo(memberClass, kind)) return memberClass;
  throw membershipErrors.error('MEMBER_CLASS_NOT_OPEN', 'This class is not open to them.', {
    path: ['classKey'],
  });
}

/** @throws CodedError MEMBER_CLASS_UNKNOWN */
export async function knownClass(tx: Tx, classKey: string): Promise<MemberClass> {
  const memberClass = await memberClassStore.find(tx, classKey);
  if (memberClass !== null) return memberClass;
  throw membershipErrors.error('MEMBER_CLASS_UNKNOWN', 'There is no such class of members.', {
    path: ['classKey'],
  });
}
