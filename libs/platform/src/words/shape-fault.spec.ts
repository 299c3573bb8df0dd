import { expect, it } from 'vitest';
import { z } from 'zod';
import { shapeFaultOf } from './shape-fault.js';

const shape = z.strictObject({
  name: z.string().min(2).max(4).optional(),
  hours: z.int().min(1).max(24).optional(),
  tags: z.array(z.string()).max(1).optional(),
  share: z
    .string()
    .regex(/^\d\/\d$/)
    .optional(),
  way: z.enum(['one', 'other']).optional(),
  day: z
    .string()
    .refine((text) => text !== 'never', 'A day of the calendar.')
    .optional(),
  decision: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('lazy'), most: z.int() }),
      z.strictObject({ kind: z.literal('share'), of: z.string() }),
    ])
    .optional(),
  either: z.union([z.string(), z.strictObject({ at: z.int() })]).optional(),
});

it.each([
  [{ hours: 'two' }, 'kind', 'This has to be a number.', 'hours'],
  [{ hours: 1.5 }, 'kind', 'This has to be a whole number.', 'hours'],
  [{ hours: 0 }, 'too-small', 'This is at least 1.', 'hours'],
  [{ hours: 25 }, 'too-large', 'This is at most 24.', 'hours'],
  [{ name: 'a' }, 'too-small', 'This has at least 2 characters.', 'name'],
  [{ tags: ['a', 'b'] }, 'too-large', 'This has at most 1 entries.', 'tags'],
  [{ share: 'half' }, 'spelling', 'This is not written as it has to be.', 'share'],
  [{ way: 'third' }, 'choice', 'This is one of: one, other.', 'way'],
  [{ day: 'never' }, 'meaning', 'A day of the calendar.', 'day'],
  [{ extra: 1 }, 'unknown-field', 'There is no field extra here.', ''],
  [{ 'a\u202Eb': 1 }, 'unknown-field', 'There is no field of this name here.', ''],
  [{ decision: { kind: 'lazy' } }, 'missing', 'This is missing.', 'decision.most'],
  [{ decision: { kind: 'odd' } }, 'choice', 'This is none of what it can be.', 'decision.kind'],
  [{ either: { at: 'x' } }, 'kind', 'This has to be a number.', 'either.at'],
  [{ either: 7 }, 'choice', 'This is none of what it can be.', 'either'],
  [7, 'kind', 'This has to be an object.', ''],
])('%j is told by a reason, in our words and at its place: %s', (given, reason, message, path) => {
  const parsed = shape.safeParse(given);
  const fault = parsed.success ? null : shapeFaultOf(parsed.error, given);
  expect(fault && { ...fault, path: fault.path.join('.') }).toEqual({ reason, message, path });
});
