import { Injectable } from '@nestjs/common';
import { systemActor, UnitOfWork } from '@rochdale/platform';
import { Envelope } from './envelope.js';
import type { Letter } from './letter.js';
import { letterStore } from './letter.store.js';

/** A kept letter as developers read it. */
export type KeptLetter = Omit<Letter, 'to'> & { readonly to: string; readonly createdAt: Date };

/** Letters that were kept because there is no mail server. For developers. */
@Injectable()
export class KeptLetters {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly envelope: Envelope,
  ) {}

  /** Newest first, of all co-operatives. */
  async newest(atMost = 50): Promise<KeptLetter[]> {
    const rows = await this.unitOfWork.read(systemActor(null, 'cli'), (tx) =>
      letterStore.kept(tx, atMost),
    );
    return rows.map(({ id, sealed, createdAt }) => {
      const letter = this.envelope.open(id, sealed);
      return { ...letter, to: letter.to.email, createdAt };
    });
  }
}
