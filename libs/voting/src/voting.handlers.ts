import { handle } from '@rochdale/platform';
import { RecountByTurns } from './count/recount-by-turns.js';
import { ConsiderWithout } from './vote/consider-without.js';
import { ConsiderWithoutMember, RecountByTurnsJob } from './voting.jobs.js';

export const votingHandlers = [
  handle(RecountByTurnsJob, RecountByTurns),
  handle(ConsiderWithoutMember, ConsiderWithout),
];
