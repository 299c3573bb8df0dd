import type { MeterAggregation } from '../partner/meter-aggregation.js';

/** What is known of a retraction's own identity, and of the event that it names. */
export interface RetractionCase {
  /** Whether its own id was used, and for the same retraction; null when it is new. */
  readonly isSame: boolean | null;
  /** Another retraction named the event. */
  readonly isRetracted: boolean;
  /** What it names is a retraction. */
  readonly isRetraction: boolean;
  /** The event counted in a month that is closed. */
  readonly isCounted: boolean;
  /** How the event's meter adds up; null when the event did not come yet. */
  readonly aggregation: MeterAggregation | null;
}

export interface RetractionRefusal {
  readonly code: string;
  readonly message: string;
}

/** What adds up to less by what is taken from it, in whatever month that is. */
export function canBeLessened(aggregation: MeterAggregation): boolean {
  return aggregation === 'sum' || aggregation === 'count';
}

/**
 * Why a new retraction does not hold; null when it does. One whose event did not come yet waits for
 * it. One whose event counted in a closed month lessens the next one, where the meter adds up; a
 * largest, a latest or a number of different quantities cannot be lessened.
 */
export function retractionRefusal(known: RetractionCase): RetractionRefusal | null {
  if (known.isRetraction) {
    return { code: 'RETRACTION_FINAL', message: 'a retraction is not retracted: report anew' };
  }
  if (known.isRetracted) {
    return { code: 'RETRACTED_ALREADY', message: 'another event retracted this one' };
  }
  const { isCounted, aggregation } = known;
  if (isCounted && aggregation !== null && !canBeLessened(aggregation)) {
    return { code: 'EVENT_COUNTED', message: 'the month of the event is closed' };
  }
  return null;
}
