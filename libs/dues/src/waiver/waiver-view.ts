import { seal, unseal } from '@rochdale/platform';
import type { Config, Tx } from '@rochdale/platform';
import { WaiverChanged } from '../dues.events.js';
import type { WaiverRow } from './waiver.store.js';

/** A waiver as those may see it who are allowed to: the member, and the treasurer. */
export interface WaiverView extends Omit<WaiverRow, 'reasonSealed'> {
  readonly reason: string | null;
}

type Secret = Config['secret'];

const context = (secret: Secret, rowId: string) => ({ secret, purpose: 'waiver reasons', rowId });

/** The reason as it is kept: sealed to its waiver, and nothing when nothing was said. */
export function sealReason(
  secret: Secret,
  waiverId: string,
  reason: string | null | undefined,
): Buffer | null {
  const text = reason?.trim() ?? '';
  return text === '' ? null : seal(context(secret, waiverId), text);
}

export function waiverView(secret: Secret, { reasonSealed, ...rest }: WaiverRow): WaiverView {
  const reason = reasonSealed === null ? null : unseal(context(secret, rest.id), reasonSealed);
  return { ...rest, reason };
}

/** Announces that a waiver was asked for or decided, never why. In the caller's transaction. */
export function announceWaiver(tx: Tx, { id, memberId, state }: WaiverRow): void {
  tx.announce(WaiverChanged.of(id, { waiverId: id, memberId, state }));
}
