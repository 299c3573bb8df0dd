import { hoursLater, nextTimeOfDay } from '@rochdale/platform';
import type { VoteRule } from './vote-rule.js';

/**
 * When a vote closes that is open, or goes on, for so many hours from an instant: never earlier,
 * and where its rule says a time of day, when the clocks of the zone show it next.
 *
 * @throws RangeError when there is no such zone
 */
export function closingTime(
  { closesAtLocalTime }: Pick<VoteRule, 'closesAtLocalTime'>,
  from: Date,
  hours: number,
  timeZone: string,
): Date {
  const least = hoursLater(from, hours, timeZone);
  return closesAtLocalTime === undefined
    ? least
    : nextTimeOfDay(least, closesAtLocalTime, timeZone);
}
