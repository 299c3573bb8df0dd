import { parseId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';
import { applicationStore } from './application.store.js';
import type { ApplicationRow } from './application.store.js';

/**
 * The application, locked and not decided yet.
 *
 * @throws CodedError APPLICATION_UNKNOWN, APPLICATION_DECIDED
 */
export async function lockedOpenApplication(tx: Tx, id: string): Promise<ApplicationRow> {
  const application = await applicationStore.lock(tx, parseId(id, ['applicationId']));
  if (application === null) {
    throw membershipErrors.error('APPLICATION_UNKNOWN', 'There is no such application here.', {
      path: ['applicationId'],
    });
  }
  if (application.state !== 'open') {
    throw membershipErrors.error('APPLICATION_DECIDED', 'This application is decided already.', {
      path: ['applicationId'],
      data: { state: application.state },
    });
  }
  return application;
}
