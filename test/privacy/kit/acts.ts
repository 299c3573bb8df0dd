import { report } from './hosting.js';
import type { Story } from './story.js';

/** What one person does, or what is done about them, that is nobody else's business. */
export const acts: Readonly<Record<string, (story: Story, key: string) => Promise<unknown>>> = {
  'a pledge': ({ world }, key) => world.pledgeOne(key),
  'a payment': ({ world }, key) => world.paid([key]),
  'a waiver': ({ world }, key) => world.waive(key),
  arrears: ({ world }, key) => world.move(key, 'in-arrears'),
  'a pause': ({ world }, key) => world.move(key, 'paused'),
  'bank details': ({ world }, key) => world.payee(key),
  'a change of mind in a secret vote': (story, key) => story.changeMind(key),
  'usage of another partner': ({ world }, key) => report(world, 'Lantern', new Map([[key, 5n]])),
};
