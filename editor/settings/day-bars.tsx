import { VisuallyHidden } from '@mantine/core';
import { settingsWords } from '../words/settings.ts';
import classes from './day-bars.module.css';

const form = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

interface DayBarsProps {
  readonly days: readonly { readonly date: string; readonly calls: number }[];
}

/** A bar for each day. */
export function DayBars({ days }: DayBarsProps) {
  const most = Math.max(1, ...days.map(({ calls }) => calls));
  const every = Math.ceil(days.length / 7);
  return (
    <ul className={classes.bars} data-many={days.length > 31 || undefined}>
      {days.map(({ date, calls }, at) => {
        const day = form.format(new Date(`${date}T00:00Z`));
        const text = settingsWords.figures.day(day, calls);
        return (
          <li key={date} title={text}>
            <VisuallyHidden>{text}</VisuallyHidden>
            <div className={classes.bar} style={{ height: `${(calls / most) * 100}%` }} />
            <span aria-hidden className={classes.label}>
              {(days.length - 1 - at) % every === 0 ? day : ''}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
