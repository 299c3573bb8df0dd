import { isDay, isId, sha256Hex, startOfDay } from '@rochdale/platform';

/** A usage event as it counts: who used how much of what, where, when. */
export interface UsageEvent {
  readonly source: string;
  readonly eventId: string;
  readonly payloadHash: string;
  readonly meterKey: string;
  readonly memberId: string;
  readonly quantity: string;
  readonly occurredAt: Date;
}

/** The answer to one event of a batch. */
export interface UsageVerdict {
  /** The event's place in the batch, from 0. */
  readonly index: number;
  readonly id: string | null;
  readonly status: 'accepted' | 'duplicate' | 'conflict' | 'rejected';
  readonly code: string | null;
  readonly message: string | null;
}

export type ReadEvent = { readonly event: UsageEvent } | { readonly code: string; message: string };

/** The type of event that partners report. */
export const usageEventType = 'coop.rochdale.usage.v1';

type Fields = Readonly<Record<string, unknown>>;

/** Postgres keeps no NUL, and half a character is none: such an id could not be told apart. */
function isText(value: unknown, maxLength: number): value is string {
  if (typeof value !== 'string' || value === '' || value.length > maxLength) return false;
  return plainText.test(value) || !/\p{Cc}|\p{Cs}/u.test(value);
}

/** What nearly every id is made of; telling so takes a tenth of asking for Unicode's classes. */
const plainText = /^[ -~]+$/;

/**
 * What an event says, as canonical JSON (RFC 8785): names in order, and all values but the meter's
 * key of characters that need no escaping. A property compares it with `canonicalJson`.
 */
export function contentOf(
  said: Pick<UsageEvent, 'meterKey' | 'quantity' | 'memberId'>,
  time: string,
): string {
  const { meterKey, quantity, memberId } = said;
  const used = `"meter":${JSON.stringify(meterKey)},"quantity":"${quantity}"`;
  return `{${used},"subject":"${memberId}","time":"${time}"}`;
}

const no = (message: string, code = 'EVENT_INVALID'): ReadEvent => ({ code, message });
const momentPattern =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
/** How far a partner's clock may be ahead: 24 hours. */
const aheadMs = 24 * 3_600_000;
const earliestMs = startOfDay('2000-01-01').getTime();

/** `Date` takes the 30th of February for the 2nd of March; every month has its 28th. */
function isOnCalendar(time: string): boolean {
  return Number(time.slice(8, 10)) <= 28 || isDay(time.slice(0, 10));
}

function readQuantity(value: unknown): string | null {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && /^\d{1,18}(\.\d{1,9})?$/.test(text) ? text : null;
}

/**
 * Reads one CloudEvent 1.0 in its JSON format: `subject` is the member's id, `data` is
 * `{meter, quantity}` with the quantity as a decimal string. Times more than a day ahead are
 * refused.
 */
export function readUsageEvent(value: unknown, now: Date): ReadEvent {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return no('an event is an object');
  }
  const event = value as Fields;
  if (event['specversion'] !== '1.0') return no('specversion is 1.0');
  if (event['type'] !== usageEventType) return no(`type is ${usageEventType}`, 'TYPE_UNKNOWN');
  const { id, source, subject, time } = event as Record<string, unknown>;
  if (!isText(id, 200)) return no('id is a text of 1 to 200 characters');
  if (!isText(source, 200)) return no('source is a text of 1 to 200 characters');
  if (typeof subject !== 'string' || !isId(subject)) return no('subject is a member’s id');
  if (typeof time !== 'string' || !momentPattern.test(time)) {
    return no('time is a moment as in RFC 3339');
  }
  const occurredAt = new Date(time);
  const at = occurredAt.getTime();
  if (Number.isNaN(at)) return no('time is a moment as in RFC 3339');
  if (!isOnCalendar(time)) return no('time is a moment on the calendar');
  if (at < earliestMs || at - now.getTime() > aheadMs) {
    return no('time lies in the future or before the year 2000', 'TIME_IMPLAUSIBLE');
  }
  const data = event['data'];
  if (data === null || typeof data !== 'object' || Array.isArray(data)) {
    return no('data is an object');
  }
  const { meter, quantity } = data as Fields & { meter?: unknown; quantity?: unknown };
  const amount = readQuantity(quantity);
  if (!isText(meter, 40)) return no('data.meter is a meter’s key');
  if (amount === null) return no('data.quantity is a decimal in a string, zero or more');
  // The identity is (partner, source, id) for ever; what it says is fixed by this hash.
  const said = { meterKey: meter, memberId: subject, quantity: amount };
  const payloadHash = sha256Hex(contentOf(said, time));
  return {
    event: {
      source,
      eventId: id,
      payloadHash,
      meterKey: meter,
      memberId: subject,
      quantity: amount,
      occurredAt,
    },
  };
}
