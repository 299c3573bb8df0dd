import { canonicalJson, isDay, isId, sha256Hex, startOfDay } from '@rochdale/platform';

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

/** What calls off an earlier event, or one that is still to come. */
export interface UsageRetraction {
  readonly source: string;
  readonly eventId: string;
  readonly payloadHash: string;
  readonly retractedSource: string;
  readonly retractedEventId: string;
  /** Null when it was not said. */
  readonly occurredAt: Date | null;
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  /** The field of the event that is at fault, outermost first. */
  readonly path: readonly string[];
}

export type ReadEvent =
  { readonly event: UsageEvent } | { readonly retraction: UsageRetraction } | Refusal;

/** The type of event that partners report. */
export const usageEventType = 'coop.rochdale.usage.v1';

/** The source of what was forgotten. An event that came with it would pass for forgotten. */
const forgottenSource = 'erased';

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

/** The field at fault, and what it ought to be. */
const no = (field: string, what: string, code = 'EVENT_INVALID'): Refusal => ({
  code,
  message: `${field} ${what}`,
  path: field.split('.'),
});
const momentPattern =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
/** How far a partner's clock may be ahead: 24 hours. */
const aheadMs = 24 * 3_600_000;
const earliestMs = startOfDay('2000-01-01').getTime();

/** A correction is below zero; nothing is zero in one way only. */
function readQuantity(value: unknown): string | null {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !/^-?\d{1,18}(\.\d{1,9})?$/.test(text)) return null;
  return text.startsWith('-') && !/[1-9]/.test(text) ? null : text;
}

function readMoment(time: unknown, now: Date): Date | Refusal {
  if (typeof time !== 'string' || !momentPattern.test(time)) {
    return no('time', 'is a moment as in RFC 3339');
  }
  const occurredAt = new Date(time);
  const at = occurredAt.getTime();
  if (Number.isNaN(at)) return no('time', 'is a moment as in RFC 3339');
  if (!isDay(time.slice(0, 10))) return no('time', 'is a moment on the calendar');
  if (at < earliestMs || at - now.getTime() > aheadMs) {
    return no('time', 'lies in the future or before the year 2000', 'TIME_IMPLAUSIBLE');
  }
  return occurredAt;
}

const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

interface Identity {
  readonly source: string;
  readonly eventId: string;
}

/**
 * Reads one CloudEvent 1.0 in its JSON format. With `data` as `{meter, quantity}` it says what the
 * member whose id is the `subject` used; the quantity is a decimal string, below zero to correct
 * what was said before. With `data` as `{retracts: {source, id}}` it calls off that event of the
 * same partner; the source may be left out when it is the event's own, and subject and time too.
 * Times more than a day ahead are refused.
 */
export function readUsageEvent(value: unknown, now: Date): ReadEvent {
  if (!isObject(value))
    return { code: 'EVENT_INVALID', message: 'an event is an object', path: [] };
  if (value['specversion'] !== '1.0') return no('specversion', 'is 1.0');
  if (value['type'] !== usageEventType) return no('type', `is ${usageEventType}`, 'TYPE_UNKNOWN');
  const { id, source, data } = value as Record<string, unknown>;
  if (!isText(id, 200)) return no('id', 'is a text of 1 to 200 characters');
  if (!isText(source, 200)) return no('source', 'is a text of 1 to 200 characters');
  if (source === forgottenSource) return no('source', `is not “${forgottenSource}”`);
  if (!isObject(data)) return no('data', 'is an object');
  const identity = { source, eventId: id };
  return data['retracts'] === undefined
    ? readUse(identity, value, data, now)
    : readRetraction(identity, value, data, now);
}

function readUse({ source, eventId }: Identity, event: Fields, data: Fields, now: Date): ReadEvent {
  const { subject, time } = event as Record<string, unknown>;
  if (typeof subject !== 'string' || !isId(subject)) return no('subject', 'is a member’s id');
  const occurredAt = readMoment(time, now);
  if ('code' in occurredAt) return occurredAt;
  const { meter, quantity } = data as Fields & { meter?: unknown; quantity?: unknown };
  const amount = readQuantity(quantity);
  if (!isText(meter, 40)) return no('data.meter', 'is a meter’s key');
  if (amount === null) return no('data.quantity', 'is a decimal in a string');
  // The identity is (partner, source, id) for ever; what it says is fixed by this hash.
  const said = { meterKey: meter, memberId: subject, quantity: amount };
  const payloadHash = sha256Hex(contentOf(said, String(time)));
  return {
    event: {
      source,
      eventId,
      payloadHash,
      meterKey: meter,
      memberId: subject,
      quantity: amount,
      occurredAt,
    },
  };
}

function readRetraction(
  { source, eventId }: Identity,
  event: Fields,
  data: Fields,
  now: Date,
): ReadEvent {
  const { retracts, meter, quantity } = data as Record<string, unknown>;
  if (!isObject(retracts)) return no('data.retracts', 'is an object');
  if (meter !== undefined || quantity !== undefined) {
    const field = meter === undefined ? 'quantity' : 'meter';
    return no(`data.${field}`, 'is no part of a retraction: what is right is an event of its own');
  }
  const { source: itsSource = source, id } = retracts as Record<string, unknown>;
  if (!isText(id, 200)) return no('data.retracts.id', 'is a text of 1 to 200 characters');
  if (!isText(itsSource, 200))
    return no('data.retracts.source', 'is a text of 1 to 200 characters');
  if (itsSource === forgottenSource) {
    return no('data.retracts.source', 'is not that of what was forgotten');
  }
  if (id === eventId && itsSource === source) {
    return no('data.retracts.id', 'is of another event: none retracts itself');
  }
  const occurredAt = event['time'] === undefined ? null : readMoment(event['time'], now);
  if (occurredAt !== null && 'code' in occurredAt) return occurredAt;
  const payloadHash = sha256Hex(canonicalJson({ retracts: { source: itsSource, id } }));
  return {
    retraction: {
      source,
      eventId,
      payloadHash,
      retractedSource: itsSource,
      retractedEventId: id,
      occurredAt,
    },
  };
}
