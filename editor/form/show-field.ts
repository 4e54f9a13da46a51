const FIRST_CONTROL =
  'input:not([type="hidden"]), textarea, [contenteditable="true"], button:not([aria-label*="default"])';
/** Where words are written, for who begins to fill in a form. */
const FIRST_TEXT = '[data-field] :is(textarea, [contenteditable="true"], input:not([role]):not([type="hidden"]))';
/** The form draws what is folded away first. */
const DRAWN_MS = 60;

/** Brings a field into view and puts the cursor there: the field itself, or the nearest one around it. */
export function showField(panel: HTMLElement, field: string): void {
  setTimeout(() => {
    for (let path = field; path !== ''; path = parentOf(path)) {
      const found = panel.querySelector<HTMLElement>(`[data-field="${CSS.escape(path)}"]`);
      if (found === null) continue;
      found.scrollIntoView({ block: 'center' });
      const control = found.querySelector<HTMLElement>(FIRST_CONTROL);
      control?.focus({ preventScroll: true });
      if (control instanceof HTMLInputElement) control.select();
      return;
    }
  }, DRAWN_MS);
}

/** Puts the cursor into the first text of a form, or to its first control. */
export function showForm(panel: HTMLElement): void {
  setTimeout(() => {
    const control = panel.querySelector<HTMLElement>(FIRST_TEXT) ?? panel.querySelector<HTMLElement>(FIRST_CONTROL);
    control?.focus();
  }, DRAWN_MS);
}

const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0));
