import { crc32, deflateRawSync } from 'node:zlib';
import { assert } from '../kernel/assert.js';

export interface ZipEntry {
  /** Its path in the archive, with `/` between folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The archive's own times would only say when it was made: the first day that the format knows. */
const firstDay = 0x21;
const deflated = 8;
const namesAreUtf8 = 0x0800;
const most = 0xffff_ffff;

interface Packed {
  readonly name: Buffer;
  readonly packed: Buffer;
  readonly crc: number;
  readonly size: number;
}

/** The fields that both headings of a file have, as APPNOTE 4.4 orders them. */
function described({ name, packed, crc, size }: Packed): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(namesAreUtf8, 2);
  fields.writeUInt16LE(deflated, 4);
  fields.writeUInt16LE(0, 6);
  fields.writeUInt16LE(firstDay, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function listed(file: Packed, offset: number): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32LE(0x0201_4b50, 0);
  head.writeUInt16LE(20, 4);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([head, described(file), rest, file.name]);
}

function ended(files: number, listLength: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(files, 8);
  end.writeUInt16LE(files, 10);
  end.writeUInt32LE(listLength, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

/** A ZIP archive that every system opens, up to 65,535 files and 4 GiB. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  assert(entries.length < 0xffff, 'an archive has fewer than 65535 files');
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const packed = deflateRawSync(bytes);
    const file = { name: Buffer.from(name), packed, crc: crc32(bytes), size: bytes.length };
    list.push(listed(file, offset));
    const signature = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
    const heading = Buffer.concat([signature, described(file), file.name]);
    parts.push(heading, packed);
    offset += heading.length + packed.length;
    assert(offset < most, 'an archive is smaller than 4 GiB');
  }
  const directory = Buffer.concat(list);
  return Buffer.concat([...parts, directory, ended(entries.length, directory.length, offset)]);
}
