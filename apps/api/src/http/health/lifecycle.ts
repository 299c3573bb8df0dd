import { Injectable } from '@nestjs/common';

/** Whether the process takes new work. */
@Injectable()
export class Lifecycle {
  #stopping = false;

  get isStopping(): boolean {
    return this.#stopping;
  }

  beginStopping(): void {
    this.#stopping = true;
  }
}
