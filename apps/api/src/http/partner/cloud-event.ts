import type { IncomingHttpHeaders } from 'node:http';
import { plainIdOf } from '@rochdale/platform';
import type { OwnIdAudience } from '@rochdale/platform';

const prefix = 'ce-';

/** Headers carry what is not plain in percent signs (CloudEvents over HTTP, 3.1.3.2). */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** An event in binary mode: its attributes in headers, its data in the body. */
export function eventOfHeaders(headers: IncomingHttpHeaders, data: unknown): object {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), decoded(String(value))]);
  return { ...(Object.fromEntries(attributes) as Record<string, string>), data };
}

/** The event with its data as they are: whoever keeps bytes sends them as `data_base64`. */
export function withData(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || 'data' in event) return event;
  const { data_base64: bytes, ...others } = event as Readonly<Record<string, unknown>>;
  if (typeof bytes !== 'string') return event;
  try {
    const data: unknown = JSON.parse(Buffer.from(bytes, 'base64').toString('utf8'));
    return { ...others, data };
  } catch {
    // That it has no data that can be read is its verdict.
    return event;
  }
}

/** The event with a member's plain id: whoever reports knows them by an id of its own. */
export function withMemberId(event: unknown, audience: OwnIdAudience): unknown {
  const { subject } = (event ?? {}) as { subject?: unknown };
  if (typeof event !== 'object' || typeof subject !== 'string') return event;
  // That it is nobody's id is the event's verdict, not the request's.
  return { ...event, subject: plainIdOf('Member', subject, audience) };
}
