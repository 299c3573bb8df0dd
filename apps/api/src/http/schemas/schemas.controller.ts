import { Controller, Get, Header, Param } from '@nestjs/common';
import { decisionRuleSchema, templateFileSchema } from '@rochdale/governance';
import { platformErrors } from '@rochdale/platform';

/** By the name of the file under which each is published. */
const schemas: Readonly<Record<string, () => object>> = {
  'decision-rule.json': decisionRuleSchema,
  'proposal-templates.json': templateFileSchema,
};

/** Shapes of what co-operatives write as JSON: known from the source, the same for everybody. */
@Controller('v1/schemas')
export class SchemasController {
  /** @throws CodedError NOT_FOUND */
  @Get(':file')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  show(@Param('file') file: string): object {
    const schema = Object.hasOwn(schemas, file) ? schemas[file] : undefined;
    if (schema !== undefined) return schema();
    throw platformErrors.error('NOT_FOUND', 'There is no such schema.', { path: ['file'] });
  }
}
