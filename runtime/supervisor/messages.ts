import { z } from 'zod';

/** What the runtime tells its supervisor, over the IPC channel that it was started with. */
export const RuntimeMessage = z.discriminatedUnion('type', [
  /** The first one begins the watch; then one is due every `heartbeatMs`, from the main loop. */
  z.object({ type: z.literal('heartbeat'), liveCalls: z.int().min(0) }),
  /** The editor can be opened at this address (`http://127.0.0.1:4300`). */
  z.object({ type: z.literal('ready'), address: z.string() }),
  /** Asterisk has to be started again, for its settings were changed. */
  z.object({ type: z.literal('asterisk.restart') }),
]);
export type RuntimeMessage = z.infer<typeof RuntimeMessage>;

export const heartbeatMs = 500;

/** A runtime that is silent for so long is frozen: its callers hear nothing, and a restart takes up their calls. */
export const frozenAfterMs = 3000;
