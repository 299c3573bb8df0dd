import type { Room } from '@rochdale/platform';
import { LetterEntity } from './letter/letter.entity.js';
import { lettersHandlers } from './letters.handlers.js';
import { LettersModule } from './letters.module.js';

export const lettersRoom: Room = {
  name: 'letters',
  module: LettersModule,
  handlers: lettersHandlers,
  entities: [LetterEntity],
};
