import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineLineMatcher } from './line-matcher.js';
import type { LineMatcher } from './line-matcher.js';
import { LineMatchers } from './line-matchers.js';

@Injectable()
class Second implements LineMatcher {
  claim = () => Promise.resolve(null);
}

@Injectable()
class First implements LineMatcher {
  claim = () => Promise.resolve(null);
}

@Injectable()
class Homeless implements LineMatcher {
  claim = () => Promise.resolve(null);
}

/** Rooms that provide a matcher and do not export it, as rooms do. */
@Module({ providers: [Second] })
class OneRoom {}

@Module({ providers: [First] })
class AnotherRoom {}

@Module({ imports: [OneRoom, AnotherRoom], providers: [LineMatchers] })
class House {}

type Context = Awaited<ReturnType<typeof NestFactory.createApplicationContext>>;
let house: Context;
beforeAll(async () => {
  house = await NestFactory.createApplicationContext(House, { logger: false });
});
afterAll(() => house.close());

describe('the matchers of a process', () => {
  it('are found in whichever room provides them, the first to be asked first', () => {
    defineLineMatcher({ kind: 'second', priority: 2_000, service: Second });
    defineLineMatcher({ kind: 'first', priority: 1_000, service: First });
    const found = house.get(LineMatchers).inOrder();
    expect(found).toEqual([
      house.get(First, { strict: false }),
      house.get(Second, { strict: false }),
    ]);
    expect(found[0]).toBeInstanceOf(First);
  });

  it('are all there, or none is asked: a declared one that nobody provides is a mistake', () => {
    defineLineMatcher({ kind: 'homeless', priority: 3_000, service: Homeless });
    expect(() => house.get(LineMatchers).inOrder()).toThrow(/Homeless/);
  });
});
