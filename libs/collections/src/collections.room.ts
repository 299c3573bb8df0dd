import type { Room } from '@rochdale/platform';
import { collectionsHandlers } from './collections.handlers.js';
import { collectionsInvariants } from './collections.invariants.js';
import { CollectionsModule } from './collections.module.js';
import { collectionsPermissions } from './collections.permissions.js';
import { ConnectionEntity } from './connection/connection.entity.js';
import { SourceRowEntity } from './row/source-row.entity.js';
import { collectionsPersonalData } from './collections.personal-data.js';

export const collectionsRoom: Room = {
  name: 'collections',
  module: CollectionsModule,
  permissions: collectionsPermissions,
  invariants: collectionsInvariants,
  handlers: collectionsHandlers,
  personalData: collectionsPersonalData,
  entities: [ConnectionEntity, SourceRowEntity],
};
