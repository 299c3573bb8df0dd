import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { memberStore } from '../member/member.store.js';
import { ErasureList } from './erasure-list.js';

/** Whom a restored back-up brought back: erased by the list beside the files, and here again. */
@Injectable()
export class CountBroughtBack {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly list: ErasureList,
  ) {}

  /** How many. @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'member.forget');
    const ids = await this.list.memberIds(actor.cooperativeId ?? '');
    if (ids.length === 0) return 0;
    const members = await this.unitOfWork.read(actor, (tx) => memberStore.findMany(tx, ids));
    return members.filter(({ erasedAt }) => erasedAt === null).length;
  }
}
