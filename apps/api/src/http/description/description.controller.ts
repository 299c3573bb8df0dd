import { Controller, Get } from '@nestjs/common';
import { restApiDescription } from './rest-api.js';

/** What there is beside GraphQL, for programs that are written from a description. */
@Controller('openapi.json')
export class DescriptionController {
  @Get()
  describe(): object {
    return restApiDescription;
  }
}
