import { collectionsErrors, defineSource } from '@rochdale/collections';
import type { Movement, Source, SweptPage } from '@rochdale/collections';
import { z } from 'zod';

const silent = (): Error => collectionsErrors.error('SOURCE_UNREACHABLE', 'It says nothing.');

/** To be connected is all that it is for: no source of money ships with the house yet. */
class QuietSource implements Source {
  sweep(): Promise<SweptPage> {
    return Promise.reject(silent());
  }

  normalise(): Movement {
    throw silent();
  }

  verifyHint(): boolean {
    return false;
  }
}

export const quietSource = defineSource({
  name: 'quiet',
  description: 'For tests of the API.',
  settings: z.strictObject({}),
  service: QuietSource,
});
