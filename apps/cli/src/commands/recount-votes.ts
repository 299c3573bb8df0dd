import { RecountOutcomes } from '@rochdale/voting';
import type { Miscount } from '@rochdale/voting';
import { ofEach } from '../as-service.js';

/** Counts every decided vote of these co-operatives again; returns what differs. */
export function recountVotes(
  appUrl: string,
  cooperativeIds: readonly string[],
): Promise<readonly Miscount[]> {
  return ofEach(appUrl, cooperativeIds, (unitOfWork, actor) =>
    new RecountOutcomes(unitOfWork).execute(actor),
  );
}
