import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { lockTemplate, staleTemplate } from './keeping.js';
import { TemplateKept } from './template.events.js';
import { templateStore } from './template.store.js';

/** Takes a template out of use; one that ships as well. What was drafted from it stays. */
@Injectable()
export class RetireTemplate {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError TEMPLATE_NOT_FOUND, TEMPLATE_VERSION_STALE */
  async execute(
    actor: Actor,
    { key, version }: { readonly key: string; readonly version: number },
  ): Promise<{ readonly key: string }> {
    permit(actor, 'template.keep');
    return this.unitOfWork.run(actor, async (tx) => {
      const { now, last } = await lockTemplate(tx, key);
      if (now === null) throw templateUnknown('key');
      if (now.version !== version) throw staleTemplate('version');
      if (version > 0) await templateStore.retire(tx, key, version);
      // What ships lies nowhere: that it is not wanted does.
      else await templateStore.insert(tx, now.template, last + 1, tx.now);
      const told = { key, title: now.template.title, version: Math.max(version, 1) };
      tx.announce(TemplateKept.of(tx.cooperativeId, { ...told, isRetired: true }));
      return { key };
    });
  }
}

/** @param field in which whoever asked named it */
export function templateUnknown(field: 'key' | 'keys' | 'templateKey'): Error {
  const message = 'There is no such template in use.';
  return governanceErrors.error('TEMPLATE_NOT_FOUND', message, { path: [field] });
}
