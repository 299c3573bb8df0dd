import type { Tx } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import type { AssemblyRecord } from './assembly.store.js';
import { assemblyStore } from './assembly.store.js';

/** @throws CodedError ASSEMBLY_NOT_USED for what was put to the vote in no assembly */
export async function requireAssembly(tx: Tx, proposalId: string): Promise<void> {
  if ((await assemblyStore.ofVote(tx, proposalId)) !== null) return;
  const message = 'It was put to the vote in no assembly.';
  throw governanceErrors.error('ASSEMBLY_NOT_USED', message, { path: ['proposalId'] });
}

/** An assembly that goes on. */
export interface GoingOn extends AssemblyRecord {
  readonly codeHash: string;
}

/**
 * An assembly that goes on: `held`, while somebody comes or goes, or `locked`, while who is present
 * is drawn.
 *
 * @throws CodedError ASSEMBLY_NOT_FOUND, ASSEMBLY_OVER
 */
export async function assemblyGoingOn(
  tx: Tx,
  id: string,
  how: 'held' | 'locked',
): Promise<GoingOn> {
  const path = ['assemblyId'];
  const found = await (how === 'held' ? assemblyStore.hold(tx, id) : assemblyStore.lock(tx, id));
  if (found === null) {
    throw governanceErrors.error('ASSEMBLY_NOT_FOUND', 'There is no such assembly.', { path });
  }
  const { codeHash } = found;
  if (codeHash !== null) return { ...found, codeHash };
  throw governanceErrors.error('ASSEMBLY_OVER', 'This assembly is over.', { path });
}
