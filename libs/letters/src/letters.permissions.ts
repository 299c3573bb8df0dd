import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

export const lettersPermissions = definePermissions({
  'letter.write': { to: ['system'] },
  'letter.deliver': { to: ['system'] },
  'letter.sweep': { to: ['system'] },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof lettersPermissions> {}
}
