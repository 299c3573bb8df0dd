/** What of a delivery says whether it can be told again. */
interface RetryCase {
  readonly state: string;
  readonly isRemoved: boolean;
}

type Refusal = 'WEBHOOK_DELIVERY_STATE' | 'WEBHOOK_NOT_FOUND';

/** Why a delivery is not told again: it was not given up, or nobody is told any more. */
export function retryRefusal({ state, isRemoved }: RetryCase): Refusal | null {
  if (state !== 'given-up') return 'WEBHOOK_DELIVERY_STATE';
  return isRemoved ? 'WEBHOOK_NOT_FOUND' : null;
}
