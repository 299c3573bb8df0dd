import { Injectable } from '@nestjs/common';
import { permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { OwnData } from './own-data.js';
import type { PersonalDataExport } from './own-data.js';

/** Hands a person their own data, in one consistent picture. */
@Injectable()
export class ExportOwnData {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly own: OwnData,
  ) {}

  /** @throws CodedError FORBIDDEN, UNAUTHENTICATED */
  async execute(actor: Actor): Promise<PersonalDataExport> {
    permit(actor, 'member.export');
    const { accountId, memberId } = actor;
    if (accountId === null) throw platformErrors.error('UNAUTHENTICATED', 'Sign in to do this.');
    return this.unitOfWork.read(actor, (tx) =>
      this.own.of(tx, { accountId, memberId, inFull: false }),
    );
  }
}
