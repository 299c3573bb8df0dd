import { Injectable } from '@nestjs/common';
import { mapPage, may, permit, wordsToFind } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { applicationView } from './application-view.js';
import { applicationStore } from './application.store.js';
import type { ApplicationFilter, ApplicationRow } from './application.store.js';

/** Whoever comes and goes takes all of them along with what is known of them. */
const mostOwn = 20;

/** Applications: all of them for officers, one's own for applicants. */
@Injectable()
export class ApplicationQueries {
  /** The oldest first. @throws CodedError INVALID_CURSOR, INVALID_INPUT */
  async page(
    tx: Tx,
    request: PageRequest,
    { text = null, ...filter }: ApplicationFilter = {},
  ): Promise<Page<ApplicationRow>> {
    permit(tx.actor, 'application.read');
    const words = text === null ? null : wordsToFind(text, ['filter', 'text']);
    const page = await applicationStore.page(tx, request, { ...filter, text: words });
    return mapPage(page, (row) => applicationView(tx.actor, row));
  }

  /** Those of them that the reader may see. @throws CodedError FORBIDDEN */
  async findMany(tx: Tx, ids: readonly string[]): Promise<ApplicationRow[]> {
    const readsAll = may(tx.actor, 'application.read').allowed;
    permit(tx.actor, readsAll ? 'application.read' : 'application.read-own');
    const rows = await applicationStore.findMany(tx, ids);
    const seen = rows.filter(({ memberId }) => readsAll || memberId === tx.actor.memberId);
    return seen.map((row) => applicationView(tx.actor, row));
  }

  /** One's own, the latest twenty, the oldest of them first. @throws CodedError FORBIDDEN */
  async own(tx: Tx): Promise<ApplicationRow[]> {
    permit(tx.actor, 'application.read-own');
    const { memberId } = tx.actor;
    return memberId === null ? [] : applicationStore.latestOfMember(tx, memberId, mostOwn);
  }
}
