import type { WidgetProps } from '../form-context.tsx';

/** What ties a control to its title, its words and its issues. */
export const controlProps = ({ id, describedBy, isInvalid, field }: WidgetProps) => ({
  id,
  error: isInvalid,
  'aria-describedby': describedBy,
  'aria-label': field.title,
});
