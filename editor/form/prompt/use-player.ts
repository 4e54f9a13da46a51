import { useCallback, useEffect, useRef, useState } from 'react';
import { showProblem } from '../../app/problem.tsx';

type PlayerState = 'idle' | 'loading' | 'playing';

/** The one sound that is heard: a second one silences the first. */
let stopOther: (() => void) | undefined;

/** Plays one sound at a time, and knows how long the last one is. */
export function usePlayer() {
  const [state, setState] = useState<PlayerState>('idle');
  const [seconds, setSeconds] = useState<number>();
  const audio = useRef<HTMLAudioElement>(undefined);
  const address = useRef<string>(undefined);
  const turn = useRef(0);

  const stop = useCallback(() => {
    turn.current++;
    audio.current?.pause();
    if (address.current !== undefined) URL.revokeObjectURL(address.current);
    address.current = undefined;
    setState('idle');
  }, []);
  useEffect(() => stop, [stop]);

  const play = async (sound: () => Promise<Blob> | string) => {
    stopOther?.();
    stopOther = stop;
    const mine = ++turn.current;
    setState('loading');
    try {
      const source = await sound();
      if (turn.current !== mine) return;
      if (typeof source !== 'string') address.current = URL.createObjectURL(source);
      const element = new Audio(typeof source === 'string' ? source : address.current);
      audio.current = element;
      element.onloadedmetadata = () => setSeconds(element.duration);
      element.onended = stop;
      await element.play();
      if (turn.current === mine) setState('playing');
    } catch (error) {
      if (turn.current !== mine) return;
      stop();
      showProblem(error);
    }
  };
  return { state, seconds, play, stop };
}
