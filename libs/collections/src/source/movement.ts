import { isDay } from '@rochdale/platform';
import { z } from 'zod';
import { movementKinds } from './source.js';
import type { Movement, Source, SweptRow } from './source.js';

/** Why a row does not become a line by itself, and waits for a person. */
export const waitingReasons = [
  /** The source could not say what it moved, or said what cannot be. */
  'unreadable',
  /** It moved nothing. */
  'nothing-moved',
  /** It is in a currency that is not the account's. */
  'foreign-currency',
  /** Its source tells it in another way than before. */
  'changed',
] as const;
export type WaitingReason = (typeof waitingReasons)[number];

const limit = 2n ** 63n;

/** Words as the books keep them: no control characters, one space, not without end. */
const words = z
  .string()
  .nullish()
  .transform((text) => {
    const plain = (text ?? '').replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
    return plain === '' ? null : plain.slice(0, 1_000);
  });

const shape = z.object({
  externalId: z.string(),
  bookedOn: z.string().refine(isDay),
  amountMinor: z.bigint().refine((minor) => minor > -limit && minor < limit),
  currency: z.string().regex(/^[A-Z]{3}$/),
  kind: z.enum(movementKinds),
  counterparty: words,
  reference: words,
});

/** A movement that may become a line. */
export type SoundMovement = z.infer<typeof shape>;

export type Reading =
  | { readonly movement: SoundMovement; readonly waits: null }
  | { readonly movement: null; readonly waits: WaitingReason };

const waiting = (waits: WaitingReason): Reading => ({ movement: null, waits });

function told(source: Pick<Source, 'normalise'>, row: SweptRow, zone: string): Movement | null {
  try {
    return source.normalise(row, zone);
  } catch {
    // What an adapter makes of a row is not worth more than the row: a person sees it as it came.
    return null;
  }
}

/** What a row says, where it may be booked; else why a person has to look at it. Never throws. */
export function readingOf(
  source: Pick<Source, 'normalise'>,
  row: SweptRow,
  { currency, timeZone }: { readonly currency: string; readonly timeZone: string },
): Reading {
  const parsed = shape.safeParse(told(source, row, timeZone));
  if (!parsed.success || parsed.data.externalId !== row.id) return waiting('unreadable');
  const movement = parsed.data;
  if (movement.currency !== currency) return waiting('foreign-currency');
  return movement.amountMinor === 0n ? waiting('nothing-moved') : { movement, waits: null };
}
