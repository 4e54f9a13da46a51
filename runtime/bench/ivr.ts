import { Flow } from '#runtime/flow/schema';

/** The arms of the bench, and where each is called: the same IVR four times. */
export const ARMS = {
  dialplan: { extension: '7001', title: 'raw dialplan' },
  handWritten: { extension: '7002', title: 'hand-written REST over WebSocket', application: 'bench-hand-written' },
  ariClient: { extension: '7003', title: 'ari-client program', application: 'bench-ari-client' },
  patchcord: { extension: '7004', title: 'Patchcord as shipped' },
} as const;
export type ArmName = keyof typeof ARMS;

/** Length of each of the two prompts. */
export const PROMPT_MS = 500;
/** The caller presses the key this long after the answer: the prompt is over by then. */
export const KEY_AFTER_MS = 900;
export const KEY = '1';

/** The IVR as a flow; `asset` is the prompt in the sound store. */
export function ivrFlow(asset: string): Flow {
  return Flow.parse({
    schemaVersion: 1,
    id: 'bench',
    name: 'Bench',
    nodes: [
      { id: 'start', step: 'incoming-call' },
      {
        id: 'menu',
        step: 'menu',
        settings: { prompt: { asset }, options: [{ id: 'one', key: KEY, label: 'One' }], noInputMs: 5_000 },
      },
      { id: 'bye', step: 'hang-up', settings: { prompt: { asset } } },
      { id: 'lost', step: 'hang-up', settings: {} },
    ],
    edges: [
      { from: 'start', exit: 'next', to: 'menu' },
      { from: 'menu', exit: 'options:one', to: 'bye' },
      { from: 'menu', exit: 'noInput', to: 'lost' },
      { from: 'menu', exit: 'invalid', to: 'lost' },
    ],
  });
}
