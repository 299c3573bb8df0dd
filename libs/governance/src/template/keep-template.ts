import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { policyStore } from '../policy/policy.store.js';
import { keepVersion, lockTemplate, requireRoom, staleTemplate } from './keeping.js';
import { misfitsOf } from './misfits.js';
import { readTemplate } from './template.js';

export interface KeepTemplateInput {
  readonly template: unknown;
  /** The version that its author looked at: 0 for one as it ships, null for none. */
  readonly replacesVersion: number | null;
}

/** Keeps a template, or another version of one. */
@Injectable()
export class KeepTemplate {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError TEMPLATE_INVALID, TEMPLATE_UNFIT with the first reason as its data,
   *   TEMPLATE_VERSION_STALE, TEMPLATE_LIMIT_REACHED
   */
  async execute(actor: Actor, input: KeepTemplateInput): Promise<{ readonly key: string }> {
    permit(actor, 'template.keep');
    const template = readTemplate(input.template);
    return this.unitOfWork.run(actor, async (tx) => {
      const locked = await lockTemplate(tx, template.key);
      if ((locked.now?.version ?? null) !== input.replacesVersion) {
        throw staleTemplate('replacesVersion');
      }
      const policy = await policyStore.inForce(tx, template.policy.key);
      const [misfit] = misfitsOf(template, policy?.rule ?? null);
      if (misfit !== undefined) {
        const { message, reason, path } = misfit;
        throw governanceErrors.error('TEMPLATE_UNFIT', message, {
          path: ['templateJson', ...path],
          data: { reason },
        });
      }
      await keepVersion(tx, template, locked);
      await requireRoom(tx, 'templateJson');
      return { key: template.key };
    });
  }
}
