import { rooms } from '../libs/house/src/index.js';
import { platformParts } from '../libs/platform/src/index.js';
import type { EntityClass } from '../libs/platform/src/index.js';

/** Every mapping of every room. */
export const entities: readonly EntityClass[] = [platformParts, ...rooms].flatMap(
  (room) => room.entities ?? [],
);
