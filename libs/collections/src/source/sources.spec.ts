import type { Type } from '@nestjs/common';
import { expect, it } from 'vitest';
import { TestSource, testSource } from '../testing/test-source.js';
import { Sources } from './sources.js';

const source = new TestSource();
const asked: unknown[] = [];
const sources = new Sources(<Door>(type: Type<Door>): Door => {
  asked.push(type);
  return source as Door;
});

it('is the one instance of the process, found by the class that was declared', () => {
  expect(sources.require(testSource.name)).toBe(source);
  expect(asked).toEqual([TestSource]);
});

it('is unavailable where nothing declares the name', () => {
  expect(sources.find('never-declared')).toBeNull();
  expect(() => sources.require('never-declared')).toThrow(
    expect.objectContaining({ code: 'SOURCE_UNAVAILABLE', kind: 'unavailable' }),
  );
});
