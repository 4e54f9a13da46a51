import type { AudioSample } from './evidence.ts';

/** Asterisk's counts; undefined when the channel is gone. */
export type ReadCounts = (channelId: string) => Promise<Omit<AudioSample, 'atMs'> | undefined>;

/**
 * When a leg's counts are read, in ms from its answer. One-way audio is there from the beginning: so the first looks are
 * close together, and a long call costs little.
 */
const LOOKS_MS = [2_000, 5_000, 8_000, 15_000];
const LATER_MS = 30_000;
const MOST_SAMPLES = 60;
/** More than these legs at a time are not watched: their calls come first. */
const MOST_LEGS = 300;

/** Reads now and then how many RTP packets of a leg came and went. */
export class AudioSampler {
  readonly #read: ReadCounts;
  readonly #legs = new Map<string, { samples: AudioSample[]; timer: NodeJS.Timeout | undefined }>();

  constructor(read: ReadCounts) {
    this.#read = read;
  }

  start(channelId: string): void {
    if (this.#legs.has(channelId) || this.#legs.size >= MOST_LEGS) return;
    this.#legs.set(channelId, { samples: [], timer: undefined });
    this.#plan(channelId, 0, 0);
  }

  /** What was read so far. */
  samples(channelId: string): readonly AudioSample[] {
    return this.#legs.get(channelId)?.samples ?? [];
  }

  forget(channelId: string): void {
    clearTimeout(this.#legs.get(channelId)?.timer);
    this.#legs.delete(channelId);
  }

  close(): void {
    for (const channelId of [...this.#legs.keys()]) this.forget(channelId);
  }

  #plan(channelId: string, look: number, lookedAtMs: number): void {
    const leg = this.#legs.get(channelId);
    if (leg === undefined) return;
    const nextMs = LOOKS_MS[look] ?? lookedAtMs + LATER_MS;
    leg.timer = setTimeout(() => void this.#look(channelId, look, nextMs), nextMs - lookedAtMs);
    leg.timer.unref();
  }

  async #look(channelId: string, look: number, atMs: number): Promise<void> {
    const counts = await this.#read(channelId).catch(() => undefined);
    const leg = this.#legs.get(channelId);
    if (leg === undefined || counts === undefined) return;
    leg.samples.push({ atMs: Date.now(), ...counts });
    if (leg.samples.length < MOST_SAMPLES) this.#plan(channelId, look + 1, atMs);
  }
}
