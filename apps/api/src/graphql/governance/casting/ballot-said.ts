import { audienceOf } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { votingErrors } from '@rochdale/voting';
import { fromMemberId } from '../../kit/node/global-id.js';
import { readJsonText } from '../../kit/value/json-text.js';

interface Said {
  readonly stance?: string | null;
  readonly markJson?: string | null;
  readonly forMemberId?: string | null;
}

/** What a ballot says, by the one field of the two that says it. */
function markOf({ stance = null, markJson = null }: Said): unknown {
  if ((stance === null) === (markJson === null)) {
    const message = 'A ballot has a stance, or a mark of another ballot kind: one of the two.';
    throw votingErrors.error('BALLOT_MARK_INVALID', message, { path: ['stance'] });
  }
  return markJson === null ? stance : readJsonText(markJson, ['markJson']);
}

/** What a ballot says, and whose it is where it is not the voter's own. */
export function saidBy(actor: Actor, input: Said) {
  const { forMemberId = null } = input;
  const path = ['forMemberId'];
  return {
    mark: markOf(input),
    forMemberId: forMemberId === null ? null : fromMemberId(forMemberId, audienceOf(actor), path),
  };
}
