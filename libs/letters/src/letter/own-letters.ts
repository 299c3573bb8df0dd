import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { idOf, PersonalDataSources, unopened } from '@rochdale/platform';
import type { PersonOfData, Tx } from '@rochdale/platform';
import { z } from 'zod';
import { Envelope } from './envelope.js';
import { ownLetters } from './own-letters.queries.js';

/** Hands over to members what was written to them; the words of it as long as they are kept. */
@Injectable()
export class OwnLetters implements OnModuleInit {
  constructor(
    private readonly sources: PersonalDataSources,
    private readonly envelope: Envelope,
  ) {}

  onModuleInit(): void {
    const shape = z.array(z.looseObject({ id: idOf('Letter') }));
    this.sources.register('letters', shape, (tx, person) => this.#of(tx, person));
  }

  async #of(tx: Tx, { memberId }: PersonOfData): Promise<object[]> {
    const rows = await ownLetters(tx, memberId);
    return rows.map(({ sealed, ...row }) => {
      if (sealed === null) return row;
      const opened = this.envelope.openIfWhole(row.id, sealed);
      const { subject, text } = opened ?? { subject: unopened, text: unopened };
      return { ...row, subject, text };
    });
  }
}
