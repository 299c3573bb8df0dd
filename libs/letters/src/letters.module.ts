import { Global, Module } from '@nestjs/common';
import { Mail } from '@rochdale/identity';
import { DeliverLetter } from './letter/deliver-letter.js';
import { Outbox } from './letter/outbox.js';

/** Global, because it carries out a port that rooms below it write to. */
@Global()
@Module({
  providers: [Outbox, DeliverLetter, { provide: Mail, useExisting: Outbox }],
  exports: [Outbox, DeliverLetter, Mail],
})
export class LettersModule {}
