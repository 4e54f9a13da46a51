/** What `flite-process.ts` asks its child; `voice` is flite's own name (`rms`), `text` plain ASCII. */
export type FliteRequest = { readonly id: number; readonly voice: string; readonly text: string };

/** `unusable`: the libraries can't be loaded, so there is no point in starting the child again. */
export type FliteReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly message: string }
  | { readonly kind: 'spoken'; readonly id: number; readonly sampleRate: number; readonly samples: Int16Array }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
