import type { CallStatistics } from '../api/calls.ts';
import { callsWords } from '../words/calls.ts';
import classes from './statistics-strip.module.css';

const words = callsWords.statistics;
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** A bar for each day: answered calls in colour, the rest pale on top. */
export function DayBars({ days, label }: { readonly days: CallStatistics['days']; readonly label: string }) {
  const most = Math.max(1, ...days.map(({ calls }) => calls));
  return (
    <ul className={classes.bars} aria-label={label}>
      {days.map(({ date, calls, answered }) => {
        // At noon no change of clocks leads into another day.
        const at = new Date(`${date}T12:00`);
        return (
          <li key={date} title={words.day(day.format(at), calls)}>
            <span className={classes.hidden}>{words.day(day.format(at), calls)}</span>
            <span className={classes.column} aria-hidden>
              <span className={classes.rest} style={{ height: `${((calls - answered) / most) * 100}%` }} />
              <span className={classes.bar} style={{ height: `${(answered / most) * 100}%` }} />
            </span>
            <span className={classes.day} aria-hidden>
              {weekday.format(at)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
