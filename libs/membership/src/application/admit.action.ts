import { defineAction, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { isErased } from '../member/decided-on.js';
import { membershipErrors } from '../membership.errors.js';
import { admitInTx } from './admit-member.js';
import { applicationStore } from './application.store.js';
import { lockedOpenApplication } from './open-application.js';

/** The members take an applicant in, where officers leave it to them. */
export const AdmitMemberAction = defineAction({
  kind: 'application.admit',
  payload: z.strictObject({ applicationId: idOf('Application') }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  isHearing: true,
  foreseenBy: 'application.read',
  service: null,

  summary: () => 'Takes the applicant in as a member.',

  async check(_, tx, { applicationId }) {
    const [application] = await applicationStore.findMany(tx, [applicationId]);
    if (application !== undefined && !(await isErased(tx, application.memberId))) return;
    throw membershipErrors.error('APPLICATION_UNKNOWN', 'There is no such application here.', {
      path: ['applicationId'],
    });
  },

  async about(tx, { applicationId }) {
    const [application] = await applicationStore.findMany(tx, [applicationId]);
    return application?.memberId ?? null;
  },

  async foresee(_, tx, { applicationId }) {
    const [application] = await applicationStore.findMany(tx, [applicationId]);
    if (application?.state !== 'open') return 'The application is decided already.';
    return `They applied for the class ${application.classKey}.`;
  },

  async run(_, tx, { applicationId }) {
    await admitInTx(tx, await lockedOpenApplication(tx, applicationId), null);
  },
});
