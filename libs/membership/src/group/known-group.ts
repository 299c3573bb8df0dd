import { membershipErrors } from '../membership.errors.js';

const path = ['key'];

export const groupUnknown = (): Error =>
  membershipErrors.error('WORKING_GROUP_UNKNOWN', 'There is no such working group.', { path });

export const groupClosed = (): Error =>
  membershipErrors.error('WORKING_GROUP_CLOSED', 'This working group is closed.', { path });
