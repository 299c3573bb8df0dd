import { allActions } from '@rochdale/platform';
import type { Day, ProposalAction } from '@rochdale/platform';

/**
 * The last of the days before which these are not carried out; null where nothing waits for a day.
 */
export function notBefore(wanted: readonly ProposalAction[]): Day | null {
  const days = wanted.flatMap(({ kind, payload }) => {
    const action = allActions().get(kind);
    const read = action?.payload.safeParse(payload);
    return read?.success === true ? (action?.notBefore?.(read.data) ?? []) : [];
  });
  return days.toSorted().at(-1) ?? null;
}
