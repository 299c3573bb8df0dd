import { handle } from '@rochdale/platform';
import { ForgetAccount } from './account/forget-account.js';
import { ForgetAccountJob, SweepExpired } from './identity.jobs.js';
import { SweepExpiredSessions } from './session/sweep-expired-sessions.js';

export const identityHandlers = [
  handle(ForgetAccountJob, ForgetAccount),
  handle(SweepExpired, SweepExpiredSessions),
];
