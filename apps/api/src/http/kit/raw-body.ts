import { Readable } from 'node:stream';
import type { preParsingAsyncHookHandler } from 'fastify';
import { platformErrors } from '@rochdale/platform';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, on routes that say so; a signature is over these bytes. */
    rawBody?: Buffer;
  }
}

async function bytesOf(stream: AsyncIterable<unknown>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > limit) throw platformErrors.error('TOO_LARGE', `At most ${limit} bytes.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** Keeps the bytes of a body, up to a limit, and hands the same on to the parser. */
export function keepRawBody(limit: number): preParsingAsyncHookHandler {
  return async (request, _reply, payload) => {
    const raw = await bytesOf(payload, limit);
    request.rawBody = raw;
    return Readable.from(raw.length === 0 ? [] : [raw]);
  };
}
