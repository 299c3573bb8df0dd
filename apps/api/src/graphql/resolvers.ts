import type { Type } from '@nestjs/common';
import { NodeResolver } from './kit/node.resolver.js';

/**
 * Every resolver and loader of the API, room by room. The schema is printed from this list and the
 * permission matrix walks it.
 */
export const resolvers: readonly Type[] = [NodeResolver];

/** What resolvers need besides the rooms: loaders and room-specific mappers. */
export const loaders: readonly Type[] = [];
