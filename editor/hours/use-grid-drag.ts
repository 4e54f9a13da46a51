import { type PointerEvent as ReactPointerEvent, useEffect, useRef, useState } from 'react';
import { DAY_MINUTES, type Day, minutesOf, tidySpans, timeOf, type Week } from './week.ts';

const STEP_MINUTES = 30;

interface Drag {
  readonly day: Day;
  /** Of the span that is changed; undefined when a new one is made. */
  readonly index: number | undefined;
  /** The minute that stays, and the one that moves. */
  readonly anchor: number;
  readonly at: number;
}

interface Grip {
  readonly day: Day;
  readonly index: number | undefined;
  readonly edge: 'from' | 'to';
}

const isShort = (drag: Drag): boolean => drag.at === drag.anchor;

/** The week with what was dragged. Hours that were dragged to nothing are gone. */
function dropped(week: Week, drag: Drag): Week {
  const rest = week[drag.day].filter((_, at) => at !== drag.index);
  const [from, to] = [Math.min(drag.anchor, drag.at), Math.max(drag.anchor, drag.at)];
  return {
    ...week,
    [drag.day]: isShort(drag) ? rest : tidySpans([...rest, { from: timeOf(from), to: timeOf(to) }]),
  };
}

/** Drags over a day's column: makes hours, or moves an edge of hours that are there. Escape lets go. */
export function useGridDrag(week: Week, onChange: (week: Week) => void) {
  const [drag, setDrag] = useState<Drag>();
  const end = useRef<() => void>(undefined);
  useEffect(() => () => end.current?.(), []);

  const begin = (event: ReactPointerEvent, { day, index, edge }: Grip) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const column = event.currentTarget.closest('[data-day]') ?? event.currentTarget;
    const { top, height } = column.getBoundingClientRect();
    const minuteAt = (clientY: number, round: (value: number) => number) => {
      const minute = round((((clientY - top) / height) * DAY_MINUTES) / STEP_MINUTES) * STEP_MINUTES;
      return Math.min(DAY_MINUTES, Math.max(0, minute));
    };
    const span = index === undefined ? undefined : week[day][index];
    const pressed = minuteAt(event.clientY, Math.floor);
    let now: Drag =
      span === undefined
        ? { day, index, anchor: pressed, at: Math.min(DAY_MINUTES, pressed + STEP_MINUTES) }
        : edge === 'from'
          ? { day, index, anchor: minutesOf(span.to), at: minutesOf(span.from) }
          : { day, index, anchor: minutesOf(span.from), at: minutesOf(span.to) };
    setDrag(now);
    const move = ({ clientY }: PointerEvent) => {
      const at = minuteAt(clientY, span === undefined && clientY > event.clientY ? Math.ceil : Math.round);
      now = { ...now, at };
      setDrag(now);
    };
    const stop = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', drop);
      window.removeEventListener('pointercancel', stop);
      window.removeEventListener('keydown', giveUp);
      setDrag(undefined);
    };
    const drop = () => {
      stop();
      onChange(dropped(week, now));
    };
    const giveUp = ({ key }: KeyboardEvent) => key === 'Escape' && stop();
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', drop);
    window.addEventListener('pointercancel', stop);
    window.addEventListener('keydown', giveUp);
    end.current = stop;
  };
  return { drag, begin };
}
