import { handle } from '@rochdale/platform';
import { DeliverLetter } from './letter/deliver-letter.js';
import { DeliverLetterJob } from './letters.jobs.js';

export const lettersHandlers = [handle(DeliverLetterJob, DeliverLetter)];
