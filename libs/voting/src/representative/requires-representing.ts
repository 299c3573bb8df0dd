import { awayAmong } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { votingErrors } from '../voting.errors.js';
import { representativeStore } from './representative.store.js';

export function notRepresented(path: readonly string[]): Error {
  const message = 'You do not vote for such an organisation.';
  return votingErrors.error('REPRESENTATION_NOT_FOUND', message, { path });
}

/**
 * Who casts for another is named by it, and stays so until the transaction ends. Asked before
 * anything of its place: nobody else learns whether it has one.
 *
 * @throws CodedError REPRESENTATION_NOT_FOUND also of an organisation that is on no list of members
 */
export async function requireRepresenting(tx: Tx, organisationId: string): Promise<void> {
  const { memberId } = tx.actor;
  const isNamed =
    memberId !== null && (await representativeStore.hold(tx, { organisationId, memberId }));
  if (!isNamed || (await awayAmong(tx, [organisationId])).size > 0) {
    throw notRepresented(['forMemberId']);
  }
}
