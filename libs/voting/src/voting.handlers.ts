import { handle } from '@rochdale/platform';
import { RecountByTurns } from './count/recount-by-turns.js';
import { RecountByTurnsJob } from './voting.jobs.js';

export const votingHandlers = [handle(RecountByTurnsJob, RecountByTurns)];
