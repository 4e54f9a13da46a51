import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { getPeaks, type Peaks, type RecordingInfo, recordingAddress } from '../api/calls.ts';
import { styleNonce } from '../app/style-nonce.ts';
import { callWords } from '../words/calls.ts';
import classes from './call-track.module.css';
import type { Player } from './player.ts';

const words = callWords.player;
const POINTS = 800;
const QUIET = 0.15;
/** Without peaks it is not known beforehand how loud the voices are; on a telephone they rarely fill the scale. */
const UNKNOWN_GAIN = 2;

interface WaveformProps {
  readonly player: Player;
  readonly callId: string;
  readonly recording: RecordingInfo;
  /** When the recording began, in milliseconds of the call. */
  readonly fromMs: number;
}

/** Both voices of a call: above what the caller said, below what the caller heard. */
export function Waveform({ player, callId, recording, fromMs }: WaveformProps) {
  const { ref, state } = useWaveform({ player, callId, recording, fromMs });
  const percent = (ms: number) => `${(ms / player.lengthMs) * 100}%`;
  return (
    <div className={classes.voices} data-waveform={state}>
      <span className={classes.voice}>{words.caller}</span>
      <span className={classes.voice}>{words.heard}</span>
      <div ref={ref} className={classes.wave} style={{ left: percent(fromMs), width: percent(recording.durationMs) }} />
      {state !== 'ready' && <span className={classes.state}>{state === 'failed' ? words.failed : words.loading}</span>}
    </div>
  );
}

function useWaveform({ player, callId, recording, fromMs }: WaveformProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  const scheme = useComputedColorScheme('light');
  const { id, durationMs } = recording;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours of another scheme are drawn anew
  useEffect(() => {
    const container = ref.current;
    if (container === null) return;
    const audio = new Audio(recordingAddress(callId, id));
    audio.preload = 'auto';
    audio.preservesPitch = true;
    const detach = player.attach(audio, fromMs, durationMs);
    let isGone = false;
    let destroy: (() => void) | undefined;
    const failed = () => !isGone && setState('failed');
    Promise.all([import('wavesurfer.js'), getPeaks(callId, id, POINTS)]).then(([{ default: WaveSurfer }, peaks]) => {
      if (isGone) return;
      const surfer = WaveSurfer.create({
        container,
        media: audio,
        height: container.clientHeight / 2,
        splitChannels: [colours(container, '--soft'), colours(container, '--soft')],
        barWidth: 2,
        barGap: 1,
        barRadius: 1,
        barMinHeight: 1,
        cursorWidth: 0,
        interact: false,
        cspNonce: styleNonce(),
        ...(peaks === null
          ? { barHeight: UNKNOWN_GAIN }
          : { peaks: louder(peaks.channels), duration: durationMs / 1_000 }),
      });
      surfer.on('ready', () => {
        if (isGone) return;
        surfer.setTime(Math.max(0, player.state().atMs - fromMs) / 1_000);
        setState('ready');
      });
      surfer.on('error', failed);
      destroy = () => surfer.destroy();
    }, failed);
    return () => {
      isGone = true;
      destroy?.();
      detach();
      audio.removeAttribute('src');
    };
  }, [player, callId, id, fromMs, durationMs, scheme]);
  return { ref, state };
}

/** The loudest moment of both voices fills the height; what is hardly a voice stays low. */
function louder(channels: Peaks['channels']): number[][] {
  const loudest = Math.max(QUIET, ...channels.flat());
  return channels.map((channel) => channel.map((value) => value / loudest));
}

function colours(of: Element, wave: string) {
  const style = getComputedStyle(of);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return { waveColor: `color-mix(in srgb, ${colour(wave)} 55%, ${colour('--card')})`, progressColor: colour('--cord') };
}
