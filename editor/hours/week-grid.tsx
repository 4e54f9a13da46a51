import { Box } from '@mantine/core';
import { hoursWords as words } from '../words/hours.ts';
import { clockText } from './clock-text.ts';
import { useGridDrag } from './use-grid-drag.ts';
import { blocksOf, DAY_MINUTES, DAYS, type Day, type Week } from './week.ts';
import { WeekBlock } from './week-block.tsx';
import classes from './week-grid.module.css';

const LINES = [0, 3, 6, 9, 12, 15, 18, 21];

/** A week as a calendar to drag over. Hidden from screen readers: the fields beside it say and do the same. */
export function WeekGrid({ week, onChange }: { readonly week: Week; readonly onChange: (week: Week) => void }) {
  const { drag, begin } = useGridDrag(week, onChange);
  const blocks = blocksOf(week);
  const remove = (day: Day, index: number) => onChange({ ...week, [day]: week[day].filter((_, at) => at !== index) });
  return (
    <div className={classes.grid} aria-hidden="true" data-testid="week-grid">
      <div className={classes.hours}>
        {LINES.map((hour) => (
          <span key={hour} className="tabular">
            {clockText(hour * 60)}
          </span>
        ))}
      </div>
      {DAYS.map((day) => (
        <div key={day} className={classes.column}>
          <Box className={classes.head}>{words.short[day]}</Box>
          <div
            className={classes.day}
            data-day={day}
            onPointerDown={(event) => begin(event, { day, index: undefined, edge: 'to' })}
          >
            {blocks
              .filter((block) => block.day === day)
              .filter(({ owner }) => drag === undefined || drag.day !== owner.day || drag.index !== owner.index)
              .map((block) => (
                <WeekBlock
                  key={`${block.owner.day} ${block.owner.index}`}
                  block={block}
                  onResize={(event, edge) => begin(event, { ...block.owner, edge })}
                  onRemove={() => remove(block.owner.day, block.owner.index)}
                />
              ))}
            {drag?.day === day && (
              <div
                className={classes.ghost}
                style={{
                  top: `${(Math.min(drag.anchor, drag.at) / DAY_MINUTES) * 100}%`,
                  height: `${(Math.abs(drag.at - drag.anchor) / DAY_MINUTES) * 100}%`,
                }}
              >
                {clockText(Math.min(drag.anchor, drag.at))}
                <br />
                {clockText(Math.max(drag.anchor, drag.at))}
              </div>
            )}
          </div>
        </div>
      ))}
    </div>
  );
}
