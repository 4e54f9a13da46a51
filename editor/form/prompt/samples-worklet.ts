// Runs in the browser's audio thread, whose names TypeScript's own libraries do not know.
declare const registerProcessor: (name: string, processor: unknown) => void;
declare const AudioWorkletProcessor: new () => { readonly port: MessagePort };

/** Hands every sample of the microphone on to the page. */
class Samples extends AudioWorkletProcessor {
  process([input]: Float32Array[][]): boolean {
    const channel = input?.[0];
    if (channel !== undefined) this.port.postMessage(channel.slice());
    return true;
  }
}
registerProcessor('samples', Samples);
