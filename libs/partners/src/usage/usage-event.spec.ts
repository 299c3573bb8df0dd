import { canonicalJson, newId, sha256Hex } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf, readUsageEvent, usageEventType } from './usage-event.js';

const now = new Date('2026-03-01T12:00:00Z');
const memberId = newId();
const dayMs = 86_400_000;

const whole = {
  specversion: '1.0',
  type: usageEventType,
  id: 'event-1',
  source: 'https://host.example/meter',
  subject: memberId,
  time: '2026-03-01T11:00:00Z',
  data: { meter: 'storage', quantity: '2.50' },
};

/** Of all of Unicode. fast-check's own takes seconds to begin. */
const anyText = fc
  .array(
    fc
      .oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0x80, max: 0x10_ff_ff }))
      .filter((point) => point < 0xd8_00 || point > 0xdf_ff)
      .map((point) => String.fromCodePoint(point)),
  )
  .map((characters) => characters.join(''));

const read = (changes: Record<string, unknown>) => readUsageEvent({ ...whole, ...changes }, now);
const codeOf = (changes: Record<string, unknown>) => {
  const answer = read(changes);
  return 'code' in answer ? answer.code : 'read';
};
const used = (data: unknown) => codeOf({ data });
const hashOf = (changes: Record<string, unknown>) => {
  const answer = read(changes);
  return 'event' in answer ? answer.event.payloadHash : null;
};

describe('a usage event', () => {
  it('is read with its quantity as it was written', () => {
    expect(read({})).toEqual({
      event: {
        source: whole.source,
        eventId: 'event-1',
        payloadHash: sha256Hex(
          canonicalJson({
            subject: memberId,
            time: whole.time,
            meter: 'storage',
            quantity: '2.50',
          }),
        ),
        meterKey: 'storage',
        memberId,
        quantity: '2.50',
        occurredAt: new Date(whole.time),
      },
    });
  });

  it('has content whose text is canonical, whatever the meter’s key', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (meterKey, nth) => {
        const quantity = String(nth);
        const said = { meter: meterKey, quantity, subject: memberId, time: whole.time };
        expect(contentOf({ meterKey, quantity, memberId }, whole.time)).toBe(canonicalJson(said));
      }),
    );
  });

  it.each([[null], ['text'], [[whole]]])('is an object, and not %j', (value) => {
    const message = 'an event is an object';
    expect(readUsageEvent(value, now)).toEqual({ code: 'EVENT_INVALID', message, path: [] });
  });

  it.each([
    ['specversion', '0.3', 'EVENT_INVALID'],
    ['type', 'com.example.usage', 'TYPE_UNKNOWN'],
    ['id', '', 'EVENT_INVALID'],
    ['id', 7, 'EVENT_INVALID'],
    ['id', 'x'.repeat(200), 'read'],
    ['id', 'x'.repeat(201), 'EVENT_INVALID'],
    ['id', 'a\u0000', 'EVENT_INVALID'],
    ['id', '\u0000a', 'EVENT_INVALID'],
    ['id', 'a\nb', 'EVENT_INVALID'],
    ['id', 'a\u0085', 'EVENT_INVALID'],
    ['id', '\ud800', 'EVENT_INVALID'],
    ['id', 'größe-😀', 'read'],
    ['source', 'x'.repeat(201), 'EVENT_INVALID'],
    ['subject', 'not-an-id', 'EVENT_INVALID'],
    ['subject', undefined, 'EVENT_INVALID'],
    ['subject', [memberId], 'EVENT_INVALID'],
    ['data', [], 'EVENT_INVALID'],
    ['data', null, 'EVENT_INVALID'],
    ['data', undefined, 'EVENT_INVALID'],
  ])('with %s %j is answered %s', (field, value, code) => {
    const answer = read({ [field]: value });
    expect('code' in answer ? answer : { code: 'read' }).toMatchObject(
      code === 'read' ? { code } : { code, path: [field] },
    );
  });

  it.each([
    [{ time: '2026-02-30T00:00:00Z' }, ['time']],
    [{ time: '1999-01-01T00:00:00Z' }, ['time']],
    [{ data: { meter: '', quantity: '1' } }, ['data', 'meter']],
    [{ data: { meter: 'storage', quantity: 'x' } }, ['data', 'quantity']],
    [{ data: { retracts: 'e1' } }, ['data', 'retracts']],
    [{ data: { retracts: {} } }, ['data', 'retracts', 'id']],
    [{ data: { retracts: { id: 'e0', source: '' } } }, ['data', 'retracts', 'source']],
    [{ data: { retracts: { id: 'e0' }, meter: 'storage' } }, ['data', 'meter']],
    [{ data: { retracts: { id: 'e0' }, quantity: '1' } }, ['data', 'quantity']],
  ])('%j is refused by the field that is at fault', (changes, path) => {
    expect(read(changes)).toMatchObject({ path });
  });

  it.each([
    ['0', 'read'],
    ['0.000000001', 'read'],
    ['.5', 'EVENT_INVALID'],
    ['5.', 'EVENT_INVALID'],
    [' 1', 'EVENT_INVALID'],
    ['NaN', 'EVENT_INVALID'],
    [['1'], 'EVENT_INVALID'],
    ['0.0000000001', 'EVENT_INVALID'],
    ['9'.repeat(18), 'read'],
    ['9'.repeat(19), 'EVENT_INVALID'],
    ['-1', 'read'],
    ['-0.000000001', 'read'],
    ['-0', 'EVENT_INVALID'],
    ['-0.00', 'EVENT_INVALID'],
    ['--1', 'EVENT_INVALID'],
    ['1e3', 'EVENT_INVALID'],
    ['1,5', 'EVENT_INVALID'],
    ['', 'EVENT_INVALID'],
    [3, 'read'],
    [-3, 'read'],
    [1.5, 'EVENT_INVALID'],
    [2 ** 53, 'EVENT_INVALID'],
    [null, 'EVENT_INVALID'],
  ])('of the quantity %j is answered %s', (quantity, code) => {
    expect(used({ meter: 'storage', quantity })).toBe(code);
  });

  it('names a meter', () => {
    expect(used({ quantity: '1' })).toBe('EVENT_INVALID');
    expect(used({ meter: 'm'.repeat(40), quantity: '1' })).toBe('read');
    expect(used({ meter: 'm'.repeat(41), quantity: '1' })).toBe('EVENT_INVALID');
  });

  it('may be ahead of us by a day, and is not older than the century', () => {
    const at = (ms: number) => codeOf({ time: new Date(ms).toISOString() });
    expect(at(now.getTime() + dayMs)).toBe('read');
    expect(at(now.getTime() + dayMs + 1)).toBe('TIME_IMPLAUSIBLE');
    expect(at(Date.UTC(2000, 0, 1))).toBe('read');
    expect(at(Date.UTC(2000, 0, 1) - 1)).toBe('TIME_IMPLAUSIBLE');
  });

  it.each([
    '2026-03-01',
    '2026-03-01T11:00:00',
    '2026-13-01T11:00:00Z',
    'x2026-03-01T11:00:00Z',
    ' 2026-03-01T11:00:00Z',
    '2026-03-01T11:00:00Z ',
    '2026-03-01T11:00:00Z (noon)',
    '2026-03-01T11:00:00.1234567890Z',
    '2026-03-01T11:60:00Z',
    '2026-02-28T24:00:00Z',
    ['2026-03-01T11:00:00Z'],
    '2026-02-29T11:00:00Z',
    '2026-02-30T11:00:00+01:00',
    '2025-11-31T11:00:00Z',
    '2026-01-32T11:00:00Z',
    5,
  ])('has a moment as its time, and not %j', (time) => {
    expect(codeOf({ time })).toBe('EVENT_INVALID');
  });

  it.each([
    '2026-03-01T11:00:00.123456789Z',
    '2026-03-01T12:00:00+01:00',
    '2024-02-29T23:59:59Z',
    '2025-12-31T00:00:00-11:00',
  ])('has a moment as its time, such as %j', (time) => {
    expect(codeOf({ time })).toBe('read');
  });

  it.each([
    [{ id: 'e' }, 'read'],
    [{ source: 's', id: 'e' }, 'read'],
    [{ id: 'event-1', source: 's' }, 'read'],
    [{ id: 'event-1' }, 'EVENT_INVALID'],
    [{ source: 's' }, 'EVENT_INVALID'],
    [{ source: 7, id: 'e' }, 'EVENT_INVALID'],
    [{ source: null, id: 'e' }, 'EVENT_INVALID'],
    [{ id: 'a\nb' }, 'EVENT_INVALID'],
    ['e', 'EVENT_INVALID'],
    [null, 'EVENT_INVALID'],
    [[{ id: 'e' }], 'EVENT_INVALID'],
  ])('that retracts %j is answered %s', (retracts, code) => {
    expect(used({ retracts })).toBe(code);
  });

  it('that retracts has no need of member and time, and uses nothing', () => {
    const data = { retracts: { id: 'e' } };
    const { subject, time, ...bare } = { ...whole, data };
    const retraction = {
      source: whole.source,
      eventId: 'event-1',
      payloadHash: sha256Hex(canonicalJson({ retracts: { source: whole.source, id: 'e' } })),
      retractedSource: whole.source,
      retractedEventId: 'e',
    };
    expect(readUsageEvent(bare, now)).toEqual({ retraction: { ...retraction, occurredAt: null } });
    expect(readUsageEvent({ ...bare, subject, time }, now)).toEqual({
      retraction: { ...retraction, occurredAt: new Date(whole.time) },
    });
    expect(codeOf({ data, time: 'now' })).toBe('EVENT_INVALID');
    expect(used({ ...data, quantity: '1' })).toBe('EVENT_INVALID');
    expect(used({ ...data, meter: 'storage' })).toBe('EVENT_INVALID');
  });

  it('says something else when member, moment, meter or quantity differ, and only then', () => {
    const same = hashOf({});
    expect(hashOf({ id: 'another', source: 'elsewhere' })).toBe(same);
    expect(hashOf({ data: { ...whole.data, note: 'x' } })).toBe(same);
    const others = [
      hashOf({ subject: newId() }),
      hashOf({ time: '2026-03-01T11:00:01Z' }),
      hashOf({ data: { meter: 'traffic', quantity: '2.50' } }),
      hashOf({ data: { meter: 'storage', quantity: '2.5' } }),
    ];
    expect(new Set([same, ...others]).size).toBe(5);
  });
});
