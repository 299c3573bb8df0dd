import { handle } from '@rochdale/platform';
import { RecountByTurns } from './count/recount-by-turns.js';
import { EndDelegations } from './delegation/end-delegations.js';
import { EndDelegationsOfGroup } from './delegation/end-delegations-of-group.js';
import { AskForPapers } from './paper/ask-for-papers.js';
import {
  AskForPapersJob,
  EndDelegationsJob,
  EndDelegationsOfGroupJob,
  RecountByTurnsJob,
} from './voting.jobs.js';

export const votingHandlers = [
  handle(RecountByTurnsJob, RecountByTurns),
  handle(EndDelegationsJob, EndDelegations),
  handle(EndDelegationsOfGroupJob, EndDelegationsOfGroup),
  handle(AskForPapersJob, AskForPapers),
];
