import type { CallEnd } from '#runtime/flow/record';
import type { DialRefusal } from './dialling.ts';

/** Whether a call that was started from outside has got out: known long before anybody picks up. */
export class FirstDial {
  readonly letOut: Promise<void>;
  #resolve: () => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor() {
    this.letOut = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Nobody may be waiting for it.
    this.letOut.catch(() => {});
  }

  readonly onDialled = (refusal: DialRefusal | undefined): void => {
    if (refusal === undefined) this.#resolve();
    else this.#reject(Object.assign(new Error(refusal.message), { code: refusal.code, fix: refusal.fix }));
  };

  readonly onEnd = (end: CallEnd | undefined): void => {
    const { code = 'call-not-made', message = 'The flow ended without a call.' } = end ?? {};
    this.#reject(Object.assign(new Error(message), { code }));
  };
}
