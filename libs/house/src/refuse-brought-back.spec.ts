import type { INestApplicationContext } from '@nestjs/common';
import { CountAccountsBroughtBack, CountBroughtBack } from '@rochdale/membership';
import { platformErrors, Tenants } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { refuseBroughtBack } from './refuse-brought-back.js';

/** Several co-operatives, and what comes of counting in one of them. */
function appWhere(ofTheLast: () => Promise<number>): INestApplicationContext {
  const parts = new Map<unknown, unknown>([
    [Tenants, { cooperativeIds: () => Promise.resolve(['one', 'two', 'three']) }],
    [CountAccountsBroughtBack, { execute: () => Promise.resolve(3) }],
    [
      CountBroughtBack,
      {
        execute: ({ cooperativeId }: { readonly cooperativeId: string }) =>
          cooperativeId === 'three' ? ofTheLast() : Promise.resolve(1),
      },
    ],
  ]);
  return { get: (part: unknown) => parts.get(part) } as unknown as INestApplicationContext;
}

describe('a start', () => {
  it('says how many a restored back-up brought back, over all co-operatives and none', async () => {
    const start = refuseBroughtBack(appWhere(() => Promise.resolve(2)));
    await expect(start).rejects.toThrow('members again who were erased (4), and accounts (3)');
  });

  it('says what to do where the list of the erased cannot be read', async () => {
    const refused = platformErrors.error('UNAVAILABLE', 'The file store answered 403.');
    const start = refuseBroughtBack(appWhere(() => Promise.reject(refused)));
    await expect(start).rejects.toMatchObject({
      name: 'BroughtBack',
      message: expect.stringMatching(/answered 403\. .*s3:ListBucket/) as string,
    });
  });

  it('says nothing else of what else went wrong', async () => {
    const start = refuseBroughtBack(appWhere(() => Promise.reject(new TypeError('no list'))));
    await expect(start).rejects.toThrow(new TypeError('no list'));
  });
});
