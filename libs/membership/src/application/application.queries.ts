import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { applicationStore } from './application.store.js';
import type { ApplicationRow, ApplicationState } from './application.store.js';

/** Applications: all of them for officers, one's own for applicants. */
@Injectable()
export class ApplicationQueries {
  /** The oldest first. @throws CodedError INVALID_CURSOR, INVALID_INPUT */
  async page(
    tx: Tx,
    request: PageRequest,
    state: ApplicationState | null = null,
  ): Promise<Page<ApplicationRow>> {
    permit(tx.actor, 'application.read');
    return applicationStore.page(tx, request, state);
  }

  async findMany(tx: Tx, ids: readonly string[]): Promise<ApplicationRow[]> {
    permit(tx.actor, 'application.read');
    return applicationStore.findMany(tx, ids);
  }

  async own(tx: Tx): Promise<ApplicationRow[]> {
    permit(tx.actor, 'application.read-own');
    const { memberId } = tx.actor;
    return memberId === null ? [] : applicationStore.ofMembers(tx, [memberId]);
  }
}
