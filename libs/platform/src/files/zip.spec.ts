import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zipStream } from './zip.js';

/** By the directory at the end, as programs read an archive. */
function read(zip: Buffer): Record<string, string> {
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x0605_4b50);
  const files: Record<string, string> = {};
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    expect(zip.readUInt32LE(at)).toBe(0x0201_4b50);
    const [packed, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const local = zip.readUInt32LE(at + 42);
    expect(zip.readUInt32LE(local)).toBe(0x0403_4b50);
    const start = local + 30 + zip.readUInt16LE(local + 26);
    const bytes = inflateRawSync(zip.subarray(start, start + packed));
    expect(bytes.length).toBe(zip.readUInt32LE(at + 24));
    files[zip.toString('utf8', at + 46, at + 46 + nameLength)] = bytes.toString();
    at += 46 + nameLength;
  }
  expect(at).toBe(end);
  return files;
}

describe('an archive', () => {
  it('gives back every file under its name', async () => {
    const made = { 'index.html': '<p>ä</p>', 'receipts/1-Büro.pdf': 'x'.repeat(10_000), empty: '' };
    const entries = Object.entries(made).map(([name, text]) => ({
      name,
      content: Buffer.from(text),
    }));
    const zip = await buffer(zipStream(entries));
    expect(read(zip)).toEqual(made);
    expect(zip.length).toBeLessThan(1_000);
    expect(await buffer(zipStream(entries))).toEqual(zip);
  });

  it('may hold nothing', async () => {
    expect(read(await buffer(zipStream([])))).toEqual({});
  });

  it('asks for a file when the one before it is in, and never holds much', async () => {
    const piece = Buffer.alloc(64 * 1024);
    let open = 0;
    let most = 0;
    let taken = 0;
    let ahead = 0;
    function* pieces() {
      open += 1;
      most = Math.max(most, open);
      for (let left = 200; left > 0; left -= 1) {
        taken += piece.length;
        yield piece.map(() => left);
      }
      open -= 1;
    }
    function* files() {
      for (const name of ['a', 'b', 'c']) yield { name, content: Readable.from(pieces()) };
    }
    let given = 0;
    for await (const chunk of zipStream(files())) {
      given += (chunk as Buffer).length;
      ahead = Math.max(ahead, taken);
      if (given > 0) break;
    }
    expect(most).toBe(1);
    expect(ahead).toBeLessThan(3 * 200 * piece.length);
  });

  it('that is broken off while a file is fetched closes it, and asks for no more', async () => {
    // More than pipes hold: nobody reads it to its end.
    const content = Readable.from(Array.from({ length: 64 }, () => randomBytes(64 * 1024)));
    const signal = new EventEmitter();
    let asked = 0;
    let ended = false;
    async function* files() {
      try {
        yield { name: 'first', content: Buffer.from('in') };
        for (const name of ['second', 'third']) {
          asked += 1;
          const fetched = once(signal, 'fetched');
          signal.emit('asked');
          await fetched;
          yield { name, content };
        }
      } finally {
        ended = true;
      }
    }
    const zip = zipStream(files()).resume();
    await once(signal, 'asked');
    zip.destroy();
    await once(zip, 'close');
    const closed = once(content, 'close');
    signal.emit('fetched');
    await closed;
    expect([asked, ended]).toEqual([1, true]);
  });

  it('fails as a whole where a file cannot be read, and closes it', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('the disk is gone'));
      },
    });
    const zip = zipStream([{ name: 'a', content: broken }]);
    await expect(buffer(zip)).rejects.toThrow('the disk is gone');
    expect(broken.destroyed).toBe(true);
  });

  it('leaves no file open when nobody reads it to its end', async () => {
    const endless = new Readable({
      read() {
        this.push(Buffer.alloc(100_000, Math.random() > 0.5 ? 1 : 2));
      },
    });
    for await (const _ of zipStream([{ name: 'a', content: endless }])) break;
    if (!endless.closed) await once(endless, 'close');
    expect(endless.destroyed).toBe(true);
  });
});
