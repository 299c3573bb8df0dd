import { Rational } from '../arithmetic/rational.js';

/**
 * The quotas by name, V votes and S seats:
 * `droop` floor(V/(S+1))+1; `hare` V/S; `hagenbach-bischoff` V/(S+1); `imperiali` V/(S+2);
 * `droop-unit` V/(S+1) cut to the decimals of the count, plus one unit of the last decimal.
 */
export const quotaNames = [
  'droop',
  'hare',
  'hagenbach-bischoff',
  'imperiali',
  'droop-unit',
] as const;

export type QuotaName = (typeof quotaNames)[number];

/** The quota, exactly. `digits` are the decimals of the count, for `droop-unit`. */
export function quotaOf(name: QuotaName, votes: Rational, seats: number, digits = 0): Rational {
  const share = (parts: number): Rational => votes.div(Rational.of(parts));
  switch (name) {
    case 'hare':
      return share(seats);
    case 'hagenbach-bischoff':
      return share(seats + 1);
    case 'imperiali':
      return share(seats + 2);
    case 'droop-unit': {
      const unit = 10n ** BigInt(digits);
      return Rational.of(share(seats + 1).toScaled(digits, 'floor') + 1n, unit);
    }
    default:
      return Rational.of(share(seats + 1).floor() + 1n);
  }
}
