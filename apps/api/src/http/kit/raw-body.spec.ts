import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { keepRawBody } from './raw-body.js';

const keep = (request: object, payload: Readable, limit = 10) =>
  keepRawBody(limit).call(
    undefined as never,
    request as FastifyRequest,
    {} as FastifyReply,
    payload,
  );

describe('a body whose bytes are kept', () => {
  it('is handed on as it came', async () => {
    const request: { rawBody?: Buffer } = {};
    const bytes = [Buffer.from('{"a"'), Buffer.from(': 1 }')];
    const handed = await keep(request, Readable.from(bytes));
    expect(request.rawBody?.toString()).toBe('{"a": 1 }');
    expect((await buffer(handed as Readable)).toString()).toBe('{"a": 1 }');
  });

  it('is read no further than its limit', async () => {
    let sent = 0;
    async function* endless() {
      for (;;) {
        sent += 1;
        yield Buffer.alloc(4);
        if (sent > 1_000) return;
      }
    }
    const request: { rawBody?: Buffer } = {};
    const stream = Readable.from(endless(), { highWaterMark: 1 });
    await expect(keep(request, stream)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(sent).toBeLessThan(10);
    expect(request.rawBody).toBeUndefined();
  });
});
