import type { AmiConnection } from '#runtime/ami/ami-connection';
import { type AwayOptions, awayEntries } from './away-entries.ts';
import { keepAway } from './keep-away.ts';
import { type LeftMessagesOptions, takeLeftMessages } from './left-messages.ts';
import type { TrunkBook } from './trunk-book.ts';

export interface AwayKeeperOptions {
  readonly ami: AmiConnection;
  readonly book: TrunkBook;
  readonly people: () => Promise<AwayOptions['people']>;
  readonly mayCall: AwayOptions['mayCall'];
  readonly messages: Omit<LeftMessagesOptions, 'ami'>;
  readonly log: { warn(fields: object, message: string): void };
}

/** How long after the first look at what was left: somebody may still be speaking. */
const AGAIN_MS = 15_000;

/** Keeps Asterisk ready to take calls alone, and takes over what it took. */
export class AwayKeeper {
  readonly #options: AwayKeeperOptions;
  #work: Promise<void> = Promise.resolve();
  #again: NodeJS.Timeout | undefined;

  constructor(options: AwayKeeperOptions) {
    this.#options = options;
    options.ami.on('open', this.#opened);
  }

  /** Numbers, trunks, people, or what may be dialled were changed. */
  changed(): void {
    this.#do('What callers get while Patchcord is away could not be kept.', async () => {
      const { ami, book, people, mayCall } = this.#options;
      if (!ami.isOpen) return;
      await keepAway(ami, await awayEntries(await book.read(), { people: await people(), mayCall }));
    });
  }

  stop(): void {
    clearTimeout(this.#again);
    this.#options.ami.off('open', this.#opened);
  }

  readonly #opened = (): void => {
    this.changed();
    this.#take();
  };

  #take(): void {
    this.#do('Messages that were left while Patchcord was away could not be taken.', async () => {
      const { ami, messages } = this.#options;
      if (!ami.isOpen) return;
      const more = await takeLeftMessages({ ...messages, ami });
      clearTimeout(this.#again);
      if (more) this.#again = setTimeout(() => this.#take(), AGAIN_MS).unref();
    });
  }

  /** One after the other. */
  #do(failed: string, work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((err) => this.#options.log.warn({ err }, failed));
  }
}
