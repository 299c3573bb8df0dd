import { definePermissions } from '@rochdale/platform';
import type { Names } from '@rochdale/platform';

export const webhooksPermissions = definePermissions({
  'webhook.read': { to: ['administrator'], scope: 'notifications:read' },
  'webhook.add': { to: ['administrator'] },
  'webhook.remove': { to: ['administrator'] },
  'webhook.retry': { to: ['administrator'] },
  'webhook.deliver': { to: ['system'] },
});

declare module '@rochdale/platform' {
  interface Permissions extends Names<typeof webhooksPermissions> {}
}
