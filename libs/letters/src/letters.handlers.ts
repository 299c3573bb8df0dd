import { handle } from '@rochdale/platform';
import { WriteFactLetters } from './fact-letter/write-fact-letters.js';
import { DeliverLetter } from './letter/deliver-letter.js';
import { GiveUpLetter } from './letter/give-up-letter.js';
import { SweepLetters } from './letter/sweep-letters.js';
import { DeliverLetterJob, SweepLettersJob, WriteFactLettersJob } from './letters.jobs.js';

export const lettersHandlers = [
  handle(WriteFactLettersJob, WriteFactLetters),
  handle(DeliverLetterJob, DeliverLetter, { givenUp: GiveUpLetter }),
  handle(SweepLettersJob, SweepLetters),
];
