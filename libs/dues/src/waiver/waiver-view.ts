import { may, openedOrNull, openText, sealText, unopened } from '@rochdale/platform';
import type { Actor, Config, Tx } from '@rochdale/platform';
import { WaiverChanged } from '../dues.events.js';
import type { WaiverState } from './waiver.entity.js';
import type { WaiverRow } from './waiver.store.js';

/** A waiver as those may see it who are allowed to: the member, and the treasurer. */
export interface WaiverView extends Omit<WaiverRow, 'reasonSealed'> {
  /** For the member, and for who decides as long as it waits; null for others, and afterwards. */
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
  return text === '' ? null : sealText(context(secret, waiverId), text);
}

/** It may tell of health or belief: once it was decided, it is nobody's but the member's. */
function readsReason(actor: Actor, { memberId, state }: WaiverRow): boolean {
  if (memberId === actor.memberId) return true;
  return state === 'asked' && may(actor, 'dues-waiver.decide').allowed;
}

/** As this reader may see it. */
export function waiverView(secret: Secret, waiver: WaiverRow, reader: Actor): WaiverView {
  const view = ownWaiverView(secret, waiver);
  return readsReason(reader, waiver) ? view : { ...view, reason: null };
}

/** As its member may see it; `unopened` where the reason does not open. */
export function ownWaiverView(secret: Secret, { reasonSealed, ...rest }: WaiverRow): WaiverView {
  if (reasonSealed === null) return { ...rest, reason: null };
  const sealed = context(secret, rest.id);
  const reason = openedOrNull(sealed, () => openText(sealed, reasonSealed)) ?? unopened;
  return { ...rest, reason };
}

/** Announces what became of a waiver, or does soon, never why. In the caller's transaction. */
export function announceWaiver(
  tx: Tx,
  {
    id,
    memberId,
    state,
  }: Pick<WaiverRow, 'id' | 'memberId'> & { readonly state: WaiverState | 'lapses-soon' },
): void {
  tx.announce(WaiverChanged.of(id, { waiverId: id, memberId, state }));
}
