import { handle } from '@rochdale/platform';
import { ReadStatementFileJob } from './banking.jobs.js';
import { ReadStatementFile } from './statement/read-statement-file.js';

export const bankingHandlers = [handle(ReadStatementFileJob, ReadStatementFile)];
