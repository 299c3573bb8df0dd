/** Ids are the same at every edge: what makes and reads them is the platform's. */
export {
  fromEitherId,
  fromGlobalId,
  readGlobalId,
  toGlobalId,
  toIdOfKind,
} from '@rochdale/platform';
