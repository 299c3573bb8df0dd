import { lookup } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

const timeoutMs = 10_000;

export interface PostedMessage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Whether a message may be sent to that address. */
export type AddressRule = (address: string) => boolean;

class AddressRefused extends Error {}

/**
 * Finds the addresses of a name once, and gives the connection those alone: a name that is asked
 * for again between the look and the connection could stand for another machine by then.
 */
function pinnedLookup(isAllowed: AddressRule): LookupFunction {
  return (hostname, { family, all }, done) => {
    lookup(hostname, { family: family === 6 ? 6 : 0, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) done(error, []);
      else if (!addresses.every(({ address }) => isAllowed(address))) {
        done(new AddressRefused('the name stands for an address that is not public'), []);
      } else if (all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

function sent({ url, headers, body }: PostedMessage, isAllowed: AddressRule): Promise<number> {
  const to = new URL(url);
  const literal = to.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !isAllowed(literal)) {
    return Promise.reject(new AddressRefused('the address is not public'));
  }
  const open = to.protocol === 'https:' ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const request = open(to, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // A connection that was kept would lead where its name led before.
      agent: false,
      lookup: pinnedLookup(isAllowed),
      signal: AbortSignal.timeout(timeoutMs),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    request.end(body);
  });
}

/**
 * Posts a message. The answer's status, or null when there was none, or nobody there who may be
 * asked. Redirections are answers, and not followed.
 */
export async function postMessage(
  message: PostedMessage,
  isAllowed: AddressRule,
): Promise<number | null> {
  try {
    return await sent(message, isAllowed);
  } catch {
    return null;
  }
}
