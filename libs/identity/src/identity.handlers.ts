import { handle } from '@rochdale/platform';
import { SweepExpired } from './identity.jobs.js';
import { SweepExpiredSessions } from './session/sweep-expired-sessions.js';

export const identityHandlers = [handle(SweepExpired, SweepExpiredSessions)];
