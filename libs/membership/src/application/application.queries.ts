import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Page, PageRequest } from '@rochdale/platform';
import { applicationStore } from './application.store.js';
import type { ApplicationRow, ApplicationState } from './application.store.js';

/** Applications: all of them for officers, one's own for applicants. */
@Injectable()
export class ApplicationQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The oldest first. @throws CodedError INVALID_CURSOR, INVALID_INPUT */
  async page(
    actor: Actor,
    request: PageRequest,
    state: ApplicationState | null = null,
  ): Promise<Page<ApplicationRow>> {
    permit(actor, 'application.read');
    return this.unitOfWork.read(actor, (tx) => applicationStore.page(tx, request, state));
  }

  findMany(actor: Actor, ids: readonly string[]): Promise<ApplicationRow[]> {
    permit(actor, 'application.read');
    return this.unitOfWork.read(actor, (tx) => applicationStore.findMany(tx, ids));
  }

  async own(actor: Actor): Promise<ApplicationRow[]> {
    permit(actor, 'application.read-own');
    const { memberId } = actor;
    if (memberId === null) return [];
    return this.unitOfWork.read(actor, (tx) => applicationStore.ofMembers(tx, [memberId]));
  }
}
