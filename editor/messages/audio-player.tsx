import { ActionIcon, Group, Slider, Text, UnstyledButton } from '@mantine/core';
import { Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { messageAudio } from '../api/messages.ts';
import { showProblem } from '../app/problem.tsx';
import { clockOf } from '../app/time.ts';
import { messagesWords as words } from '../words/messages.ts';

const SPEEDS: readonly number[] = [1, 1.25, 1.5, 2];

interface AudioPlayerProps {
  readonly id: string;
  readonly from: string;
  readonly durationMs: number;
  readonly onPlay: () => void;
}

/** Plays a message; the audio is loaded when it is first played. */
export function AudioPlayer({ id, from, durationMs, onPlay }: AudioPlayerProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [atMs, setAtMs] = useState(0);
  const [speed, setSpeed] = useState(1);
  const toggle = () => {
    if (audio.current === null) return;
    if (isPlaying) audio.current.pause();
    else audio.current.play().catch(() => showProblem(new Error(words.audioFailed)));
  };
  const seek = (ms: number) => {
    setAtMs(ms);
    if (audio.current !== null) audio.current.currentTime = ms / 1_000;
  };
  const faster = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
    setSpeed(next);
    if (audio.current !== null) audio.current.playbackRate = next;
  };
  return (
    <Group gap="sm" wrap="nowrap" flex={1} miw={0}>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote down what a caller said */}
      <audio
        ref={audio}
        src={messageAudio(id)}
        preload="none"
        onPlay={(event) => {
          event.currentTarget.playbackRate = speed;
          setPlaying(true);
          onPlay();
        }}
        onPause={() => setPlaying(false)}
        onEnded={() => setAtMs(0)}
        onTimeUpdate={(event) => setAtMs(event.currentTarget.currentTime * 1_000)}
      />
      <ActionIcon
        variant="light"
        radius="xl"
        size="lg"
        onClick={toggle}
        aria-label={isPlaying ? words.pause : words.play(from)}
      >
        {isPlaying ? <Pause size={17} /> : <Play size={17} />}
      </ActionIcon>
      <Slider
        flex={1}
        size="sm"
        label={null}
        min={0}
        max={Math.max(1, durationMs)}
        value={Math.min(atMs, durationMs)}
        onChange={seek}
        thumbLabel={words.position}
      />
      <Text c="dimmed" className="tabular" style={{ flex: 'none' }}>
        {isPlaying || atMs > 0 ? `${clockOf(atMs)} / ${clockOf(durationMs)}` : clockOf(durationMs)}
      </Text>
      <UnstyledButton onClick={faster} aria-label={words.speed(speed)} fz="sm" w={36} ta="center" className="tabular">
        {speed}x
      </UnstyledButton>
    </Group>
  );
}
