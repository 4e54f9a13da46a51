import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { RecordingInfo } from '../api/calls.ts';
import { callWords } from '../words/calls.ts';
import { clockText } from './call-text.ts';
import classes from './call-track.module.css';
import type { Player } from './player.ts';
import type { Replay } from './replay-state.ts';
import { StepLane } from './step-lane.tsx';
import type { StepItem, TimelineItem } from './timeline-of.ts';
import { recordingStartMs, ticksOf } from './track-scale.ts';
import { usePlayerState } from './use-player.ts';
import { Waveform } from './waveform.tsx';

const words = callWords.player;
const KEY_MS = 1_000;
const PAGE_MS = 10_000;

interface TrackProps {
  readonly player: Player;
  readonly replay: Replay;
  readonly items: readonly TimelineItem[];
  readonly callId: string;
  readonly recording: RecordingInfo | undefined;
}

/** The whole call from left to right: its steps, both voices, and the moment that is looked at. */
export function CallTrack({ player, replay, items, callId, recording }: TrackProps) {
  const { lengthMs } = player;
  const steps = items.filter((item): item is StepItem => item.kind === 'step');
  return (
    <div className={classes.frame}>
      <div className={classes.names} aria-hidden>
        <span>{words.steps}</span>
        {recording !== undefined && (
          <>
            <span>{words.caller}</span>
            <span>{words.heard}</span>
          </>
        )}
      </div>
      <Scrubber player={player} steps={steps} startMs={replay.startMs}>
        <StepLane steps={steps} startMs={replay.startMs} lengthMs={lengthMs} player={player} />
        {recording !== undefined && (
          <Waveform
            player={player}
            callId={callId}
            recording={recording}
            fromMs={recordingStartMs(replay, recording)}
          />
        )}
        <Playhead player={player} />
      </Scrubber>
      <div className={classes.ticks} aria-hidden>
        {ticksOf(lengthMs).map((atMs) => (
          <span key={atMs} style={{ left: `${(atMs / lengthMs) * 100}%` }}>
            {clockText(atMs)}
          </span>
        ))}
      </div>
    </div>
  );
}

interface ScrubberProps {
  readonly player: Player;
  readonly steps: readonly StepItem[];
  readonly startMs: number;
  readonly children: React.ReactNode;
}

function Scrubber({ player, steps, startMs, children }: ScrubberProps) {
  const track = useRef<HTMLDivElement>(null);
  const second = usePlayerState(player, ({ atMs }) => Math.floor(atMs / 1_000));
  const title = usePlayerState(
    player,
    ({ atMs }) => steps.findLast((step) => step.atMs - startMs <= atMs)?.title ?? '',
  );
  const seekTo = ({ clientX }: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (box !== undefined && box.width > 0) player.seek(((clientX - box.left) / box.width) * player.lengthMs);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = keyTarget(event.key, player);
    if (event.key === ' ') player.state().isPlaying ? player.pause() : player.play();
    else if (to === undefined) return;
    else player.seek(to);
    event.preventDefault();
  };
  return (
    <div
      ref={track}
      className={classes.track}
      role="slider"
      tabIndex={0}
      aria-label={words.scrubber}
      aria-valuemin={0}
      aria-valuemax={Math.ceil(player.lengthMs / 1_000)}
      aria-valuenow={second}
      aria-valuetext={words.at(clockText(second * 1_000), clockText(player.lengthMs), title)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seekTo(event)}
    >
      {children}
    </div>
  );
}

function keyTarget(key: string, player: Player): number | undefined {
  const { atMs } = player.state();
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: atMs - KEY_MS,
    ArrowDown: atMs - KEY_MS,
    ArrowRight: atMs + KEY_MS,
    ArrowUp: atMs + KEY_MS,
    PageDown: atMs - PAGE_MS,
    PageUp: atMs + PAGE_MS,
    Home: 0,
    End: player.lengthMs,
  };
  return targets[key];
}

function Playhead({ player }: { readonly player: Player }) {
  const atMs = usePlayerState(player, (state) => state.atMs);
  return <div className={classes.playhead} style={{ left: `${(atMs / player.lengthMs) * 100}%` }} data-playhead />;
}
