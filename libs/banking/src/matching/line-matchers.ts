import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { allLineMatchers } from './line-matcher.js';
import type { LineMatcher } from './line-matcher.js';

/** The matchers of the rooms that a process is composed of. */
@Injectable()
export class LineMatchers {
  constructor(private readonly modules: ModuleRef) {}

  /** The first to be asked first. @throws Error when no module provides a declared matcher */
  inOrder(): readonly LineMatcher[] {
    return allLineMatchers().map(({ service }) => this.modules.get(service, { strict: false }));
  }
}
