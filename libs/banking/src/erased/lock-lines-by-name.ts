import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { lockLinesByName } from './lines-by-name.js';
import type { NamedLines } from './lines-by-name.js';

/** After a member was erased: what the books hold by their name, from whatever account. */
@Injectable()
export class LockLinesByName {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** At least once: done again, it finds the same. @throws CodedError FORBIDDEN */
  async execute(actor: Actor, named: NamedLines): Promise<void> {
    permit(actor, 'statement.process');
    await this.unitOfWork.run(actor, (tx) => lockLinesByName(tx, named));
  }
}
