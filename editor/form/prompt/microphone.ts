import worklet from './samples-worklet.ts?worker&url';
import { wavFile } from './wav-file.ts';

export interface Recording {
  /** Ends it; gives a WAV file. */
  stop(): Promise<Blob>;
  cancel(): void;
}

/** Records from the microphone until told to stop. `onLevel` gets how loud it is, from 0 to 1. */
export async function startRecording(onLevel: (level: number) => void): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  const context = new AudioContext();
  const parts: Float32Array[] = [];
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    if (context.state !== 'closed') void context.close();
  };
  try {
    await context.audioWorklet.addModule(worklet);
    const samples = new AudioWorkletNode(context, 'samples', { numberOfOutputs: 0 });
    samples.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      parts.push(data);
      onLevel(Math.min(1, data.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) * 1.4));
    };
    context.createMediaStreamSource(stream).connect(samples);
  } catch (error) {
    close();
    throw error;
  }
  return {
    async stop() {
      const { sampleRate } = context;
      close();
      return new Blob([wavFile(parts, sampleRate)], { type: 'audio/wav' });
    },
    cancel: close,
  };
}
