import { v4, v7 } from 'uuid';
import { platformErrors } from './errors.js';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new UUIDv7: unique without asking anyone, and roughly in order of time. */
export function newId(): string {
  return v7();
}

/** A new UUIDv4, by chance alone, of what is given out as it is: it tells no time and no order. */
export function newRandomId(): string {
  return v4();
}

/** When a UUIDv7 was made, by the clock of the machine that made it. */
export function madeAt(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}

export function isId(text: string): boolean {
  return pattern.test(text);
}

/** @throws CodedError INVALID_ID */
export function parseId(text: string, path: readonly string[] = []): string {
  if (!isId(text)) throw platformErrors.error('INVALID_ID', 'This is not an id.', { path });
  return text;
}
