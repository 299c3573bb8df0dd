import { SequelResolver } from '../sequels/sequel.resolver.js';
import { AppealResolver, AppealVoteResolver } from './appeal.resolver.js';

/** What follows a vote: by itself, or since somebody appeals. */
export const whatFollows = [SequelResolver, AppealResolver, AppealVoteResolver] as const;
