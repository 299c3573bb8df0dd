import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStream, SealBroken, sealStream } from './sealed-stream.js';

const context = { secret: 's'.repeat(32), purpose: 'archives', rowId: 'coop/archives/one' };
const piece = 65_536;

/** Cut as whoever reads it happens to get it. */
function cut(bytes: Buffer, at: number): Readable {
  const parts: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += at) parts.push(bytes.subarray(from, from + at));
  return Readable.from(parts);
}
const sealed = (plain: Buffer, at = 10_000) => buffer(sealStream(context, cut(plain, at)));
const opened = (bytes: Buffer, at = 10_000, by = context) => buffer(openStream(by, cut(bytes, at)));
const words = (length: number) => Buffer.alloc(length, 'why she pays less. ');

describe('a sealed stream', () => {
  it('opens to what went in, however long it is and however it was cut', async () => {
    const lengths = fc.oneof(
      fc.integer({ min: 0, max: 3 * piece + 5 }),
      fc.constantFrom(0, 1, piece - 1, piece, piece + 1, 2 * piece),
    );
    const cuts = fc.integer({ min: 500, max: 2 * piece });
    await fc.assert(
      fc.asyncProperty(lengths, cuts, cuts, async (length, one, other) => {
        const plain = words(length);
        expect((await opened(await sealed(plain, one), other)).equals(plain)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('shows nothing of what is inside, and is never the same twice', async () => {
    const [one, two] = [await sealed(words(500)), await sealed(words(500))];
    expect(one.toString('latin1')).not.toContain('pays');
    expect(one.equals(two)).toBe(false);
  });

  it.each([
    ['secret', { ...context, secret: 't'.repeat(32) }],
    ['purpose', { ...context, purpose: 'letters' }],
    ['row', { ...context, rowId: 'coop/archives/two' }],
  ])('does not open under another %s', async (_, other) => {
    await expect(opened(await sealed(words(5)), 100, other)).rejects.toThrow(SealBroken);
  });

  it('does not open to its end where it is cut off, at whatever byte', async () => {
    const whole = await sealed(words(2 * piece + 300));
    const ends = fc.oneof(
      fc.integer({ min: 0, max: whole.length - 1 }),
      // Between pieces, where each that is left is as it was.
      fc.constantFrom(64, 64 + piece + 16, 64 + 2 * (piece + 16)),
    );
    await fc.assert(
      fc.asyncProperty(ends, async (end) => {
        await expect(opened(whole.subarray(0, end))).rejects.toThrow(SealBroken);
      }),
      { numRuns: 40 },
    );
  });

  it('does not open to its end where a byte is another, or some came after', async () => {
    const whole = await sealed(words(piece + 300));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (at) => {
        const changed = Buffer.from(whole);
        changed[at] = (changed.at(at) ?? 0) ^ 1;
        await expect(opened(changed)).rejects.toThrow(SealBroken);
      }),
      { numRuns: 40 },
    );
    await expect(opened(Buffer.concat([whole, whole.subarray(-16)]))).rejects.toThrow(SealBroken);
  });

  it('does not open to its end where its pieces were moved, or one is of another', async () => {
    const [head, next] = [64, piece + 16];
    const whole = await sealed(words(3 * piece));
    const other = await sealed(words(3 * piece));
    const at = (from: Buffer, n: number) => from.subarray(head + n * next, head + (n + 1) * next);
    const made = (...pieces: Buffer[]) => Buffer.concat([whole.subarray(0, head), ...pieces]);
    const kept = made(at(whole, 0), at(whole, 1), at(whole, 2));
    expect((await opened(kept)).length).toBe(3 * piece);
    for (const bad of [
      made(at(whole, 1), at(whole, 0), at(whole, 2)),
      made(at(whole, 0), at(whole, 2)),
      made(at(whole, 0), at(other, 1), at(whole, 2)),
    ]) {
      await expect(opened(bad)).rejects.toThrow(SealBroken);
    }
  });

  it('gives no byte of a piece that is not as it was sealed', async () => {
    const whole = await sealed(words(2 * piece));
    whole[whole.length - 1] = (whole.at(-1) ?? 0) ^ 1;
    const given: Buffer[] = [];
    const reading = (async () => {
      for await (const bytes of openStream(context, cut(whole, 1000))) given.push(bytes);
    })();
    await expect(reading).rejects.toThrow(SealBroken);
    expect(Buffer.concat(given).equals(words(piece))).toBe(true);
  });

  it('has a piece in memory at a time, of whatever length it is', async () => {
    let [taken, left] = [0, 0];
    const long = Readable.from(
      (function* () {
        for (let n = 0; n < 1000; n += 1) {
          taken += 10_000;
          yield Buffer.alloc(10_000, n);
        }
      })(),
      { highWaterMark: 1 },
    );
    let most = 0;
    for await (const bytes of sealStream(context, long)) {
      left += bytes.length;
      most = Math.max(most, taken - left);
    }
    expect(taken).toBe(10_000_000);
    expect(most).toBeLessThan(2 * piece);
  });
});
