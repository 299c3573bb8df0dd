import { createCipheriv, hash } from 'node:crypto';

const hashBlockBytes = 64;
const blockBytes = 16;

/**
 * HMAC-SHA-256 by one key, as RFC 2104 has it. To make the machinery anew for every text costs more
 * than the text does: a page has a hundred.
 *
 * @param key at most 64 bytes
 */
export function hmacWith(key: Buffer): (text: Buffer) => Buffer {
  const padded = (pad: number): Buffer => {
    const block = Buffer.alloc(hashBlockBytes, pad);
    key.forEach((byte, at) => block.writeUInt8(byte ^ pad, at));
    return block;
  };
  const [inner, outer] = [padded(0x36), padded(0x5c)];
  return (text) => {
    const within = hash('sha256', Buffer.concat([inner, text]), 'buffer');
    return hash('sha256', Buffer.concat([outer, within]), 'buffer');
  };
}

/** AES-256-CTR by one key: the same function seals and opens. */
export function counterModeWith(key: Buffer): (from: Buffer, text: Buffer) => Buffer {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return (from, text) => {
    const counter = Buffer.from(from);
    const counters = Buffer.allocUnsafe(Math.ceil(text.length / blockBytes) * blockBytes);
    for (let at = 0; at < counters.length; at += blockBytes) {
      counter.copy(counters, at);
      countUp(counter);
    }
    const stream = cipher.update(counters);
    const out = Buffer.allocUnsafe(text.length);
    for (let at = 0; at < text.length; at += 1) out[at] = (text[at] ?? 0) ^ (stream[at] ?? 0);
    return out;
  };
}

function countUp(counter: Buffer): void {
  for (let at = blockBytes - 1; at >= 0; at -= 1) {
    const next = ((counter[at] ?? 0) + 1) & 0xff;
    counter[at] = next;
    if (next !== 0) return;
  }
}
