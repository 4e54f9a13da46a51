import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Mic, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { formWords as words } from '../../words/form.ts';
import type { Recording } from './microphone.ts';
import classes from './prompt.module.css';

const MOST_SECONDS = 300;

/** Records a prompt with the browser's microphone. */
export function RecordButton({
  onRecorded,
  isBusy,
}: {
  readonly onRecorded: (sound: Blob) => void;
  readonly isBusy: boolean;
}) {
  const [recording, setRecording] = useState<Recording>();
  const [seconds, setSeconds] = useState(0);
  const meter = useRef<HTMLSpanElement>(null);
  useEffect(() => () => recording?.cancel(), [recording]);
  useEffect(() => {
    if (recording === undefined) return;
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, [recording]);
  const start = async () => {
    try {
      const { startRecording } = await import('./microphone.ts');
      setSeconds(0);
      setRecording(
        await startRecording((level) => meter.current?.style.setProperty('--level', `${Math.round(level * 100)}%`)),
      );
    } catch {
      notifications.show({ color: 'red', title: words.prompt.noMicrophone, message: words.prompt.noMicrophoneFix });
    }
  };
  const stop = async () => {
    if (recording === undefined) return;
    setRecording(undefined);
    onRecorded(await recording.stop());
  };
  const isFull = seconds >= MOST_SECONDS;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the time is up
  useEffect(() => {
    if (isFull) void stop();
  }, [isFull]);
  if (recording === undefined)
    return (
      <Button
        variant="default"
        size="xs"
        px={8}
        loading={isBusy}
        leftSection={<Mic size={13} aria-hidden />}
        onClick={() => void start()}
      >
        {words.prompt.record}
      </Button>
    );
  return (
    <Button
      size="xs"
      px={8}
      color="red"
      leftSection={<Square size={11} fill="currentColor" aria-hidden />}
      onClick={() => void stop()}
    >
      <span className={classes.meter} ref={meter} aria-hidden />
      {words.prompt.stopRecording} <span className="tabular">&nbsp;{words.prompt.length(String(seconds))}</span>
    </Button>
  );
}
