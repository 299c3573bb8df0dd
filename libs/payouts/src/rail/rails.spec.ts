import type { Type } from '@nestjs/common';
import type { Config } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import type { RailDefinition } from './define-rail.js';
import { isFileRail, isProviderRail } from './rail.js';
import type { Rail } from './rail.js';
import { Rails } from './rails.js';

class Provider implements Rail {
  refusal = () => null;
  order = () => Promise.resolve();
  transfer = () => Promise.resolve({ state: 'executed', reference: null });
  ask = () => Promise.resolve({ state: 'unknown', reference: null });
}
class Filing implements Rail {
  refusal = () => null;
  order = () => Promise.resolve();
  write = () => Buffer.from('');
}
/** Is told, and never asked: nobody could learn what became of its transfers. */
class Mute implements Rail {
  refusal = () => null;
  order = () => Promise.resolve();
  transfer = () => Promise.resolve();
}

const define = (name: string, service: Type<Rail>, pretends = false): RailDefinition => ({
  name,
  service,
  ...(pretends ? { pretends } : {}),
  description: 'For tests.',
  accountRefusal: () => null,
});
const declared = new Map(
  [
    define('provider', Provider),
    define('file', Filing),
    define('mute', Mute),
    define('pretended', Provider, true),
  ].map((one) => [one.name, one]),
);
const railsIn = (env: Config['env']) =>
  new Rails(<Door>(type: Type<Door>) => new type(), { env }, declared);
const unavailable = (rail: string) =>
  expect.objectContaining({ code: 'RAIL_UNAVAILABLE', details: { data: { rail } } });

describe('a rail', () => {
  const rails = railsIn('test');

  it('is found by the name that accounts have, or not at all', () => {
    expect(rails.find('file')).toBeInstanceOf(Filing);
    expect(rails.require('file')).toBeInstanceOf(Filing);
    expect(rails.find('nobody')).toBeNull();
    expect(() => rails.require('nobody')).toThrow(unavailable('nobody'));
  });

  it('is of a provider when it is told and asked, and of files when it writes', () => {
    expect(rails.requireProvider('provider')).toBeInstanceOf(Provider);
    expect(rails.requireFile('file')).toBeInstanceOf(Filing);
    for (const name of ['file', 'mute', 'nobody']) {
      expect(() => rails.requireProvider(name)).toThrow(unavailable(name));
    }
    for (const name of ['provider', 'mute']) {
      expect(() => rails.requireFile(name)).toThrow(unavailable(name));
    }
    expect([isProviderRail(new Mute()), isFileRail(new Provider())]).toEqual([false, false]);
  });

  it('that only pretends moves no money in production', () => {
    expect(rails.find('pretended')).toBeInstanceOf(Provider);
    expect(rails.providerNames()).toEqual(['provider', 'pretended']);
    const inProduction = railsIn('production');
    expect(inProduction.find('pretended')).toBeNull();
    expect(() => inProduction.require('pretended')).toThrow(unavailable('pretended'));
    expect(inProduction.providerNames()).toEqual(['provider']);
  });
});
