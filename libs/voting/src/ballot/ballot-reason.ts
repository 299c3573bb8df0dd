import { keptText } from '@rochdale/platform';
import type { BallotEntity } from './ballot.entity.js';

const purpose = 'ballot reasons';

/** Why somebody voted as they did in a hearing, as it is kept: sealed to their ballot. */
export const sealReason = (ballotId: string, reason: string | null): Buffer | null =>
  keptText.seal(purpose, ballotId, reason);

/** `unopened` where it was sealed by another secret, or belongs to another ballot. */
export const openReason = ({
  id,
  reason,
  reasonSealed,
}: Readonly<Pick<BallotEntity, 'id' | 'reason' | 'reasonSealed'>>): string | null =>
  reason ?? keptText.open(purpose, id, reasonSealed);
