import type { Room } from '@rochdale/platform';
import { forgetLetters } from './letter/forget-letters.js';
import { LetterEntity } from './letter/letter.entity.js';
import { lettersHandlers } from './letters.handlers.js';
import { LettersModule } from './letters.module.js';
import { lettersPermissions } from './letters.permissions.js';
import { lettersPersonalData } from './letters.personal-data.js';

export const lettersRoom: Room = {
  name: 'letters',
  module: LettersModule,
  permissions: lettersPermissions,
  handlers: lettersHandlers,
  personalData: lettersPersonalData,
  forget: forgetLetters,
  entities: [LetterEntity],
};
