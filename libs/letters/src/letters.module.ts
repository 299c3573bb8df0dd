import { Global, Module } from '@nestjs/common';
import { Letters } from '@rochdale/platform';
import { WriteFactLetters } from './fact-letter/write-fact-letters.js';
import { DeliverLetter } from './letter/deliver-letter.js';
import { Envelope } from './letter/envelope.js';
import { GiveUpLetter } from './letter/give-up-letter.js';
import { KeptLetters } from './letter/kept-letters.js';
import { OwnLetters } from './letter/own-letters.js';
import { PostedLetters } from './letter/posted-letters.js';
import { SweepLetters } from './letter/sweep-letters.js';

/** Global, because it carries out a port that rooms below it write to. */
@Global()
@Module({
  providers: [
    DeliverLetter,
    Envelope,
    GiveUpLetter,
    KeptLetters,
    OwnLetters,
    PostedLetters,
    SweepLetters,
    WriteFactLetters,
    { provide: Letters, useExisting: PostedLetters },
  ],
  exports: [KeptLetters, Letters],
})
export class LettersModule {}
