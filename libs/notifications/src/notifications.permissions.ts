import { definePermissions } from '@rochdale/platform';

export const notificationsPermissions = definePermissions({
  'letter.deliver': { to: ['system'] },
});
