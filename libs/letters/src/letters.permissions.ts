import { definePermissions } from '@rochdale/platform';

export const lettersPermissions = definePermissions({
  'letter.deliver': { to: ['system'] },
});
