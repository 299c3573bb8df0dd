import { handle } from '@rochdale/platform';
import {
  FollowUndoneLineJob,
  LockLinesByNameJob,
  LockLinesOfErasedJob,
  MatchBankLinesJob,
  ReadStatementFileJob,
} from './banking.jobs.js';
import { FollowUndoneLine } from './erased/follow-undone-line.js';
import { LockLinesByName } from './erased/lock-lines-by-name.js';
import { LockLinesOfErased } from './erased/lock-lines-of-erased.js';
import { MatchBankLines } from './matching/match-bank-lines.js';
import { ReadStatementFile } from './statement/read-statement-file.js';

export const bankingHandlers = [
  handle(ReadStatementFileJob, ReadStatementFile),
  handle(MatchBankLinesJob, MatchBankLines),
  handle(LockLinesOfErasedJob, LockLinesOfErased),
  handle(LockLinesByNameJob, LockLinesByName),
  handle(FollowUndoneLineJob, FollowUndoneLine),
];
