import { definePermissions } from '../kernel/permissions.js';

/** Who looks at the machinery of a co-operative. */
definePermissions({
  'job.read': { to: ['administrator', 'system'], scope: 'platform:read' },
  'job.retry': { to: ['administrator', 'system'], scope: 'platform:write' },
  'audit.read': { to: ['administrator', 'auditor', 'system'], scope: 'platform:read' },
});
