import { expect, it } from 'vitest';
import { railNamed, registerRailName } from './rail-name.js';

const rail = { name: 'pigeon', accountRefusal: () => null };

it('a rail is known by its name, once it is registered', () => {
  expect(railNamed('pigeon')).toBeNull();
  registerRailName(rail);
  expect(railNamed('pigeon')).toBe(rail);
  expect(railNamed('Pigeon')).toBeNull();
});

it('two rails of one name are a mistake, and so is a name that is none', () => {
  registerRailName({ ...rail, name: 'carrier' });
  expect(() => registerRailName({ ...rail, name: 'carrier' })).toThrow(/registered twice/);
  for (const name of ['', 'Carrier', 'by ship', '1st', '-']) {
    expect(() => registerRailName({ ...rail, name })).toThrow(/kebab-case/);
  }
});
