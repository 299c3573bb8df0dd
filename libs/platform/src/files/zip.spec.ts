import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zipOf } from './zip.js';

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
  it('gives back every file under its name', () => {
    const made = { 'index.html': '<p>ä</p>', 'receipts/1-Büro.pdf': 'x'.repeat(10_000), empty: '' };
    const zip = zipOf(
      Object.entries(made).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    );
    expect(read(zip)).toEqual(made);
    expect(zip.length).toBeLessThan(1_000);
  });

  it('may hold nothing', () => {
    expect(read(zipOf([]))).toEqual({});
  });
});
