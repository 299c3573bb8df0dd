import { createCipheriv } from 'node:crypto';
import { newId } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { Chance } from './chance.js';
import { agreement, insideIdsTold, orderTold } from './ids.js';
import { listingsOf } from './view.js';

const ids = Array.from({ length: 60 }, () => newId());
const inside = new Set(ids);
const [id = ''] = ids;
const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

/** An id as it should be: nothing of the inside shows. */
function sealed(uuid: string): string {
  const cipher = createCipheriv('aes-256-ecb', Buffer.alloc(32, 7), null).setAutoPadding(false);
  return Buffer.concat([Buffer.from([1]), cipher.update(bytesOf(uuid))]).toString('base64url');
}

describe('an id of the inside', () => {
  it.each([
    ['as it is', id],
    ['within words', `Settles ${id}, thank you`],
    ['without dashes', id.replaceAll('-', '')],
    ['as bytes', bytesOf(id).toString('base64url')],
    ['as bytes behind others', Buffer.concat([Buffer.alloc(3), bytesOf(id)]).toString('base64url')],
    ['with its type', Buffer.from(`Member:${id}`).toString('base64url')],
    ['in a cursor', Buffer.from(JSON.stringify(['2026-03-01', id])).toString('base64url')],
  ])('is found %s', (_how, text) => {
    expect(insideIdsTold(listingsOf('a', { text }), inside)).toEqual(['a text']);
  });

  it('is not there in what is sealed', () => {
    const rows = ids.map((uuid) => ({ id: sealed(uuid), title: 'A telephone hour for members' }));
    expect(insideIdsTold(listingsOf('a', rows), inside)).toEqual([]);
  });
});

describe('the order of making', () => {
  const pairs = (outside: (uuid: string) => string) =>
    ids.map((uuid) => ({ inside: uuid, outside: outside(uuid) }));

  it('is told by ids that begin with the time, and by such a byte anywhere', () => {
    expect(orderTold(pairs((uuid) => bytesOf(uuid).toString('base64url')))).toBeGreaterThan(6);
    const counted = new Map(ids.map((uuid, nth) => [uuid, nth]));
    const behind = (uuid: string) =>
      Buffer.from([9, 9, 9, counted.get(uuid) ?? 0]).toString('base64url');
    expect(orderTold(pairs(behind))).toBeGreaterThan(6);
  });

  it('is not told by what is sealed', () => {
    expect(orderTold(pairs(sealed))).toBeLessThan(6);
  });

  it('agrees with itself and its reverse, and not with a shuffle', () => {
    const ranks = Array.from({ length: 40 }, (_, nth) => nth);
    expect(agreement(ranks)).toBeGreaterThan(6);
    expect(agreement(ranks.toReversed())).toBeLessThan(-6);
    const shuffles = Array.from({ length: 300 }, (_, seed) => new Chance(seed).shuffled(ranks));
    expect(shuffles.filter((shuffle) => Math.abs(agreement(shuffle)) > 6)).toEqual([]);
  });
});
