import { afterEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { anonymousActor, systemActor } from './actor.js';
import { fromGlobalId, fromMemberId, plainIdOf, readGlobalId } from './global-id.js';
import { toGlobalId, toIdOfKind, toMemberId, toShownMemberId } from './global-id.js';
import { newId } from './id.js';
import { audienceOf, ownAudienceOf, sealIdsWith } from './id-seal.js';
import type { OwnIdAudience } from './id-seal.js';

const testSecret = 'a secret for tests only, long enough';
const audiences: readonly OwnIdAudience[] = ['inside', 'stranger', 'partner a', 'partner b'];

afterEach(() => sealIdsWith(testSecret));

describe('an id', () => {
  it('opens for whom it was sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom(...audiences), (id, audience) => {
        expect(fromGlobalId('Invoice', toGlobalId('Invoice', id))).toBe(id);
        expect(fromMemberId(toMemberId(id, audience), audience)).toBe(id);
      }),
    );
  });

  it('is the same each time, and tells nothing of the one inside', () => {
    const ids = Array.from({ length: 200 }, () => newId());
    const sealed = ids.map((id) => toGlobalId('Invoice', id));
    expect(ids.map((id) => toGlobalId('Invoice', id))).toEqual(sealed);
    // Made one after the other, they share half of what they are; sealed, no more than chance.
    expect(sealed.toSorted()).not.toEqual(sealed);
    const starts = new Set(
      sealed.map((one) => Buffer.from(one, 'base64url').toString('hex', 1, 3)),
    );
    expect(starts.size).toBeGreaterThan(190);
    const all = sealed.map((one) => Buffer.from(one, 'base64url').toString('hex')).join(' ');
    for (const id of ids) expect(all).not.toContain(id.replaceAll('-', '').slice(0, 12));
  });

  it('of a member is another for each audience, and none opens for another', () => {
    const id = newId();
    const told = audiences.map((audience) => toMemberId(id, audience));
    expect(new Set(told).size).toBe(audiences.length);
    for (const [nth, one] of told.entries()) {
      for (const audience of audiences) {
        if (audience === audiences[nth]) continue;
        expect(() => fromMemberId(one, audience)).toThrow('This is not the id of a Member.');
        expect(() => readGlobalId(one, audience)).toThrow('This is not an id.');
      }
    }
  });

  it('is none when it is of another type, of another installation, or a letter is another', () => {
    const id = newId();
    const sealed = toGlobalId('Invoice', id);
    expect(() => fromGlobalId('Pledge', sealed)).toThrow('This is not the id of a Pledge.');
    const renamed = Buffer.from(sealed, 'base64url');
    renamed.write('Receipt', renamed.length - 'Receipt'.length, 'latin1');
    expect(() => fromGlobalId('Receipt', renamed.toString('base64url'))).toThrow('not the id');
    for (let at = 0; at < Buffer.from(sealed, 'base64url').length; at += 1) {
      const bytes = Buffer.from(sealed, 'base64url');
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      expect(() => fromGlobalId('Invoice', bytes.toString('base64url')), `byte ${at}`).toThrow(
        'not the id',
      );
    }
    sealIdsWith('another secret, for another installation');
    expect(() => fromGlobalId('Invoice', sealed)).toThrow('This is not the id of a Invoice.');
  });

  it('that was given out before they were sealed is taken still, but of no member', () => {
    const id = newId();
    const old = (type: string) => Buffer.from(`${type}:${id}`).toString('base64url');
    expect(fromGlobalId('Invoice', old('Invoice'))).toBe(id);
    for (const audience of audiences) {
      expect(() => fromMemberId(old('Member'), audience)).toThrow('not the id of a Member');
      expect(() => readGlobalId(old('Member'), audience)).toThrow('not an id');
      expect(plainIdOf('Member', id, audience)).toBe('');
    }
  });

  it('is another one for strangers by what they are shown, and each opens for them alone', () => {
    const id = newId();
    const told = (['name', 'pseudonym', 'nothing'] as const).map((see) =>
      toShownMemberId(id, 'stranger', see),
    );
    expect(new Set(told).size).toBe(3);
    expect(told).toContain(toMemberId(id, 'stranger'));
    for (const one of told) {
      expect(fromMemberId(one, 'stranger')).toBe(id);
      expect(() => fromMemberId(one, 'inside')).toThrow('not the id of a Member');
      expect(() => fromMemberId(one, 'partner a')).toThrow('not the id of a Member');
    }
    expect(toShownMemberId(id, 'inside', 'name')).toBe(toShownMemberId(id, 'inside', 'nothing'));
  });

  it('of a kind is for its audience, and what is none stays', () => {
    const id = newId();
    expect(toIdOfKind('member', id, 'stranger')).toBe(toMemberId(id, 'stranger'));
    expect(toIdOfKind('member', 'their-7', 'inside')).toBe('their-7');
  });
});

describe('who asks', () => {
  const nobody = anonymousActor('coop');

  it('is inside as a member and as the service', () => {
    const memberId = newId();
    expect(audienceOf(nobody)).toBe('stranger');
    expect(audienceOf({ ...nobody, memberId, standing: 'active' })).toBe('inside');
    expect(audienceOf(systemActor(null, 'cli'))).toBe('inside');
  });

  it('is a stranger as a partner, but for what is its alone', () => {
    const partner = { ...nobody, kind: 'partner', partnerId: 'a' } as const;
    expect(audienceOf(partner)).toBe('stranger');
    expect(ownAudienceOf(partner)).toBe('partner a');
    expect(ownAudienceOf(nobody)).toBe('stranger');
    expect(ownAudienceOf(systemActor(null, 'cli'))).toBe('inside');
  });

  it('is a stranger until somebody let them in: whoever likes may apply', () => {
    const applicant = { ...nobody, kind: 'account', memberId: newId() } as const;
    expect(audienceOf({ ...applicant, standing: 'applicant' })).toBe('stranger');
  });

  it('is a stranger who withdrew, and not who was a member and left', () => {
    const left = { ...nobody, kind: 'account', memberId: newId(), standing: 'left' } as const;
    expect(audienceOf({ ...left, wasAdmitted: false })).toBe('stranger');
    expect(audienceOf({ ...left, wasAdmitted: true })).toBe('inside');
  });
});
